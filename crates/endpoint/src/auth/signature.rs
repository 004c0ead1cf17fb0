use alloc::{borrow::Cow, format, string::String};

use twilio_access_token::{WebhookKey, WebhookParams, WebhookSettings};

use crate::{
    EndpointError, Request,
    request::{FORM, JSON},
    variables::{Variable, required},
};

const URL: &str = "TOKEN_URL";

/// Twilio's signature, as the protected Functions of Twilio ask for it.
pub(crate) struct TwilioSignature {
    key: WebhookKey,
    /// The URL that Twilio is told to request. It is configured, since a server that stands behind a proxy cannot know it, and
    /// what a request says about it is whatever its sender likes.
    url: String,
}

impl TwilioSignature {
    pub(crate) fn from_variables(variable: Variable<'_>) -> Result<Self, EndpointError> {
        let key = WebhookKey::from_variables(&WebhookSettings::default(), variable)
            .map_err(EndpointError::SignatureConfiguration)?;
        let url = required(variable, &[URL])?;
        if !url.starts_with("https://") && !url.starts_with("http://") || url.contains(['?', '#']) {
            return Err(EndpointError::InvalidVariable {
                name: URL,
                wanted: "the URL of this endpoint as Twilio is to request it, https://… without a query",
            });
        }
        Ok(Self {
            key,
            url: String::clone(&url),
        })
    }

    pub(crate) fn check(&self, request: &Request<'_>) -> Result<(), EndpointError> {
        let signature = request.header("x-twilio-signature").unwrap_or_default();
        let url = match request.path_and_query() {
            (_, "") => Cow::Borrowed(&self.url),
            (_, query) => Cow::Owned(format!("{}?{query}", self.url)),
        };
        let outcome = match request.media_type().as_str() {
            JSON => self.key.validate_body(signature, &url, request.body),
            FORM => {
                let params = form_urlencoded::parse(request.body).collect::<WebhookParams>();
                self.key.validate_form(signature, &url, &params)
            }
            // Of another type there is no body: it has been refused.
            _ => self.key.validate_form(signature, &url, &WebhookParams::new()),
        };
        outcome.map_err(EndpointError::Signature)
    }
}
