//! Who may have a token.

mod passcode;
mod session;
mod signature;

use twilio_access_token::UnixTime;

pub use self::session::SessionError;
use self::{
    passcode::Passcode,
    session::{Session, Sessions},
    signature::TwilioSignature,
};
use crate::{
    EndpointError, Request,
    fields::Fields,
    variables::{Spellings, Variable, optional},
};

const TOKEN_AUTH: Spellings = &["TOKEN_AUTH"];
const JWT: &str = "jwt";

/// What a request must show, the variable `TOKEN_AUTH`.
pub(crate) enum Auth {
    /// Nothing.
    Anyone,
    /// A session token of the application's.
    Jwt(Sessions),
    /// The passcode that all callers share.
    Passcode(Passcode),
    /// Twilio's signature.
    TwilioSignature(TwilioSignature),
}

impl Auth {
    pub(crate) fn from_variables(variable: Variable<'_>) -> Result<Self, EndpointError> {
        let mode = optional(variable, TOKEN_AUTH)?.ok_or(EndpointError::TokenAuthUnset)?;
        match mode.as_str() {
            "anyone" => Ok(Self::Anyone),
            JWT => Sessions::from_variables(variable).map(Self::Jwt),
            "passcode" => Passcode::from_variables(variable).map(Self::Passcode),
            "twilio-signature" => TwilioSignature::from_variables(variable).map(Self::TwilioSignature),
            _ => Err(EndpointError::UnsupportedTokenAuth),
        }
    }

    /// The headers that pages must be let send.
    pub(crate) fn request_headers(variable: Variable<'_>) -> &'static str {
        match optional(variable, TOKEN_AUTH) {
            Ok(Some(mode)) if mode.as_str() == JWT => "Authorization, Content-Type",
            _ => "Content-Type",
        }
    }

    /// Refuses who may have no token. For whom it is, a session says, or else the request itself.
    pub(crate) fn check(
        &self,
        request: &Request<'_>,
        fields: &Fields,
        now: UnixTime,
    ) -> Result<Option<Session>, EndpointError> {
        match self {
            Self::Anyone => Ok(()),
            Self::Jwt(sessions) => return sessions.check(request, now).map(Some).map_err(EndpointError::Session),
            Self::Passcode(passcode) => passcode.check(fields.passcode.as_deref(), now),
            Self::TwilioSignature(signature) => signature.check(request),
        }?;
        Ok(None)
    }
}
