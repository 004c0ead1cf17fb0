//! Why a request gets no token.

mod session;

use alloc::{format, string::String};
use core::fmt;

use twilio_access_token::{MintError, UnixTime, WebhookError};

pub use self::session::SessionError;
use crate::protocol::{BODY_TIMEOUT_SECONDS, MAX_BODY_BYTES, PATH};

/// Why a request gets no token. None of its texts shows a secret.
///
/// ```
/// use twilio_access_token_endpoint::{Endpoint, EndpointError};
///
/// let endpoint = Endpoint::from_env(|_| None);
/// assert_eq!(endpoint.problem(), Some(&EndpointError::TokenAuthUnset));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EndpointError {
    /// `TOKEN_AUTH=anyone` without `ALLOWED_ORIGINS`: any web page could get a token.
    AllowedOriginsUnset,
    /// The form can be read as another identity or room under the same signature.
    AmbiguousForm,
    /// The client did not send its body in time.
    BodyTimeout,
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
    /// A variable of the server's holds the SID of something else, or none at all.
    InvalidSid {
        /// The variable.
        variable: &'static str,
        /// What is wrong with the SID.
        error: MintError,
    },
    /// A variable of the server's is not what it must be.
    InvalidVariable {
        /// The variable.
        name: &'static str,
        /// What it must be.
        wanted: &'static str,
    },
    /// A method that the path does not take.
    MethodNotAllowed {
        /// Those that it takes, with commas between.
        allow: &'static str,
    },
    /// What was asked for is at fault.
    Mint(MintError),
    /// No identity is given.
    MissingIdentity,
    /// No passcode is given.
    MissingPasscode,
    /// No room is given, and not every room is allowed.
    MissingRoom,
    /// There is nothing at the path.
    NotFound,
    /// The request comes from a page of an origin that is not allowed.
    OriginNotAllowed,
    /// The passcode is right, but its time is over.
    PasscodeExpired {
        /// When it expired.
        expires_at: UnixTime,
    },
    /// The room is not one of those that are allowed.
    RoomNotAllowed,
    /// The application's session token lets nobody in.
    Session(SessionError),
    /// There is no key to verify session tokens with.
    SessionKeyUnset,
    /// Twilio did not sign the request.
    Signature(WebhookError),
    /// The server's own variables do not make a key to check signatures with.
    SignatureConfiguration(WebhookError),
    /// Nothing says who may ask.
    TokenAuthUnset,
    /// The body is neither JSON nor a form.
    UnsupportedMediaType,
    /// `TOKEN_AUTH` is not a way of asking that exists here.
    UnsupportedTokenAuth,
    /// The passcode is another one.
    WrongPasscode,
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
            Self::AllowedOriginsUnset | Self::SessionKeyUnset => "missing-variable",
            Self::AmbiguousForm => "ambiguous-form",
            Self::BodyTimeout => "body-timeout",
            Self::BodyTooLarge => "body-too-large",
            Self::Configuration(error) | Self::Mint(error) => error.code(),
            Self::DuplicateField(_) => "duplicate-field",
            Self::InvalidField { .. } => "invalid-field",
            Self::InvalidForm => "invalid-form",
            Self::InvalidJson => "invalid-json",
            Self::InvalidSid { error, .. } => error.code(),
            Self::InvalidVariable { .. } => "invalid-variable",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::MissingIdentity => "missing-identity",
            Self::MissingPasscode => "missing-passcode",
            Self::MissingRoom => "missing-room",
            Self::NotFound => "not-found",
            Self::OriginNotAllowed => "origin-not-allowed",
            Self::PasscodeExpired { .. } => "passcode-expired",
            Self::RoomNotAllowed => "room-not-allowed",
            Self::Session(error) => error.code(),
            Self::Signature(error) | Self::SignatureConfiguration(error) => error.code(),
            Self::TokenAuthUnset => "token-auth-unset",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::UnsupportedTokenAuth => "unsupported-token-auth",
            Self::WrongPasscode => "wrong-passcode",
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
            Self::AmbiguousForm
            | Self::DuplicateField(_)
            | Self::InvalidField { .. }
            | Self::InvalidForm
            | Self::InvalidJson
            | Self::Mint(_)
            | Self::MissingIdentity
            | Self::MissingRoom => 400,
            Self::MissingPasscode
            | Self::PasscodeExpired { .. }
            | Self::Session(_)
            | Self::Signature(_)
            | Self::WrongPasscode => 401,
            Self::OriginNotAllowed | Self::RoomNotAllowed => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed { .. } => 405,
            Self::BodyTimeout => 408,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::AllowedOriginsUnset
            | Self::Configuration(_)
            | Self::InvalidSid { .. }
            | Self::InvalidVariable { .. }
            | Self::SessionKeyUnset
            | Self::SignatureConfiguration(_)
            | Self::TokenAuthUnset
            | Self::UnsupportedTokenAuth => 500,
        }
    }

    /// The header `WWW-Authenticate` of the answer, where its status is 401: RFC 9110 §11.6.1. For what HTTP has no scheme of
    /// its own, the scheme is called by the name of the mode.
    pub(crate) const fn challenge(&self) -> Option<&'static str> {
        match self {
            Self::MissingPasscode | Self::PasscodeExpired { .. } | Self::WrongPasscode => {
                Some("Passcode realm=\"twilio-access-token\"")
            }
            // RFC 6750 §3.1: nothing is said of an error where there was no token.
            Self::Session(SessionError::Missing) => Some("Bearer realm=\"twilio-access-token\""),
            Self::Session(_) => Some("Bearer realm=\"twilio-access-token\", error=\"invalid_token\""),
            Self::Signature(_) => Some("Twilio-Signature realm=\"twilio-access-token\""),
            _ => None,
        }
    }

    /// What to do about it: one sentence.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// assert_eq!(EndpointError::DuplicateField("room").hint(), "Send the field room once.");
    /// ```
    #[must_use]
    pub fn hint(&self) -> String {
        let fixed = match self {
            Self::AllowedOriginsUnset => {
                "Set ALLOWED_ORIGINS in the environment of this server to the origins whose pages may ask for tokens, such as \
                 https://app.example, or to * for every page on the web."
            }
            Self::AmbiguousForm => {
                "Send identity and room as JSON. A form must have no query and no field that sorts after identity but room, and \
                 no value may contain the word identity or room where it gives another reading."
            }
            Self::BodyTimeout => {
                return format!("Send the whole body within {BODY_TIMEOUT_SECONDS} seconds.");
            }
            Self::BodyTooLarge => {
                return format!("Send at most {MAX_BODY_BYTES} bytes; identity and room are all it takes.");
            }
            Self::Configuration(error) | Self::InvalidSid { error, .. } | Self::Mint(error) => {
                return error.hint();
            }
            Self::DuplicateField(name) => return format!("Send the field {name} once."),
            Self::InvalidField { name, .. } => {
                return format!("Send {name} as a string, in quotation marks.");
            }
            Self::InvalidForm => "Percent-encode the fields as UTF-8, as URLSearchParams does.",
            Self::InvalidJson => "Send an object such as {\"identity\":\"alice\",\"room\":\"daily\"}.",
            Self::InvalidVariable { name, wanted } => return format!("Set {name} to {wanted}."),
            Self::MethodNotAllowed { allow } => return format!("Send one of {allow}."),
            Self::MissingIdentity => {
                "Send the field identity, the name by which this user is known to your application."
            }
            Self::MissingPasscode => "Send the field passcode.",
            Self::MissingRoom => "Send the field room: this server makes no token that is good for every room.",
            Self::NotFound => return format!("Send the request to {PATH}."),
            Self::OriginNotAllowed => "Add the page's origin to ALLOWED_ORIGINS in the environment of this server.",
            Self::PasscodeExpired { .. } => {
                "Ask for the new passcode; whoever runs this server sets PASSCODE and PASSCODE_EXPIRES_AT."
            }
            Self::RoomNotAllowed => "Ask for a room that you may join.",
            Self::Session(error) => error.hint(),
            Self::SessionKeyUnset => "Set JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS in the environment of this server.",
            Self::Signature(error) | Self::SignatureConfiguration(error) => return error.hint(),
            Self::TokenAuthUnset => {
                "Set TOKEN_AUTH=jwt in the environment of this server for users whom your application vouches for, \
                 TOKEN_AUTH=passcode for callers that share a passcode, TOKEN_AUTH=twilio-signature for Twilio alone, or \
                 TOKEN_AUTH=anyone if anyone who can reach it may have a token for any identity."
            }
            Self::UnsupportedMediaType => {
                "Send the header Content-Type: application/json, or application/x-www-form-urlencoded for a form."
            }
            Self::UnsupportedTokenAuth => "Set TOKEN_AUTH to jwt, passcode, twilio-signature or anyone.",
            Self::WrongPasscode => "Send the passcode that whoever runs this server gave out.",
        };
        String::from(fixed)
    }

    /// What is wrong and what to do about it, for surfaces that have but one text.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::EndpointError;
    /// let message = EndpointError::DuplicateField("room").full_message();
    /// assert_eq!(message, "room is given more than once. Send the field room once.");
    /// ```
    #[must_use]
    pub fn full_message(&self) -> String {
        format!("{self}. {}", self.hint())
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllowedOriginsUnset => {
                f.write_str("this server is not configured: TOKEN_AUTH=anyone needs ALLOWED_ORIGINS, which is not set")
            }
            Self::AmbiguousForm => {
                f.write_str("the signature of this form is valid for another identity or room as well")
            }
            Self::BodyTimeout => f.write_str("the body did not arrive in time"),
            Self::BodyTooLarge => f.write_str("the body is too large"),
            Self::Configuration(error) => write!(f, "this server is not configured: {error}"),
            Self::DuplicateField(name) => write!(f, "{name} is given more than once"),
            Self::InvalidField { name, found } => write!(f, "{name} is {found}, not a string"),
            Self::InvalidForm => f.write_str("the form is not UTF-8"),
            Self::InvalidJson => f.write_str("the body is not a JSON object"),
            Self::InvalidSid { variable, error } => write!(f, "this server is not configured: {variable}: {error}"),
            Self::InvalidVariable { name, wanted } => {
                write!(f, "this server is not configured: {name} is not {wanted}")
            }
            Self::MethodNotAllowed { allow } => write!(f, "the method is not one of {allow}"),
            Self::Mint(error) => error.fmt(f),
            Self::MissingIdentity => f.write_str("no identity is given"),
            Self::MissingPasscode => f.write_str("no passcode is given"),
            Self::MissingRoom => f.write_str("no room is given"),
            Self::NotFound => f.write_str("there is nothing at this path"),
            Self::OriginNotAllowed => f.write_str("pages of this origin may not ask for tokens"),
            Self::PasscodeExpired { expires_at } => write!(f, "the passcode expired at {expires_at}"),
            Self::RoomNotAllowed => f.write_str("the room is not one that this caller may join"),
            Self::Session(error) => error.fmt(f),
            Self::SessionKeyUnset => {
                f.write_str("this server is not configured: there is no key to verify session tokens with")
            }
            Self::Signature(error) => error.fmt(f),
            Self::SignatureConfiguration(error) => write!(f, "this server is not configured: {error}"),
            Self::TokenAuthUnset => {
                f.write_str("this server is not configured: TOKEN_AUTH does not say who may have a token")
            }
            Self::UnsupportedMediaType => f.write_str("the body is neither JSON nor a form"),
            Self::UnsupportedTokenAuth => f.write_str("this server is not configured: TOKEN_AUTH is not a known mode"),
            Self::WrongPasscode => f.write_str("the passcode is wrong"),
        }
    }
}

impl core::error::Error for EndpointError {}
