//! Every finding: its code, Twilio's error, its severity and its hint. A new finding is a line here, and its rule.

use super::report::Severity::{self, Error, Warning};
use crate::sid::SidKind;

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct FindingKind {
    pub(super) code: &'static str,
    pub(super) twilio_code: u32,
    pub(super) severity: Severity,
    pub(super) hint: &'static str,
}

impl FindingKind {
    /// An error if `certain`.
    pub(super) const fn error_if(mut self, certain: bool) -> Self {
        if certain {
            self.severity = Error;
        }
        self
    }

    pub(super) const fn with_hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(super) const fn with_twilio_code(mut self, twilio_code: u32) -> Self {
        self.twilio_code = twilio_code;
        self
    }
}

macro_rules! findings {
    ($($name:ident: $code:literal, $twilio_code:literal, $severity:ident, $hint:expr;)+) => {
        $(
            pub(super) const $name: FindingKind = FindingKind {
                code: $code,
                twilio_code: $twilio_code,
                severity: $severity,
                hint: $hint,
            };
        )+

        #[cfg(test)]
        const ALL: &[FindingKind] = &[$($name),+];
    };
}

const ADD_GRANT: &str = "Add the grant of the product that the token is for.";
const ACCESS_TOKEN: &str =
    "Mint an access token: its header is {\"alg\":\"HS256\",\"typ\":\"JWT\",\"cty\":\"twilio-fpa;v=1\"}.";
const SECRET: &str =
    "Sign with the secret of the API key that iss names, as the Console showed it when the key was made.";
const SHORTER: &str = "Give a lifetime of at most 86400 seconds; for Voice, 86399.";
const VOICE_IDENTITY: &str =
    "Give Voice an identity of letters, digits and underscores, at most 121 characters to be safe.";

findings! {
    ACCOUNT_SID_AS_KEY: "account-sid-as-key", 20103, Error,
        "Make an API key, and mint with its SID (SK…) and its secret.";
    AUTH_TOKEN_AS_SECRET: "auth-token-as-secret", 20107, Warning, SECRET;
    CHAT_IDENTITY_TOO_LONG: "chat-identity-too-long", 50207, Error, "Give a shorter identity.";
    CHAT_NO_IDENTITY: "chat-no-identity", 20106, Error, "Give the token an identity.";
    CLIENT_CAPABILITY_TOKEN: "client-capability-token", 20102, Error,
        "Mint an access token with a voice grant, signed with an API key.";
    DUPLICATE_MEMBER: "duplicate-member", 20101, Error, "Write each claim, grant and field once.";
    EMPTY_SECRET: "empty-secret", 20107, Error,
        "See that the variable with the secret is set where the token is minted.";
    EXPIRED: "expired", 20104, Error, "Mint a new token when the client says that this one is about to expire.";
    EXTRA_CHARACTERS: "extra-characters", 20101, Error,
        "Pass the token alone; an endpoint that answers with JSON text has to be read as JSON.";
    IDENTITY_NOT_TEXT: "identity-not-text", 20106, Warning,
        "Write the identity as a string; Twilio's Python and Ruby libraries leave numbers as they are.";
    IDENTITY_TOO_LONG: "identity-too-long", 51003, Error, "Give a shorter identity.";
    INVALID_GRANT: "invalid-grant", 20106, Error, ADD_GRANT;
    INVALID_ISSUER: "invalid-issuer", 20103, Error, SidKind::ApiKey.hint();
    INVALID_REGION: "invalid-region", 20101, Warning,
        "Leave twr out for us1; some versions of Twilio's Ruby library write null.";
    INVALID_SUBJECT: "invalid-subject", 20103, Error, SidKind::Account.hint();
    INVALID_TIME: "invalid-time", 20154, Error, "Give times as whole numbers of seconds since 1970.";
    ISSUED_IN_THE_FUTURE: "issued-in-the-future", 20105, Warning,
        "Set the clock of the server that mints; a client whose clock is slow refuses the token.";
    LIFETIME_TOO_LONG: "lifetime-too-long", 20157, Error, SHORTER;
    MALFORMED: "malformed", 20101, Error,
        "Pass the whole token, as it was issued; one that is cut off or wrapped cannot be read.";
    MILLISECONDS: "milliseconds", 20157, Error,
        "Give times in seconds since 1970, and lifetimes in seconds, not in milliseconds.";
    NEVER_VALID: "never-valid", 20156, Error, "Give a lifetime of at least a second.";
    NOT_YET_VALID: "not-yet-valid", 20105, Error, "Wait, or set the clock of the server that mints.";
    NO_EXPIRY: "no-expiry", 20156, Error, "Give the token a lifetime.";
    NO_GRANTS: "no-grants", 20106, Error, ADD_GRANT;
    NO_TOKEN_ID: "no-token-id", 20101, Warning,
        "Give each token an id of its own; Twilio's libraries write the API key SID and the time.";
    PLACEHOLDER_SID: "placeholder-sid", 20103, Warning, SidKind::Account.hint();
    REGION_MISMATCH: "region-mismatch", 20101, Error,
        "Set the token's region to that of the API key, or use a key of the region.";
    ROOM_CHARACTERS: "room-characters", 53102, Error, "Leave control characters out of it.";
    ROOM_EMPTY: "room-empty", 53100, Error, "Name the room, or leave it out for every room.";
    ROOM_TOO_LONG: "room-too-long", 53101, Error, "Give a room name of at most 128 characters.";
    SECRET_WHITE_SPACE: "secret-white-space", 20107, Error,
        "Remove the white space from the secret that is given here.";
    SIDS_SWAPPED: "sids-swapped", 20103, Error,
        "Swap them: iss is the API key's SID (SK…), sub the Account SID (AC…).";
    SID_AS_SECRET: "sid-as-secret", 20107, Error, SECRET;
    SIGNATURE_MISMATCH: "signature-mismatch", 20107, Error, SECRET;
    SYNC_IDENTITY_LENGTH: "sync-identity-length", 54351, Error, "Give Sync an identity of 1 to 256 characters.";
    UNSIGNED: "unsigned", 20102, Error, ACCESS_TOKEN;
    VALIDATION_TOKEN: "validation-token", 20102, Error, ACCESS_TOKEN;
    VIDEO_IDENTITY_CHARACTERS: "video-identity-characters", 53202, Error, "Leave control characters out of it.";
    VIDEO_IDENTITY_TOO_LONG: "video-identity-too-long", 53201, Error,
        "Give an identity of at most 128 characters; wide ones count twice.";
    VIDEO_NO_IDENTITY: "video-no-identity", 53200, Error, "Give the token an identity.";
    VIDEO_REGION: "video-region", 51007, Error, "Mint tokens for Video with an API key of us1.";
    VOICE_IDENTITY_CHARACTERS: "voice-identity-characters", 31105, Warning, VOICE_IDENTITY;
    VOICE_IDENTITY_TOO_LONG: "voice-identity-too-long", 31105, Warning, VOICE_IDENTITY;
    VOICE_LIFETIME_TOO_LONG: "voice-lifetime-too-long", 31207, Warning, SHORTER;
    VOICE_NO_IDENTITY: "voice-no-identity", 31105, Error, VOICE_IDENTITY;
    VOICE_PERMITS_NOTHING: "voice-permits-nothing", 20106, Warning,
        "Name a TwiML application for outgoing calls, or allow incoming ones.";
    WRONG_ALGORITHM: "wrong-algorithm", 20102, Error, ACCESS_TOKEN;
    WRONG_CONTENT_TYPE: "wrong-content-type", 20102, Error, ACCESS_TOKEN;
    WRONG_TYPE: "wrong-type", 20102, Error, ACCESS_TOKEN;
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::ALL;

    #[test]
    fn every_code_is_unique_and_has_a_case_in_the_vectors() {
        let vectors = include_str!("../../../../tests/vectors/inspect.json");
        for (index, kind) in ALL.iter().enumerate() {
            assert!(
                ALL[..index].iter().all(|other| other.code != kind.code),
                "{}",
                kind.code
            );
            assert!(
                vectors.contains(&format!(
                    "\"{}\",
",
                    kind.code
                )),
                "{}",
                kind.code
            );
        }
    }
}
