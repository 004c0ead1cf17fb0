//! Signatures of webhooks: whether a request came from Twilio.
//!
//! <https://www.twilio.com/docs/usage/webhooks/webhooks-security>

mod error;
mod key;
mod params;
mod settings;
mod url;

pub use self::{
    error::WebhookError,
    key::{WebhookKey, body_sha256, url_with_body_sha256},
    params::WebhookParams,
    settings::{WebhookAlgorithm, WebhookSettings},
};
