//! Session tokens: JWTs with which an application's own server says who a user is, RFC 7519.

mod claims;
mod json;
mod jwk;
mod keys;
#[cfg(feature = "public-keys")]
mod public_key;

use alloc::{borrow::Cow, string::String, vec::Vec};

use serde::Deserialize;
use twilio_access_token::{CompactJws, UnixTime};

use self::{
    claims::Claims,
    json::{present, string},
    keys::Key,
};
use crate::{
    env::{Env, optional, required},
    error::{EndpointError, SessionError},
    request::{Header as RequestHeader, Request},
    rooms::Rooms,
};

const LEEWAY: &str = "JWT_LEEWAY";
const ROOMS_MATCH: &str = "JWT_ROOMS_MATCH";
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
    rooms: fn(Vec<String>) -> Rooms,
    typ: Option<String>,
    leeway: u32,
}

/// What a session token says.
pub(crate) struct Session {
    pub(crate) identity: String,
    /// The rooms that its bearer may join, where tokens are to name them.
    pub(crate) rooms: Option<Rooms>,
}

impl Sessions {
    pub(crate) fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        let text = |name: &'static [&'static str]| required(variable, name).map(|value| String::clone(&value));
        let claim = optional(variable, &["JWT_IDENTITY_CLAIM"])?;
        let rooms_claim = optional(variable, &["JWT_ROOMS_CLAIM"])?;
        let leeway = optional(variable, &[LEEWAY])?.map_or(Some(DEFAULT_LEEWAY), |seconds| seconds.parse().ok());
        Ok(Self {
            keys: keys::from_env(variable)?,
            issuer: text(&["JWT_ISSUER"])?,
            audience: text(&["JWT_AUDIENCE"])?,
            identity_claim: claim.map_or_else(|| String::from("sub"), |name| String::clone(&name)),
            rooms_claim: rooms_claim.map(|name| String::clone(&name)),
            rooms: rooms_by(variable)?,
            typ: optional(variable, &["JWT_TYPE"])?.map(|typ| String::from(media_type(&typ))),
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
        let token = match request.header("authorization") {
            RequestHeader::Value(authorization) => bearer(authorization),
            RequestHeader::Absent | RequestHeader::Invalid => None,
        };
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
            rooms: rooms.transpose()?.map(self.rooms),
        })
    }

    fn verify_signature(&self, token: &CompactJws<'_>) -> Result<(), SessionError> {
        let header: Header<'_> = token.header_object().map_err(|_| SessionError::UnsupportedHeader)?;
        // RFC 7515 §4.1.11: `crit` lists extensions that must be understood, and none is.
        if header.crit || !self.accepts_type(header.typ.as_deref()) {
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
        if keys.any(|key| key.verify(token)) {
            Ok(())
        } else {
            Err(SessionError::SignatureMismatch)
        }
    }

    /// Whether a token of this type is a session token. An issuer signs tokens of other kinds with the same key, such as
    /// `logout+jwt`: RFC 8725 §3.11. Without `JWT_TYPE` these are a JWT of no stated kind, and an access token, RFC 9068 §2.1.
    fn accepts_type(&self, typ: Option<&str>) -> bool {
        match (&self.typ, typ.map(media_type)) {
            (Some(wanted), Some(typ)) => wanted.eq_ignore_ascii_case(typ),
            (Some(_), None) => false,
            (None, Some(typ)) => ["JWT", "at+jwt"].iter().any(|known| known.eq_ignore_ascii_case(typ)),
            (None, None) => true,
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

/// How the rooms of a claim are compared with the one that is asked for.
fn rooms_by(variable: Env<'_>) -> Result<fn(Vec<String>) -> Rooms, EndpointError> {
    match optional(variable, &[ROOMS_MATCH])?.as_deref().map(String::as_str) {
        None | Some("exact") => Ok(Rooms::exact),
        Some("pattern") => Ok(Rooms::patterns),
        Some(_) => Err(EndpointError::InvalidVariable {
            name: ROOMS_MATCH,
            wanted: "exact or pattern",
        }),
    }
}

/// A `typ` without the prefix that may be left out, RFC 7515 §4.1.9.
fn media_type(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(PREFIX) && !rest.contains('/') => rest,
        _ => typ,
    }
}

/// The parameters of a header that are read.
#[derive(Deserialize)]
struct Header<'t> {
    #[serde(borrow)]
    alg: Cow<'t, str>,
    #[serde(borrow)]
    kid: Option<Cow<'t, str>>,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
    #[serde(borrow, default, deserialize_with = "string")]
    typ: Option<Cow<'t, str>>,
}
