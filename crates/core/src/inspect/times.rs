//! The claims `iat`, `nbf` and `exp`.

use alloc::{format, string::String};

use serde_json::{Map, Value};

use super::{findings, inspection::Inspection};
use crate::{
    grants::VoiceGrant,
    time::{Ttl, UnixTime},
};

impl Inspection<'_> {
    pub(super) fn times(&mut self, payload: &Map<String, Value>) {
        let now = self.now.as_secs();
        let (issued, not_before) = (self.time(payload, "iat"), self.time(payload, "nbf"));

        if let Some(not_before) = not_before.filter(|&not_before| not_before > now) {
            let message = format!("The token is not valid before {not_before} (nbf), and it is {now}.");
            self.add(findings::NOT_YET_VALID, message);
        }
        if let Some(issued) = issued.filter(|&issued| issued > now) {
            let message = format!("The token says that it was issued at {issued} (iat), and it is {now}.");
            self.add(findings::ISSUED_IN_THE_FUTURE, message);
        }
        if !payload.contains_key("exp") {
            return self.add(
                findings::NO_EXPIRY,
                "The claim exp is missing: the token does not expire.",
            );
        }
        let Some(expires) = self.time(payload, "exp") else {
            return;
        };

        let start = issued.or(not_before).unwrap_or(now);
        let lifetime = expires.saturating_sub(start);
        if expires > UnixTime::MAX.as_secs() || (lifetime > Ttl::MAX.as_secs() * 365 && lifetime % 1000 == 0) {
            let message =
                format!("The claim exp is {expires}, which is {lifetime} seconds later: are these milliseconds?");
            self.add(findings::MILLISECONDS, message);
        } else if lifetime > Ttl::MAX.as_secs() {
            let message = format!("The token lives {lifetime} seconds, and Twilio takes 86400 (24 hours).");
            self.add(findings::LIFETIME_TOO_LONG, message);
        }
        let has_voice = payload
            .get("grants")
            .is_some_and(|grants| grants.get(VoiceGrant::KEY).is_some());
        if has_voice && lifetime >= Ttl::MAX.as_secs() {
            let message = format!("The token lives {lifetime} seconds, and Voice counts 86400 as too long.");
            let certain = lifetime > Ttl::MAX.as_secs();
            self.add(findings::VOICE_LIFETIME_TOO_LONG.error_if(certain), message);
        }
        if expires <= now {
            let message = format!("The token expired at {expires}, {} seconds ago.", now - expires);
            self.add(findings::EXPIRED, message);
        }
        if not_before.or(issued).is_some_and(|start| expires <= start) {
            let message = format!("The token expires at {expires}, which is not after it becomes valid.");
            self.add(findings::NEVER_VALID, message);
        }
    }

    /// A claim that is a time, if it is there and is one.
    fn time(&mut self, payload: &Map<String, Value>, claim: &'static str) -> Option<u64> {
        let value = payload.get(claim)?;
        let time = value.as_u64();
        if time.is_none() {
            let twilio_code = if claim == "exp" { 20156 } else { 20154 };
            let message = format!("The claim {claim} is {value}, not a whole number of seconds since 1970.");
            self.add(findings::INVALID_TIME.with_twilio_code(twilio_code), message);
        }
        time
    }
}
