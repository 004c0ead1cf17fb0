//! Why a request is not accepted as Twilio's.

use alloc::string::String;

use crate::env::EnvError;

crate::error_table! {
    /// Why a request is not accepted as one that Twilio sent.
    ///
    /// [`Display`](core::fmt::Display) tells what is wrong, [`hint`](Self::hint) what the operator of the server can do about
    /// it, and [`code`](Self::code) is the stable name that every surface shares. None of them shows the key, the expected
    /// signature, or anything of the request. Tell the sender of the request no more than that it is rejected.
    ///
    /// ```
    /// use twilio_access_token::{WebhookError, WebhookKey, WebhookParams};
    ///
    /// let key = WebhookKey::auth_token("12345")?;
    /// let validate = |signature| key.validate_form(signature, "https://example.com/voice", &WebhookParams::new());
    /// assert_eq!(validate(""), Err(WebhookError::MissingSignature));
    /// assert_eq!(validate("not base64"), Err(WebhookError::MalformedSignature));
    /// let error = validate("RSOYDt4T1cUTdK1PDd93/VVr8B8=").unwrap_err();
    /// assert_eq!((error.code(), error), ("signature-mismatch", WebhookError::SignatureMismatch));
    /// # Ok::<(), WebhookError>(())
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum WebhookError -> String {
        /// The body is not the one whose hash is in the URL.
        BodyMismatch => "body-mismatch", "the body is not the one whose hash is in the URL",
            "Give the body's bytes as they arrived, before a parser or a framework has changed them; if they are \
             those, the request is forged.";
        /// The secret is the empty string, with which anyone could sign.
        EmptySecret => "empty-secret", "the secret is empty, and anyone could sign with it",
            "Give the account's auth token, from the Twilio Console's home page, or the secret of the shared key.";
        /// A variable of the environment is missing, or set to two values.
        Environment(error: EnvError) => (error.code()), "{error}", (= error.hint()), source error;
        /// The signature is not base64 of a MAC of the key's algorithm.
        MalformedSignature => "malformed-signature", "the signature is not base64 of a MAC",
            "Give the value of the header X-Twilio-Signature as it arrived: 28 characters for HMAC_SHA1, 44 for \
             HMAC_SHA256.";
        /// The URL has no `bodySHA256` in its query, so that nothing vouches for the body.
        MissingBodyHash => "missing-body-hash", "the URL has no bodySHA256 in its query",
            "Give the URL with the whole of its query, and a form's fields as parameters and not as a body.";
        /// The request has no signature.
        MissingSignature => "missing-signature", "the request has no signature",
            "Refuse the request: Twilio signs every one of its own, in the header X-Twilio-Signature.";
        /// The signature is another one than the key makes of this URL and these parameters.
        SignatureMismatch => "signature-mismatch",
            "the signature is not that of this URL, these parameters and this key",
            "Give the URL as Twilio has it (behind a proxy, scheme and host are not those that the server sees), all of \
             the form's parameters, and the secret of the account that the request names; if they are those, the \
             request is forged.";
        /// The request names an algorithm that is neither HMAC_SHA1 nor HMAC_SHA256.
        UnsupportedSignatureAlgorithm => "unsupported-signature-algorithm",
            "the signature's algorithm is not HMAC_SHA1 or HMAC_SHA256",
            "See whether a newer version of this library knows the algorithm that the header \
             X-Twilio-Webhooks-Signature-Settings names.";
    }
}

impl From<EnvError> for WebhookError {
    fn from(error: EnvError) -> Self {
        Self::Environment(error)
    }
}
