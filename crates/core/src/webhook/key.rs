//! The key that requests are signed with.

use alloc::{boxed::Box, format, string::String, vec, vec::Vec};
use core::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::{
    error::WebhookError,
    params::WebhookParams,
    settings::{WebhookAlgorithm, WebhookSettings},
    url,
};
use crate::{
    env::{Aliases, EnvError, env_var},
    jws::prepare,
    secret,
};

/// An account's auth token, or the secret of a shared key, ready to validate webhooks.
///
/// Make one and keep it: the hash states are prepared once. It does not hold the secret itself, wipes those states when
/// dropped, and can be neither cloned nor printed; share it by reference or in an `Arc`.
///
/// ```
/// use twilio_access_token::{WebhookError, WebhookKey, WebhookParams};
///
/// let key = WebhookKey::auth_token("12345")?;
/// let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
/// let params = WebhookParams::from_iter([
///     ("CallSid", "CA1234567890ABCDE"),
///     ("Caller", "+14158675309"),
///     ("Digits", "1234"),
///     ("From", "+14158675309"),
///     ("To", "+18005551212"),
/// ]);
/// key.validate_form("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, &params)?;
///
/// let forged = params.with("Digits", "5678");
/// let outcome = key.validate_form("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, &forged);
/// assert_eq!(outcome, Err(WebhookError::SignatureMismatch));
/// # Ok::<(), WebhookError>(())
/// ```
pub struct WebhookKey {
    mac: MacState,
}

/// The states of HMAC after the key block, RFC 2104 §4: each signature starts from a copy.
enum MacState {
    HmacSha1(Box<Hmac<Sha1>>),
    HmacSha256(Box<Hmac<Sha256>>),
}

impl WebhookKey {
    /// The key of an account: its auth token, with HMAC_SHA1.
    ///
    /// # Errors
    ///
    /// [`WebhookError::EmptySecret`].
    ///
    /// ```
    /// # use twilio_access_token::{WebhookKey, WebhookParams};
    /// let key = WebhookKey::auth_token("12345")?;
    /// assert_eq!(key.sign("https://example.com/voice", &WebhookParams::new()).len(), 28);
    /// assert_eq!(WebhookKey::auth_token("").unwrap_err().code(), "empty-secret");
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    pub fn auth_token(auth_token: &str) -> Result<Self, WebhookError> {
        Self::new(WebhookAlgorithm::HmacSha1, auth_token.as_bytes())
    }

    /// A key with an algorithm of the caller's choice: the secret of a [shared key][shared], as the text that Twilio gave.
    ///
    /// # Errors
    ///
    /// [`WebhookError::EmptySecret`].
    ///
    /// ```
    /// use twilio_access_token::{WebhookKey, WebhookParams, WebhookSettings};
    ///
    /// let settings = WebhookSettings::from_header(Some("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"))?;
    /// let secret = match settings.key_id.as_deref() {
    ///     Some("webhooks_sharedkey_1") => "the secret of that key",
    ///     _ => "the auth token",
    /// };
    /// let key = WebhookKey::new(settings.algorithm, secret.as_bytes())?;
    /// let signature = key.sign("https://example.com/voice", &WebhookParams::new());
    /// assert_eq!(signature.len(), 44);
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    ///
    /// [shared]: https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
    pub fn new(algorithm: WebhookAlgorithm, secret: &[u8]) -> Result<Self, WebhookError> {
        if secret.is_empty() {
            return Err(WebhookError::EmptySecret);
        }
        let mac = match algorithm {
            WebhookAlgorithm::HmacSha1 => MacState::HmacSha1(secret::boxed(|| prepare(secret))),
            WebhookAlgorithm::HmacSha256 => MacState::HmacSha256(secret::boxed(|| prepare(secret))),
        };
        Ok(Self { mac })
    }

    /// The key that the environment holds for requests with these settings, read through `variable`, which gives the value
    /// of the one that is named: `AUTH_TOKEN` or `TWILIO_AUTH_TOKEN`; for a request that names a shared key,
    /// `TWILIO_WEBHOOK_KEY_SECRET`. An empty variable counts as unset.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Environment`].
    ///
    /// ```
    /// # use twilio_access_token::{WebhookKey, WebhookSettings};
    /// let variable = |name: &str| (name == "AUTH_TOKEN").then(|| String::from("12345"));
    /// assert!(WebhookKey::from_env(&WebhookSettings::default(), variable).is_ok());
    ///
    /// let settings = WebhookSettings::from_header(Some("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"))?;
    /// let error = WebhookKey::from_env(&settings, variable).unwrap_err();
    /// assert_eq!(error.to_string(), "TWILIO_WEBHOOK_KEY_SECRET is not set");
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    pub fn from_env(
        settings: &WebhookSettings,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, WebhookError> {
        let spellings = match settings.key_id {
            None => AUTH_TOKEN,
            Some(_) => SHARED_KEY_SECRET,
        };
        let secret = env_var(variable, spellings)?.ok_or_else(|| EnvError::Missing {
            names: vec![spellings[0]],
        })?;
        Self::new(settings.algorithm, secret.as_bytes())
    }

    /// The algorithm that this key signs with.
    ///
    /// ```
    /// # use twilio_access_token::{WebhookAlgorithm, WebhookKey};
    /// assert_eq!(WebhookKey::auth_token("12345")?.algorithm(), WebhookAlgorithm::HmacSha1);
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    #[must_use]
    pub const fn algorithm(&self) -> WebhookAlgorithm {
        match self.mac {
            MacState::HmacSha1(_) => WebhookAlgorithm::HmacSha1,
            MacState::HmacSha256(_) => WebhookAlgorithm::HmacSha256,
        }
    }

    /// The signature of a request, for tests of what receives webhooks: base64 of the MAC of the URL as it stands and the
    /// parameters. For a body that is no form, the URL has its [hash](body_sha256) in the query, and there are no parameters.
    ///
    /// ```
    /// use twilio_access_token::{WebhookKey, WebhookParams, body_sha256};
    ///
    /// let key = WebhookKey::auth_token("12345")?;
    /// let body = br#"{"property": "value", "boolean": true}"#;
    /// let url = format!("https://mycompany.com/myapp.php?bodySHA256={}", body_sha256(body));
    /// let signature = key.sign(&url, &WebhookParams::new());
    /// assert_eq!(signature, "y77kIzt2vzLz71DgmJGsen2scGs=");
    /// key.validate_body(&signature, &url, body)?;
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    #[must_use]
    pub fn sign(&self, url: &str, params: &WebhookParams) -> String {
        let url = [url, "", ""];
        match &self.mac {
            MacState::HmacSha1(mac) => {
                STANDARD.encode(&absorb::<Hmac<Sha1>>(mac, url, params).finalize().into_bytes()[..])
            }
            MacState::HmacSha256(mac) => {
                STANDARD.encode(&absorb::<Hmac<Sha256>>(mac, url, params).finalize().into_bytes()[..])
            }
        }
    }

    /// Whether Twilio sent a form, or a request without a body: the signature, the value of the header
    /// `X-Twilio-Signature`, must be that of `url` and `params`.
    ///
    /// `url` is the whole URL that Twilio requested, with its query, as it is configured at Twilio. Since Twilio's own
    /// services do not agree on how to write it, it is taken as given and as a browser would write it, each with and without
    /// the port, and with the query encoded in a third way: the forms that Twilio's Node library takes, in its order.
    ///
    /// It says nothing about a body that is no form: [`validate_body`](Self::validate_body) does.
    ///
    /// # Errors
    ///
    /// [`WebhookError::MissingSignature`], [`WebhookError::MalformedSignature`] and [`WebhookError::SignatureMismatch`].
    ///
    /// ```
    /// # use twilio_access_token::{WebhookKey, WebhookParams};
    /// # let key = WebhookKey::auth_token("12345")?;
    /// let params = WebhookParams::new().with("CallSid", "CA1234567890ABCDE");
    /// let signature = key.sign("https://example.com/voice", &params);
    /// // Behind a proxy that names the port:
    /// key.validate_form(&signature, "https://example.com:443/voice", &params)?;
    /// assert!(key.validate_form(&signature, "http://example.com/voice", &params).is_err());
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    pub fn validate_form(&self, signature: &str, url: &str, params: &WebhookParams) -> Result<(), WebhookError> {
        self.signed_form(signature, url, params).map(drop)
    }

    /// Whether Twilio sent a body that is no form: the signature must be that of `url`, and `bodySHA256` in the URL's query
    /// that of `body`, byte for byte as it arrived.
    ///
    /// # Errors
    ///
    /// [`WebhookError::MissingBodyHash`], as [`validate_form`](Self::validate_form), and [`WebhookError::BodyMismatch`].
    ///
    /// ```
    /// # use twilio_access_token::{WebhookError, WebhookKey, WebhookParams, url_with_body_sha256};
    /// # let key = WebhookKey::auth_token("12345")?;
    /// let url = url_with_body_sha256("https://example.com/events", b"[]");
    /// let signature = key.sign(&url, &WebhookParams::new());
    /// assert_eq!(key.validate_body(&signature, &url, b"[]"), Ok(()));
    /// assert_eq!(key.validate_body(&signature, &url, b"{}"), Err(WebhookError::BodyMismatch));
    /// # Ok::<(), WebhookError>(())
    /// ```
    pub fn validate_body(&self, signature: &str, url: &str, body: &[u8]) -> Result<(), WebhookError> {
        let hash = |url: &str| url::query_value(url, "bodySHA256").ok_or(WebhookError::MissingBodyHash);
        hash(url)?;
        // The hash of the URL that was signed: the one that was requested can have another, which no signature covers.
        let signed = self.signed_form(signature, url, &WebhookParams::new())?;
        // Neither side is a secret: the hash is in the URL, and the sender can compute that of any body.
        if hash(&signed)? == body_sha256(body) {
            Ok(())
        } else {
            Err(WebhookError::BodyMismatch)
        }
    }

    /// The form of `url` that `signature` is of, together with `params`.
    fn signed_form(&self, signature: &str, url: &str, params: &WebhookParams) -> Result<String, WebhookError> {
        let signature = self.decode(signature)?;
        url::find_form(url, &|form| self.matches(&signature, form, params)).ok_or(WebhookError::SignatureMismatch)
    }

    /// The MAC that a signature holds, if it can be one of this key's.
    fn decode(&self, signature: &str) -> Result<Vec<u8>, WebhookError> {
        if signature.is_empty() {
            return Err(WebhookError::MissingSignature);
        }
        let length = match self.mac {
            MacState::HmacSha1(_) => Sha1::output_size(),
            MacState::HmacSha256(_) => Sha256::output_size(),
        };
        // Looked at before decoding, since a header may be long.
        if signature.len() != length.div_ceil(3) * 4 {
            return Err(WebhookError::MalformedSignature);
        }
        let mac = STANDARD.decode(signature);
        mac.ok()
            .filter(|mac| mac.len() == length)
            .ok_or(WebhookError::MalformedSignature)
    }

    /// Whether `signature` is the MAC of `url` and `params`, in constant time.
    fn matches(&self, signature: &[u8], url: [&str; 3], params: &WebhookParams) -> bool {
        match &self.mac {
            MacState::HmacSha1(mac) => absorb::<Hmac<Sha1>>(mac, url, params).verify_slice(signature).is_ok(),
            MacState::HmacSha256(mac) => absorb::<Hmac<Sha256>>(mac, url, params).verify_slice(signature).is_ok(),
        }
    }
}

impl fmt::Debug for WebhookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookKey")
            .field("algorithm", &self.algorithm())
            .field("secret", &"[secret elided]")
            .finish()
    }
}

/// The value of `bodySHA256` for a body: SHA-256 in lower-case hexadecimal, 64 characters.
///
/// ```
/// assert_eq!(
///     twilio_access_token::body_sha256(b"{}"),
///     "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
/// );
/// ```
#[must_use]
pub fn body_sha256(body: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)]));
    Sha256::digest(body).into_iter().flat_map(digits).collect()
}

/// The URL to which Twilio sends a body that is no form, for tests of what receives webhooks: `url` with the body's
/// [hash](body_sha256) added to its query, as `bodySHA256`.
///
/// ```
/// let url = twilio_access_token::url_with_body_sha256("https://example.com/voice?a=1#b", b"{}");
/// assert!(url.starts_with("https://example.com/voice?a=1&bodySHA256=44136fa355b3678a"));
/// assert!(url.ends_with("caaff8a#b"));
/// ```
#[must_use]
pub fn url_with_body_sha256(url: &str, body: &[u8]) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let separator = if before.contains('?') { '&' } else { '?' };
    format!("{before}{separator}bodySHA256={}{fragment}", body_sha256(body))
}

/// `mac` after all that is signed: the pieces of the URL, and names and values without anything between them.
fn absorb<M: Mac + Clone>(mac: &M, url: [&str; 3], params: &WebhookParams) -> M {
    let mut mac = mac.clone();
    for piece in url {
        mac.update(piece.as_bytes());
    }
    for (name, value) in params.iter() {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac
}

const AUTH_TOKEN: Aliases = &["AUTH_TOKEN", "TWILIO_AUTH_TOKEN"];
const SHARED_KEY_SECRET: Aliases = &["TWILIO_WEBHOOK_KEY_SECRET"];

#[cfg(test)]
mod tests {
    use alloc::{format, vec};

    use super::{EnvError, WebhookAlgorithm, WebhookError, WebhookKey, body_sha256, url_with_body_sha256};
    use crate::{WebhookParams, WebhookSettings};

    /// RFC 2202 case 2 and RFC 4231 case 2: the same key and data for either hash.
    #[test]
    fn rfc_2202_and_4231_case_2() {
        for (algorithm, expected) in [
            (WebhookAlgorithm::HmacSha1, "7/zfauXrL6LSdBbV8YTfnCWafHk="),
            (
                WebhookAlgorithm::HmacSha256,
                "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=",
            ),
        ] {
            let key = WebhookKey::new(algorithm, b"Jefe").unwrap();
            assert_eq!(
                key.sign("what do ya want for nothing?", &WebhookParams::new()),
                expected
            );
            assert_eq!(key.algorithm(), algorithm);
        }
    }

    #[test]
    fn adds_the_body_hash_to_the_query() {
        for (before, separator, fragment) in [
            ("https://a/b", "?", ""),
            ("https://a/b?c=1", "&", ""),
            ("https://a/b?", "&", "#d"),
            ("https://a/b", "?", "#c?d#e"),
        ] {
            assert_eq!(
                url_with_body_sha256(&format!("{before}{fragment}"), b"{}"),
                format!("{before}{separator}bodySHA256={}{fragment}", body_sha256(b"{}"))
            );
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", WebhookKey::auth_token("marked-secret").unwrap());
        assert_eq!(
            shown,
            r#"WebhookKey { algorithm: HmacSha1, secret: "[secret elided]" }"#
        );
    }

    #[test]
    fn variables_by_settings() {
        let shared = WebhookSettings::from_header(Some("key=k,algorithm=HMAC_SHA256")).unwrap();
        let account = WebhookSettings::default();
        let sign = |settings: &WebhookSettings, variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                variables
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).into())
            };
            WebhookKey::from_env(settings, variable).map(|key| key.sign("url", &WebhookParams::new()))
        };
        let signed = |algorithm, secret| Ok(WebhookKey::new(algorithm, secret)?.sign("url", &WebhookParams::new()));
        let missing = |name| WebhookError::Environment(EnvError::Missing { names: vec![name] });
        let both = [("TWILIO_AUTH_TOKEN", "token"), ("TWILIO_WEBHOOK_KEY_SECRET", "secret")];
        assert_eq!(sign(&account, &both), signed(WebhookAlgorithm::HmacSha1, b"token"));
        assert_eq!(sign(&shared, &both), signed(WebhookAlgorithm::HmacSha256, b"secret"));
        assert_eq!(sign(&shared, &both[..1]), Err(missing("TWILIO_WEBHOOK_KEY_SECRET")));
        assert_eq!(sign(&account, &[]), Err(missing("AUTH_TOKEN")));
        assert_eq!(
            sign(&account, &[("AUTH_TOKEN", "a"), ("TWILIO_AUTH_TOKEN", "b")]),
            Err(WebhookError::Environment(EnvError::Conflicting {
                first: "AUTH_TOKEN",
                second: "TWILIO_AUTH_TOKEN"
            }))
        );
    }
}
