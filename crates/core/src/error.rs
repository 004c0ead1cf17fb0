//! Why a token is not minted.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use crate::{
    json,
    sid::{SidFormatError, SidKind},
    time::UnixTime,
};

/// Why a token is not minted: the key, the token or the environment it was to be made from is one that Twilio would
/// refuse.
///
/// [`Display`](fmt::Display) says what is wrong, [`hint`](Self::hint) what to do about it and
/// [`code`](Self::code) is the stable name that every surface shares. None of them ever shows a secret, and since people
/// mix up their variables, no value given for a SID or a secret is shown either.
///
/// ```
/// use twilio_access_token::{MintError, Ttl};
///
/// match Ttl::seconds(90_000) {
///     Err(MintError::TtlTooLong { seconds }) => assert_eq!(seconds, 90_000),
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MintError {
    /// Two spellings of one variable are set, and differ.
    ConflictingVariables {
        /// The spelling that is looked at first.
        first: &'static str,
        /// The one that disagrees.
        second: &'static str,
    },
    /// The identity is the empty string.
    EmptyIdentity,
    /// The room is the empty string, which Twilio's libraries would silently widen to every room.
    EmptyRoom,
    /// The identity is over the [limit of every Twilio product](crate::Identity::MAX_CHARACTERS).
    IdentityTooLong {
        /// Its length in characters.
        characters: usize,
    },
    /// The API key secret is empty, or begins or ends with white space.
    InvalidApiKeySecret {
        /// Whether it is empty.
        empty: bool,
    },
    /// A grant that would mean nothing, or something else.
    InvalidGrant {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// What asks for a token is not the JSON that it must be.
    InvalidJson {
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The region is not written as Twilio writes regions.
    InvalidRegion,
    /// A text is not the SID that it should be. The code tells which SID: `invalid-account-sid`, `invalid-service-sid` and
    /// so on.
    InvalidSid {
        /// The SID that it should be.
        kind: SidKind,
        /// Why it is not.
        problem: SidFormatError,
    },
    /// A time that is not a whole number of seconds.
    InvalidTime,
    /// A lifetime that is not a whole number of seconds.
    InvalidTtl,
    /// A member of a token's JSON has another type than its field.
    InvalidType {
        /// The field, such as `grants.video.room`.
        field: &'static str,
        /// The JSON type of the field.
        expected: &'static str,
        /// The JSON type of the value.
        found: &'static str,
    },
    /// Variables without which there is no key.
    MissingVariable {
        /// Their names, each in the first of its spellings.
        names: Vec<&'static str>,
    },
    /// The token would expire before it becomes valid.
    NeverValid {
        /// The first instant at which the token is to be valid.
        not_before: UnixTime,
        /// The instant at which it expires.
        expires_at: UnixTime,
    },
    /// The room is over the [limit of Twilio Video](crate::VideoGrant::MAX_ROOM_CHARACTERS).
    RoomTooLong {
        /// Its length in characters.
        characters: usize,
    },
    /// Account SID and API key SID stand in each other's place.
    SidsSwapped,
    /// A time after [`UnixTime::MAX`].
    TimeOutOfRange {
        /// The time, read as seconds.
        seconds: u64,
    },
    /// A lifetime over 24 hours.
    TtlTooLong {
        /// The lifetime asked for.
        seconds: u64,
    },
    /// A lifetime of no seconds, or fewer.
    TtlTooShort,
    /// An algorithm that is not HS256, HS384 or HS512.
    UnsupportedAlgorithm,
}

impl MintError {
    /// The stable name of this error: the case in WIT, `err.code` in JavaScript, `error.code` of the endpoint, the name in
    /// square brackets of the command line.
    ///
    /// ```
    /// use twilio_access_token::AccessToken;
    ///
    /// assert_eq!(AccessToken::new("").unwrap_err().code(), "empty-identity");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ConflictingVariables { .. } => "conflicting-variables",
            Self::EmptyIdentity => "empty-identity",
            Self::EmptyRoom => "empty-room",
            Self::IdentityTooLong { .. } => "identity-too-long",
            Self::InvalidApiKeySecret { .. } => "invalid-api-key-secret",
            Self::InvalidGrant { .. } => "invalid-grant",
            Self::InvalidJson { .. } => "invalid-json",
            Self::InvalidRegion => "invalid-region",
            Self::InvalidSid { kind, .. } => kind.code(),
            Self::InvalidTime => "invalid-time",
            Self::InvalidTtl => "invalid-ttl",
            Self::InvalidType { .. } => "invalid-type",
            Self::MissingVariable { .. } => "missing-variable",
            Self::NeverValid { .. } => "never-valid",
            Self::RoomTooLong { .. } => "room-too-long",
            Self::SidsSwapped => "sids-swapped",
            Self::TimeOutOfRange { .. } => "time-out-of-range",
            Self::TtlTooLong { .. } => "ttl-too-long",
            Self::TtlTooShort => "ttl-too-short",
            Self::UnsupportedAlgorithm => "unsupported-algorithm",
        }
    }

    /// What to do about it: one sentence.
    ///
    /// ```
    /// # use twilio_access_token::Ttl;
    /// let error = Ttl::seconds(0).unwrap_err();
    /// assert_eq!(error.hint(), "Give at least 1 second; 3600 is usual.");
    /// ```
    #[must_use]
    pub fn hint(&self) -> String {
        let fixed = match self {
            Self::ConflictingVariables { first, second } => {
                return format!("Unset {first} or {second}, or give both the same value.");
            }
            Self::EmptyIdentity => "Give the name by which this user is known to your application.",
            Self::EmptyRoom => {
                "Name the room, by its unique name or its SID (RM…), or leave it out for a token that may join any room."
            }
            Self::IdentityTooLong { .. } => {
                "Give a shorter identity: Twilio Video takes 128 characters, Voice, Conversations and Sync 256."
            }
            Self::InvalidApiKeySecret { .. } => {
                "Give the secret as it was shown, once, when the API key was made; if it is lost, make a new key."
            }
            Self::InvalidGrant { .. } => "Give the grant as Twilio's page on access tokens has it.",
            Self::InvalidJson { .. } => {
                "Write an object such as {\"identity\":\"alice\",\"ttl\":900,\"grants\":{\"video\":{\"room\":\"daily\"}}}."
            }
            Self::InvalidRegion => {
                "Give the region to which the API key belongs, such as us1, ie1, au1 or jp1, or leave it out for us1."
            }
            Self::InvalidSid { kind, .. } => kind.hint(),
            Self::InvalidTime => "Give whole seconds since 1970-01-01T00:00:00Z, in digits.",
            Self::InvalidTtl => "Give whole seconds from 1 to 86400, in digits: 3600 for an hour.",
            Self::InvalidType { field, expected, .. } => return format!("Pass a JSON {expected} as {field}."),
            Self::MissingVariable { names } => {
                return format!("Set {} in the environment of this program.", Listed(names));
            }
            Self::NeverValid { .. } => "Set the start before the expiry, or give a longer lifetime.",
            Self::RoomTooLong { .. } => "Give a room name of at most 128 characters.",
            Self::SidsSwapped => "Swap them: the Account SID begins with AC, the API key SID with SK.",
            Self::TimeOutOfRange { .. } => "Give seconds, not milliseconds.",
            Self::TtlTooLong { .. } => {
                "Give at most 86400 seconds (24 hours), or 86399 to be safe with Twilio Voice; clients can ask for a new token in time."
            }
            Self::TtlTooShort => "Give at least 1 second; 3600 is usual.",
            Self::UnsupportedAlgorithm => "Use HS256, the one that Twilio documents.",
        };
        String::from(fixed)
    }

    /// What is wrong and what to do about it, for surfaces that have but one text.
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let error = VideoGrant::room("x".repeat(200)).unwrap_err();
    /// assert_eq!(
    ///     error.full_message(),
    ///     "the room has 200 characters, and Twilio Video takes 128. Give a room name of at most 128 characters.",
    /// );
    /// ```
    #[must_use]
    pub fn full_message(&self) -> String {
        format!("{self}. {}", self.hint())
    }

    /// The code and the [full message](Self::full_message) as JSON text, for surfaces that give and take nothing but text.
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let error = VideoGrant::room("").unwrap_err();
    /// assert!(error.to_json().starts_with(r#"{"code":"empty-room","message":"the room "#));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        json::refusal(self.code(), &self.full_message())
    }
}

impl fmt::Display for MintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConflictingVariables { first, second } => {
                write!(f, "{first} and {second} are both set, and differ")
            }
            Self::EmptyIdentity => f.write_str("the identity is empty"),
            Self::EmptyRoom => f.write_str("the room is empty"),
            Self::IdentityTooLong { characters } => {
                write!(
                    f,
                    "the identity has {characters} characters, and no Twilio product takes more than 256"
                )
            }
            Self::InvalidApiKeySecret { empty: true } => f.write_str("the API key secret is empty"),
            Self::InvalidApiKeySecret { empty: false } => {
                f.write_str("the API key secret begins or ends with white space")
            }
            Self::InvalidGrant { reason } => write!(f, "the grant cannot be: {reason}"),
            Self::InvalidJson { reason } => write!(f, "the JSON asks for no token: {reason}"),
            Self::InvalidRegion => f.write_str("the region is not lower-case letters and digits"),
            Self::InvalidSid { kind, problem } => write!(f, "the {} is not one: {problem}", kind.noun()),
            Self::InvalidTime => f.write_str("the time is not a whole number of seconds"),
            Self::InvalidTtl => f.write_str("the lifetime is not a whole number of seconds"),
            Self::InvalidType { field, expected, found } => {
                write!(f, "{field} must be of type {expected}, not {found}")
            }
            Self::MissingVariable { names } => {
                let are = if names.len() == 1 { "is" } else { "are" };
                write!(f, "{} {are} not set", Listed(names))
            }
            Self::NeverValid { not_before, expires_at } => {
                write!(
                    f,
                    "the token would be valid from {not_before} but expire at {expires_at}"
                )
            }
            Self::RoomTooLong { characters } => {
                write!(f, "the room has {characters} characters, and Twilio Video takes 128")
            }
            Self::SidsSwapped => f.write_str("the Account SID and the API key SID are swapped"),
            Self::TimeOutOfRange { seconds } => {
                write!(f, "the time {seconds} lies after the year 9999 when read as seconds")
            }
            Self::TtlTooLong { seconds } => {
                write!(f, "a lifetime of {seconds} seconds is over the limit of 86400")
            }
            Self::TtlTooShort => f.write_str("a lifetime of no seconds makes a token that is never valid"),
            Self::UnsupportedAlgorithm => f.write_str("the algorithm is not HS256, HS384 or HS512"),
        }
    }
}

impl core::error::Error for MintError {}

/// `a`, `a and b`, `a, b and c`.
struct Listed<'a>(&'a [&'static str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.iter().enumerate() {
            match position {
                0 => {}
                _ if position + 1 == self.0.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
