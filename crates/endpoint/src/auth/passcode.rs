use hmac::{
    Hmac, KeyInit as _, Mac as _,
    digest::{CtOutput, Key},
};
use sha2::Sha256;
use twilio_access_token::UnixTime;

use crate::{
    env::{Env, optional, required},
    error::EndpointError,
};

const PASSCODE: &str = "PASSCODE";
const EXPIRY: &str = "PASSCODE_EXPIRES_AT";

/// The fewest characters of a passcode, which callers can try to guess.
const MIN_LENGTH: usize = 16;

/// The passcode that all callers share. It is kept, and compared in constant time, as a MAC, so that not even its length can be
/// timed.
pub(crate) struct Passcode {
    mac: CtOutput<Hmac<Sha256>>,
    expires_at: Option<UnixTime>,
}

impl Passcode {
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        let expires_at = optional(variable, &[EXPIRY])?.map(|time| expiry(&time));
        let passcode = required(variable, &[PASSCODE])?;
        if passcode.chars().count() < MIN_LENGTH {
            return Err(EndpointError::InvalidVariable {
                name: PASSCODE,
                wanted: "at least 16 characters, such as the output of `openssl rand -base64 24`",
            });
        }
        Ok(Self {
            mac: mac(&passcode),
            expires_at: expires_at.transpose()?,
        })
    }

    /// Whoever does not know the passcode is not told that it has expired.
    pub(crate) fn check(&self, given: Option<&str>, now: UnixTime) -> Result<(), EndpointError> {
        let given = given.ok_or(EndpointError::MissingPasscode)?;
        if mac(given) != self.mac {
            return Err(EndpointError::WrongPasscode);
        }
        match self.expires_at {
            Some(expires_at) if expires_at <= now => Err(EndpointError::PasscodeExpired { expires_at }),
            _ => Ok(()),
        }
    }
}

fn expiry(time: &str) -> Result<UnixTime, EndpointError> {
    let time = time.parse::<UnixTime>().ok();
    // Milliseconds would make a passcode that never expires.
    time.filter(|time| *time <= UnixTime::MAX)
        .ok_or(EndpointError::InvalidVariable {
            name: EXPIRY,
            wanted: "whole seconds since 1970-01-01T00:00:00Z, in digits",
        })
}

/// The key need not be secret: it is only to make both sides equally long.
fn mac(passcode: &str) -> CtOutput<Hmac<Sha256>> {
    let mac: Hmac<Sha256> = Hmac::new(&Key::<Hmac<Sha256>>::default());
    mac.chain_update(passcode).finalize()
}
