//! `twilio-access-token:tokens/webhooks` over the core crate.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use twilio_access_token::{WebhookAlgorithm, WebhookError, WebhookKey, WebhookParams, WebhookSettings, body_sha256};
use zeroize::Zeroizing;

use crate::library::{
    Library,
    bindings::exports::twilio_access_token::tokens::webhooks::{
        self, FormField, Guest, GuestWebhookKey, SignatureSettings, WebhookErrorCode,
    },
    case,
};
use crate::variables;

impl Guest for Library {
    type WebhookKey = WebhookKey;

    fn parse_signature_settings(header: Option<String>) -> Result<SignatureSettings, webhooks::WebhookError> {
        let WebhookSettings { key_id, algorithm, .. } = WebhookSettings::from_header(header.as_deref())?;
        Ok(SignatureSettings {
            key_id,
            algorithm: match algorithm {
                WebhookAlgorithm::HmacSha256 => webhooks::WebhookAlgorithm::HmacSha256,
                _ => webhooks::WebhookAlgorithm::HmacSha1,
            },
        })
    }

    fn body_sha256(body: Vec<u8>) -> String {
        body_sha256(&body)
    }

    fn validate_webhook(signature: String, url: String, fields: Vec<FormField>) -> Result<(), webhooks::WebhookError> {
        let key = WebhookKey::from_env(&WebhookSettings::default(), variables())?;
        Ok(key.validate_form(&signature, &url, &WebhookParams::from_iter(fields))?)
    }
}

impl GuestWebhookKey for WebhookKey {
    fn create(
        secret: String,
        algorithm: webhooks::WebhookAlgorithm,
    ) -> Result<webhooks::WebhookKey, webhooks::WebhookError> {
        let key = Self::new(algorithm.into(), Zeroizing::new(secret).as_bytes())?;
        Ok(webhooks::WebhookKey::new(key))
    }

    fn from_environment(settings: SignatureSettings) -> Result<webhooks::WebhookKey, webhooks::WebhookError> {
        let settings = WebhookSettings::new(settings.key_id, settings.algorithm.into());
        Ok(webhooks::WebhookKey::new(Self::from_env(&settings, variables())?))
    }

    fn sign(&self, url: String, fields: Vec<FormField>) -> String {
        Self::sign(self, &url, &WebhookParams::from_iter(fields))
    }

    fn validate_form(
        &self,
        signature: String,
        url: String,
        fields: Vec<FormField>,
    ) -> Result<(), webhooks::WebhookError> {
        Ok(Self::validate_form(
            self,
            &signature,
            &url,
            &WebhookParams::from_iter(fields),
        )?)
    }

    fn validate_body(&self, signature: String, url: String, body: Vec<u8>) -> Result<(), webhooks::WebhookError> {
        Ok(Self::validate_body(self, &signature, &url, &body)?)
    }
}

impl From<webhooks::WebhookAlgorithm> for WebhookAlgorithm {
    fn from(algorithm: webhooks::WebhookAlgorithm) -> Self {
        match algorithm {
            webhooks::WebhookAlgorithm::HmacSha1 => Self::HmacSha1,
            webhooks::WebhookAlgorithm::HmacSha256 => Self::HmacSha256,
        }
    }
}

impl From<WebhookError> for webhooks::WebhookError {
    fn from(error: WebhookError) -> Self {
        Self {
            code: case(error.code(), WebhookErrorCode::Other),
            message: error.to_string(),
            hint: error.hint(),
        }
    }
}
