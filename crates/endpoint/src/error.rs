//! Why a request gets no token.

use alloc::{format, string::String};
use core::fmt;

use twilio_access_token::MintError;

use crate::{MAX_BODY_BYTES, PATH};

/// Why a request gets no token. None of its texts shows a secret.
///
/// ```
/// use twilio_access_token_endpoint::{Endpoint, EndpointError};
///
/// let endpoint = Endpoint::from_variables(|_| None);
/// assert_eq!(endpoint.problem(), Some(&EndpointError::TokenAuthUnset));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndpointError {
    /// The body is over [`MAX_BODY_BYTES`].
    BodyTooLarge,
    /// The server's own variables are at fault.
    Configuration(MintError),
    /// A field is given more than once.
    DuplicateField(&'static str),
    /// A field is not a string.
    InvalidField {
        /// The field.
        name: &'static str,
        /// What it is instead, such as `a number`.
        found: &'static str,
    },
    /// The body says it is a form, but its text is not UTF-8.
    InvalidForm,
    /// The body says it is JSON, but is not, or is not an object.
    InvalidJson,
    /// A method other than POST and OPTIONS.
    MethodNotAllowed,
    /// What was asked for is at fault.
    Mint(MintError),
    /// No identity is given.
    MissingIdentity,
    /// A path other than [`PATH`].
    NotFound,
    /// Nothing says who may ask.
    TokenAuthUnset,
    /// The body is neither JSON nor a form.
    UnsupportedMediaType,
    /// `TOKEN_AUTH` is not a way of asking that exists here.
    UnsupportedTokenAuth,
}

impl EndpointError {
    /// The stable name of this error, `error.code` in the answer.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// assert_eq!(EndpointError::MissingIdentity.code(), "missing-identity");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BodyTooLarge => "body-too-large",
            Self::Configuration(error) | Self::Mint(error) => error.code(),
            Self::DuplicateField(_) => "duplicate-field",
            Self::InvalidField { .. } => "invalid-field",
            Self::InvalidForm => "invalid-form",
            Self::InvalidJson => "invalid-json",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::MissingIdentity => "missing-identity",
            Self::NotFound => "not-found",
            Self::TokenAuthUnset => "token-auth-unset",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::UnsupportedTokenAuth => "unsupported-token-auth",
        }
    }

    /// The status of the answer, RFC 9110 §15.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// assert_eq!(EndpointError::BodyTooLarge.status(), 413);
    /// ```
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::DuplicateField(_)
            | Self::InvalidField { .. }
            | Self::InvalidForm
            | Self::InvalidJson
            | Self::Mint(_)
            | Self::MissingIdentity => 400,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Configuration(_) | Self::TokenAuthUnset | Self::UnsupportedTokenAuth => 500,
        }
    }

    /// What to do about it: one sentence.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// assert_eq!(EndpointError::DuplicateField("room").explanation(), "Send room once.");
    /// ```
    #[must_use]
    pub fn explanation(&self) -> String {
        let fixed = match self {
            Self::BodyTooLarge => {
                return format!("Send at most {MAX_BODY_BYTES} bytes; identity and room are all it takes.");
            }
            Self::Configuration(error) | Self::Mint(error) => return error.explanation(),
            Self::DuplicateField(name) => return format!("Send {name} once."),
            Self::InvalidField { name, .. } => {
                return format!("Send {name} as a string, in quotation marks.");
            }
            Self::InvalidForm => "Percent-encode the fields as UTF-8, as URLSearchParams does.",
            Self::InvalidJson => "Send an object such as {\"identity\":\"alice\",\"room\":\"daily\"}.",
            Self::MethodNotAllowed => "Send a POST request.",
            Self::MissingIdentity => {
                "Send the field identity, the name by which this user is known to your application."
            }
            Self::NotFound => return format!("Send the request to {PATH}."),
            Self::TokenAuthUnset => {
                "Set TOKEN_AUTH=anyone in the environment of this server if anyone who can reach it may have a token for any \
                 identity."
            }
            Self::UnsupportedMediaType => {
                "Send the header Content-Type: application/json, or application/x-www-form-urlencoded for a form."
            }
            Self::UnsupportedTokenAuth => "Set TOKEN_AUTH=anyone, the one mode that this version has.",
        };
        String::from(fixed)
    }

    /// What is wrong and what to do about it, for surfaces that have but one text.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// let message = EndpointError::DuplicateField("room").full_message();
    /// assert_eq!(message, "room is given more than once. Send room once.");
    /// ```
    #[must_use]
    pub fn full_message(&self) -> String {
        format!("{self}. {}", self.explanation())
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BodyTooLarge => f.write_str("the body is too large"),
            Self::Configuration(error) => write!(f, "this server is not configured: {error}"),
            Self::DuplicateField(name) => write!(f, "{name} is given more than once"),
            Self::InvalidField { name, found } => write!(f, "{name} is {found}, not a string"),
            Self::InvalidForm => f.write_str("the form is not UTF-8"),
            Self::InvalidJson => f.write_str("the body is not a JSON object"),
            Self::MethodNotAllowed => f.write_str("only POST makes a token"),
            Self::Mint(error) => error.fmt(f),
            Self::MissingIdentity => f.write_str("no identity is given"),
            Self::NotFound => f.write_str("there is nothing at this path"),
            Self::TokenAuthUnset => {
                f.write_str("this server is not configured: TOKEN_AUTH does not say who may have a token")
            }
            Self::UnsupportedMediaType => f.write_str("the body is neither JSON nor a form"),
            Self::UnsupportedTokenAuth => f.write_str("this server is not configured: TOKEN_AUTH is not a known mode"),
        }
    }
}

impl core::error::Error for EndpointError {}
