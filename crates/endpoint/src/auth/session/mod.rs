//! Session tokens: JWTs with which an application's own server says who a user is, RFC 7519.

mod claims;
mod error;
mod keys;
#[cfg(feature = "public-keys")]
mod public_key;

use alloc::{borrow::Cow, string::String, vec::Vec};

use serde::{Deserialize, de::IgnoredAny};
use twilio_access_token::{CompactJws, UnixTime};

pub use self::error::SessionError;
use self::{claims::Claims, keys::Key};
use crate::{
    EndpointError, Request,
    rooms::Rooms,
    variables::{Variable, optional, required},
};

const LEEWAY: &str = "JWT_LEEWAY";
/// Seconds by which the clocks of two servers may well differ.
const DEFAULT_LEEWAY: u32 = 5;
const MAX_LEEWAY: u32 = 300;

/// What session tokens must be. The key decides the algorithm, never the token, and neither a key nor where to find one is
/// taken from it: [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725).
pub(crate) struct Sessions {
    keys: Vec<Key>,
    issuer: String,
    audience: String,
    identity_claim: String,
    rooms_claim: Option<String>,
    leeway: u32,
}

/// What a session token says.
pub(crate) struct Session {
    pub(crate) identity: String,
    /// The rooms that its bearer may join, where tokens are to name them.
    pub(crate) rooms: Option<Rooms>,
}

impl Sessions {
    pub(crate) fn from_variables(variable: Variable<'_>) -> Result<Self, EndpointError> {
        let text = |name: &'static [&'static str]| required(variable, name).map(|value| String::clone(&value));
        let claim = optional(variable, &["JWT_IDENTITY_CLAIM"])?;
        let rooms_claim = optional(variable, &["JWT_ROOMS_CLAIM"])?;
        let leeway = optional(variable, &[LEEWAY])?.map_or(Some(DEFAULT_LEEWAY), |seconds| seconds.parse().ok());
        Ok(Self {
            keys: keys::from_variables(variable)?,
            issuer: text(&["JWT_ISSUER"])?,
            audience: text(&["JWT_AUDIENCE"])?,
            identity_claim: claim.map_or_else(|| String::from("sub"), |name| String::clone(&name)),
            rooms_claim: rooms_claim.map(|name| String::clone(&name)),
            leeway: leeway
                .filter(|seconds| *seconds <= MAX_LEEWAY)
                .ok_or(EndpointError::InvalidVariable {
                    name: LEEWAY,
                    wanted: "whole seconds from 0 to 300, in digits",
                })?,
        })
    }

    /// The session whose token a request bears, RFC 6750 §2.1.
    pub(crate) fn check(&self, request: &Request<'_>, now: UnixTime) -> Result<Session, SessionError> {
        let token = request.header("authorization").and_then(bearer);
        let token =
            CompactJws::parse(token.ok_or(SessionError::Missing)?.as_bytes()).map_err(SessionError::Malformed)?;
        self.verify_signature(&token)?;

        let claims: Claims<'_> = token.payload_object().map_err(|_| SessionError::InvalidPayload)?;
        if claims.required::<Cow<'_, str>>("iss")? != self.issuer {
            return Err(SessionError::WrongIssuer);
        }
        if !claims.strings("aud")?.contains(&self.audience) {
            return Err(SessionError::WrongAudience);
        }
        // RFC 7519 §2 allows for fractions, and no time that is meant is too large for a double to hold its seconds.
        let (earlier, later) = self.around(now);
        if claims
            .optional::<f64>("nbf")?
            .is_some_and(|not_before| not_before > later)
        {
            return Err(SessionError::NotYetValid);
        }
        if claims.required::<f64>("exp")? <= earlier {
            return Err(SessionError::Expired);
        }
        let rooms = self.rooms_claim.as_deref().map(|name| claims.strings(name));
        Ok(Session {
            identity: claims.required(&self.identity_claim)?,
            rooms: rooms.transpose()?.map(Rooms::from_iter),
        })
    }

    fn verify_signature(&self, token: &CompactJws<'_>) -> Result<(), SessionError> {
        let header: Header<'_> = token.header_object().map_err(|_| SessionError::UnsupportedHeader)?;
        // RFC 7515 §4.1.11: a header lists here what must be understood, and nothing of that kind is.
        if header.crit.is_some() {
            return Err(SessionError::UnsupportedHeader);
        }
        let mut keys = self.keys.iter().filter(|key| key.is_for(&header.alg)).peekable();
        if keys.peek().is_none() {
            return Err(SessionError::AlgorithmMismatch);
        }
        let mut keys = keys.filter(|key| key.may_be(header.kid.as_deref())).peekable();
        if keys.peek().is_none() {
            return Err(SessionError::UnknownKey);
        }
        if keys.any(|key| key.verifies(token)) {
            Ok(())
        } else {
            Err(SessionError::SignatureMismatch)
        }
    }

    /// The earliest and the latest that it may be by the clock of whoever issued a token.
    #[expect(clippy::cast_precision_loss, reason = "a clock's seconds are far below 2⁵³")]
    fn around(&self, now: UnixTime) -> (f64, f64) {
        let (now, leeway) = (now.as_secs() as f64, f64::from(self.leeway));
        (now - leeway, now + leeway)
    }
}

/// The token of `Bearer …`, whose scheme is taken in whatever case: RFC 9110 §11.1.
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What is looked at of a header.
#[derive(Deserialize)]
struct Header<'t> {
    #[serde(borrow)]
    alg: Cow<'t, str>,
    #[serde(borrow)]
    kid: Option<Cow<'t, str>>,
    crit: Option<IgnoredAny>,
}
