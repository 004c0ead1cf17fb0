//! Why a request is not taken for Twilio's.

use alloc::{format, string::String};
use core::fmt;

use crate::{issuer::Conflict, json};

/// Why a request is not taken for one that Twilio sent.
///
/// [`Display`](fmt::Display) says what is wrong, [`hint`](Self::hint) what to do about it, and
/// [`code`](Self::code) is the stable name that every surface shares. None of them shows the key, the signature that was
/// expected, or anything of the request. Whoever sent the request need not be told more than that it is refused.
///
/// ```
/// use twilio_access_token::{WebhookError, WebhookKey, WebhookParams};
///
/// let key = WebhookKey::auth_token("12345")?;
/// let refused = |signature| key.validate_form(signature, "https://example.com/voice", &WebhookParams::new());
/// assert_eq!(refused(""), Err(WebhookError::MissingSignature));
/// assert_eq!(refused("not base64"), Err(WebhookError::MalformedSignature));
/// assert_eq!(refused("RSOYDt4T1cUTdK1PDd93/VVr8B8="), Err(WebhookError::SignatureMismatch));
/// # Ok::<(), WebhookError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The body is not the one whose hash is in the URL.
    BodyMismatch,
    /// Two spellings of one variable are set, and differ.
    ConflictingVariables {
        /// The spelling that is looked at first.
        first: &'static str,
        /// The one that disagrees.
        second: &'static str,
    },
    /// The secret is the empty string, with which anyone could sign.
    EmptySecret,
    /// The signature is not base64 of a MAC of the key's algorithm.
    MalformedSignature,
    /// The URL has no `bodySHA256` in its query, so that nothing vouches for the body.
    MissingBodyHash,
    /// The request has no signature.
    MissingSignature,
    /// A variable without which there is no key.
    MissingVariable {
        /// Its name, in the first of its spellings.
        name: &'static str,
    },
    /// The signature is another one than the key makes of this URL and these parameters.
    SignatureMismatch,
    /// The request names an algorithm that is neither HMAC_SHA1 nor HMAC_SHA256.
    UnsupportedSignatureAlgorithm,
}

impl WebhookError {
    /// The stable name of this error: the case in WIT, `err.code` in JavaScript, the name in square brackets of the command
    /// line.
    ///
    /// ```
    /// use twilio_access_token::WebhookKey;
    ///
    /// assert_eq!(WebhookKey::auth_token("").unwrap_err().code(), "empty-secret");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BodyMismatch => "body-mismatch",
            Self::ConflictingVariables { .. } => "conflicting-variables",
            Self::EmptySecret => "empty-secret",
            Self::MalformedSignature => "malformed-signature",
            Self::MissingBodyHash => "missing-body-hash",
            Self::MissingSignature => "missing-signature",
            Self::MissingVariable { .. } => "missing-variable",
            Self::SignatureMismatch => "signature-mismatch",
            Self::UnsupportedSignatureAlgorithm => "unsupported-signature-algorithm",
        }
    }

    /// What to do about it: one sentence, for whoever runs the server.
    ///
    /// ```
    /// # use twilio_access_token::WebhookError;
    /// let error = WebhookError::MissingVariable { name: "AUTH_TOKEN" };
    /// assert_eq!(error.hint(), "Set AUTH_TOKEN in the environment of this program.");
    /// ```
    #[must_use]
    pub fn hint(&self) -> String {
        let fixed = match self {
            Self::BodyMismatch => {
                "Give the body's bytes as they arrived, before a parser or a framework has changed them; if they are \
                 those, the request is forged."
            }
            Self::ConflictingVariables { first, second } => {
                return format!("Unset {first} or {second}, or give both the same value.");
            }
            Self::EmptySecret => {
                "Give the account's auth token, from the Twilio Console's home page, or the secret of the shared key."
            }
            Self::MalformedSignature => {
                "Give the value of the header X-Twilio-Signature as it arrived: 28 characters for HMAC_SHA1, 44 for \
                 HMAC_SHA256."
            }
            Self::MissingBodyHash => {
                "Give the URL with the whole of its query, and a form's fields as parameters and not as a body."
            }
            Self::MissingSignature => {
                "Refuse the request: Twilio signs every one of its own, in the header X-Twilio-Signature."
            }
            Self::MissingVariable { name } => return format!("Set {name} in the environment of this program."),
            Self::SignatureMismatch => {
                "Give the URL as Twilio has it (behind a proxy, scheme and host are not those that the server sees), all of \
                 the form's parameters, and the secret of the account that the request names; if they are those, the \
                 request is forged."
            }
            Self::UnsupportedSignatureAlgorithm => {
                "See whether a newer version of this library knows the algorithm that the header \
                 X-Twilio-Webhooks-Signature-Settings names."
            }
        };
        String::from(fixed)
    }

    /// What is wrong and what to do about it, for surfaces that have but one text.
    ///
    /// ```
    /// # use twilio_access_token::WebhookError;
    /// let error = WebhookError::MissingVariable { name: "AUTH_TOKEN" };
    /// assert_eq!(error.full_message(), "AUTH_TOKEN is not set. Set AUTH_TOKEN in the environment of this program.");
    /// ```
    #[must_use]
    pub fn full_message(&self) -> String {
        format!("{self}. {}", self.hint())
    }

    /// The code and the [full message](Self::full_message) as JSON text, for surfaces that give and take nothing but text.
    ///
    /// ```
    /// # use twilio_access_token::WebhookError;
    /// let json = WebhookError::EmptySecret.to_json();
    /// assert!(json.starts_with(r#"{"code":"empty-secret","message":"the "#));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        json::refusal(self.code(), &self.full_message())
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BodyMismatch => f.write_str("the body is not the one whose hash is in the URL"),
            Self::ConflictingVariables { first, second } => {
                write!(f, "{first} and {second} are both set, and differ")
            }
            Self::EmptySecret => f.write_str("the secret is empty, and anyone could sign with it"),
            Self::MalformedSignature => f.write_str("the signature is not base64 of a MAC"),
            Self::MissingBodyHash => f.write_str("the URL has no bodySHA256 in its query"),
            Self::MissingSignature => f.write_str("the request has no signature"),
            Self::MissingVariable { name } => write!(f, "{name} is not set"),
            Self::SignatureMismatch => {
                f.write_str("the signature is not that of this URL, these parameters and this key")
            }
            Self::UnsupportedSignatureAlgorithm => {
                f.write_str("the signature's algorithm is not HMAC_SHA1 or HMAC_SHA256")
            }
        }
    }
}

impl core::error::Error for WebhookError {}

impl From<Conflict> for WebhookError {
    fn from(Conflict { first, second }: Conflict) -> Self {
        Self::ConflictingVariables { first, second }
    }
}
