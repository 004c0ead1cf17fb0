//! Who may have a token.

mod passcode;
mod signature;

use twilio_access_token::UnixTime;

use self::{passcode::Passcode, signature::TwilioSignature};
use crate::{
    EndpointError, Request,
    fields::Fields,
    variables::{Variable, optional},
};

/// What a request must show, the variable `TOKEN_AUTH`.
#[derive(Debug)]
pub(crate) enum Auth {
    /// Nothing.
    Anyone,
    /// The passcode that all callers share.
    Passcode(Passcode),
    /// Twilio's signature.
    TwilioSignature(TwilioSignature),
}

impl Auth {
    pub(crate) fn from_variables(variable: Variable<'_>) -> Result<Self, EndpointError> {
        let mode = optional(variable, &["TOKEN_AUTH"])?.ok_or(EndpointError::TokenAuthUnset)?;
        match mode.as_str() {
            "anyone" => Ok(Self::Anyone),
            "passcode" => Passcode::from_variables(variable).map(Self::Passcode),
            "twilio-signature" => TwilioSignature::from_variables(variable).map(Self::TwilioSignature),
            _ => Err(EndpointError::UnsupportedTokenAuth),
        }
    }

    /// Refuses who may have no token.
    pub(crate) fn check(&self, request: &Request<'_>, fields: &Fields, now: UnixTime) -> Result<(), EndpointError> {
        match self {
            Self::Anyone => Ok(()),
            Self::Passcode(passcode) => passcode.check(fields.passcode.as_deref(), now),
            Self::TwilioSignature(signature) => signature.check(request),
        }
    }
}
