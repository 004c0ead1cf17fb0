//! Signatures of webhooks.

use napi::{
    Error,
    bindgen_prelude::{Either, Uint8Array},
};
use napi_derive::napi;
use twilio_access_token::{self as token, WebhookAlgorithm, WebhookError, WebhookParams, WebhookSettings};
use zeroize::Zeroizing;

/// Why a request is refused. It is given back and not thrown, since a forged request is nothing exceptional.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct WebhookRefusal {
    /// One of the codes of [`WebhookError`].
    pub code: &'static str,
    /// What is wrong and what to do about it.
    pub message: String,
}

/// What a request says about its signature.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct SignatureSettings {
    /// The id of the shared key.
    pub key_id: Option<String>,
    /// The algorithm's name.
    pub algorithm: &'static str,
}

/// A prepared key.
#[napi]
#[derive(Debug)]
pub struct WebhookKey(token::WebhookKey);

#[napi]
impl WebhookKey {
    /// Prepares a key.
    ///
    /// # Errors
    ///
    /// As [`token::WebhookKey::new`], and an algorithm that does not exist.
    #[napi(constructor, catch_unwind)]
    pub fn new(secret: Either<String, Uint8Array>, algorithm: String) -> Result<Self, Error<&'static str>> {
        let algorithm = algorithm.parse::<WebhookAlgorithm>().map_err(|error| thrown(&error))?;
        let key = match secret {
            Either::A(text) => token::WebhookKey::new(algorithm, Zeroizing::new(text).as_bytes()),
            Either::B(bytes) => token::WebhookKey::new(algorithm, &bytes),
        };
        key.map(Self).map_err(|error| thrown(&error))
    }

    /// The algorithm's name.
    #[napi(getter, catch_unwind)]
    pub fn algorithm(&self) -> &'static str {
        self.0.algorithm().as_str()
    }

    /// Signs a request; names and values of its parameters stand in turn.
    #[napi(catch_unwind)]
    pub fn sign(&self, url: String, params: Vec<String>) -> String {
        self.0.sign(&url, &pairs(params))
    }

    /// Why a form is refused, if it is; names and values of its parameters stand in turn.
    #[napi(catch_unwind)]
    pub fn refuse_form(&self, signature: String, url: String, params: Vec<String>) -> Option<WebhookRefusal> {
        refusal(self.0.validate_form(&signature, &url, &pairs(params)))
    }

    /// Why another body is refused, if it is.
    #[napi(catch_unwind)]
    pub fn refuse_body(&self, signature: String, url: String, body: Uint8Array) -> Option<WebhookRefusal> {
        refusal(self.0.validate_body(&signature, &url, &body))
    }
}

/// The value of `bodySHA256` for a body.
#[napi(catch_unwind)]
pub fn body_sha256(body: Uint8Array) -> String {
    token::body_sha256(&body)
}

/// Reads the header `X-Twilio-Webhooks-Signature-Settings`.
///
/// # Errors
///
/// As [`WebhookSettings::from_header`].
#[napi(catch_unwind)]
pub fn parse_signature_settings(header: Option<String>) -> Result<SignatureSettings, Error<&'static str>> {
    let settings = WebhookSettings::from_header(header.as_deref()).map_err(|error| thrown(&error))?;
    Ok(SignatureSettings {
        key_id: settings.key_id,
        algorithm: settings.algorithm.as_str(),
    })
}

fn pairs(params: Vec<String>) -> WebhookParams {
    let mut params = params.into_iter();
    core::iter::from_fn(|| Some((params.next()?, params.next()?))).collect()
}

fn refusal(outcome: Result<(), WebhookError>) -> Option<WebhookRefusal> {
    let error = outcome.err()?;
    Some(WebhookRefusal {
        code: error.code(),
        message: error.full_message(),
    })
}

fn thrown(error: &WebhookError) -> Error<&'static str> {
    Error::new(error.code(), error.full_message())
}
