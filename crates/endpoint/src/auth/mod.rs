//! Who may have a token.

mod passcode;
mod session;
mod signature;

use alloc::string::String;

use twilio_access_token::UnixTime;

use self::{
    passcode::Passcode,
    session::{Session, Sessions},
    signature::TwilioSignature,
};
use crate::{
    env::{Aliases, Env, optional},
    error::EndpointError,
    fields::Fields,
    request::Request,
    rooms::Rooms,
};

const TOKEN_AUTH: Aliases = &["TOKEN_AUTH"];
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
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        let mode = optional(variable, TOKEN_AUTH)?.ok_or(EndpointError::TokenAuthUnset)?;
        match mode.as_str() {
            "anyone" => Ok(Self::Anyone),
            JWT => Sessions::from_env(variable).map(Self::Jwt),
            "passcode" => Passcode::from_env(variable).map(Self::Passcode),
            "twilio-signature" => TwilioSignature::from_env(variable).map(Self::TwilioSignature),
            _ => Err(EndpointError::UnsupportedTokenAuth),
        }
    }

    /// The headers that pages must be let send.
    pub(crate) fn request_headers(variable: Env<'_>) -> &'static str {
        match optional(variable, TOKEN_AUTH) {
            Ok(Some(mode)) if mode.as_str() == JWT => "Authorization, Content-Type",
            _ => "Content-Type",
        }
    }

    /// Checks what the head of a request shows: a session token, or that there is a signature. The body is not looked at.
    pub(crate) fn admit(&self, head: &Request<'_>, now: UnixTime) -> Result<Admitted<'_>, EndpointError> {
        match self {
            Self::Anyone => Ok(Admitted::Anyone),
            Self::Jwt(sessions) => {
                let session = sessions.check(head, now).map_err(EndpointError::Session)?;
                Ok(Admitted::Session(session))
            }
            Self::Passcode(passcode) => Ok(Admitted::Passcode(passcode)),
            Self::TwilioSignature(signature) => {
                TwilioSignature::of(head)?;
                Ok(Admitted::TwilioSignature(signature))
            }
        }
    }
}

/// A caller whose request has the head that `TOKEN_AUTH` asks for, with what its body must show.
pub(crate) enum Admitted<'a> {
    Anyone,
    Passcode(&'a Passcode),
    Session(Session),
    TwilioSignature(&'a TwilioSignature),
}

/// The token that an authenticated caller requests.
pub(crate) struct TokenRequest {
    pub(crate) identity: String,
    pub(crate) room: Option<String>,
    /// The rooms of the caller's session, if its token lists them.
    pub(crate) rooms: Option<Rooms>,
}

impl Admitted<'_> {
    /// Reads the whole request, and rejects a caller that is not authenticated.
    pub(crate) fn read(self, request: &Request<'_>, now: UnixTime) -> Result<TokenRequest, EndpointError> {
        let fields = match &self {
            Self::TwilioSignature(signature) => signature.signed_fields(request)?,
            _ => Fields::read(request)?,
        };
        let (identity, rooms) = match self {
            Self::Session(session) => (Some(session.identity), session.rooms),
            Self::Passcode(passcode) => {
                passcode.check(fields.passcode.as_deref(), now)?;
                (fields.identity, None)
            }
            Self::Anyone | Self::TwilioSignature(_) => (fields.identity, None),
        };
        Ok(TokenRequest {
            identity: identity.ok_or(EndpointError::MissingIdentity)?,
            room: fields.room,
            rooms,
        })
    }
}
