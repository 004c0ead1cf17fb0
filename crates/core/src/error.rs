//! Why a token is not minted.

use alloc::string::String;

use crate::{
    env::EnvError,
    jws::AlgorithmError,
    region::RegionError,
    sid::SidFormatError,
    time::{TtlError, UnixTime, UnixTimeError},
};

crate::error_table! {
    /// Why a token is not minted: Twilio would reject it, or its key.
    ///
    /// [`Display`](core::fmt::Display) tells what is wrong, [`hint`](Self::hint) what to do about it, and
    /// [`code`](Self::code) is the stable name: the case in WIT, `err.code` in JavaScript, `error.code` of the endpoint, the
    /// name in square brackets of the command line. None of them ever shows a secret, or a value given for a SID.
    ///
    /// ```
    /// use twilio_access_token::{MintError, VideoGrant};
    ///
    /// let error = VideoGrant::room("x".repeat(200)).unwrap_err();
    /// assert_eq!(error, MintError::RoomTooLong { characters: 200 });
    /// assert_eq!(error.code(), "room-too-long");
    /// assert_eq!(error.hint(), "Give a room name of at most 128 characters.");
    /// assert_eq!(
    ///     error.full_message(),
    ///     "the room has 200 characters, and Twilio Video takes 128. Give a room name of at most 128 characters.",
    /// );
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum MintError -> String {
        /// The identity is the empty string.
        EmptyIdentity => "empty-identity", "the identity is empty",
            "Give the name by which this user is known to your application.";
        /// The room is the empty string, which Twilio's libraries would silently widen to every room.
        EmptyRoom => "empty-room", "the room is empty",
            "Name the room, by its unique name or its SID (RM…), or leave it out for a token that may join any room.";
        /// The identity is over the [limit of every Twilio product](crate::Identity::MAX_CHARACTERS).
        IdentityTooLong {
            /// Its length in characters.
            characters: usize,
        } => "identity-too-long", "the identity has {characters} characters, and no Twilio product takes more than 256",
            "Give a shorter identity: Twilio Video takes 128 characters, Voice, Conversations and Sync 256.";
        /// The API key secret is empty, or begins or ends with white space.
        InvalidApiKeySecret {
            /// Whether it is empty.
            empty: bool,
        } => "invalid-api-key-secret",
            ("the API key secret {}", if *empty { "is empty" } else { "begins or ends with white space" }),
            "Give the secret as it was shown, once, when the API key was made; if it is lost, make a new key.";
        /// A grant that would mean nothing, or something else.
        InvalidGrant {
            /// What is wrong with it.
            reason: &'static str,
        } => "invalid-grant", "the grant cannot be: {reason}", "Give the grant as Twilio's page on access tokens has it.";
        /// The JSON of a token is invalid.
        InvalidJson {
            /// What is wrong with it, and where.
            reason: String,
        } => "invalid-json", "the JSON asks for no token: {reason}",
            "Write an object such as {\"identity\":\"alice\",\"ttl\":900,\"grants\":{\"video\":{\"room\":\"daily\"}}}.";
        /// The region is not written as Twilio writes regions.
        InvalidRegion(error: RegionError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// A string is not the SID that it should be.
        InvalidSid(error: SidFormatError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// A time is not a whole number of seconds, or out of range.
        InvalidTime(error: UnixTimeError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// A lifetime is not a whole number of seconds, or out of range.
        InvalidTtl(error: TtlError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// A member of a token's JSON has another type than its field.
        InvalidType {
            /// The field, such as `grants.video.room`.
            field: &'static str,
            /// The JSON type of the field.
            expected: &'static str,
            /// The JSON type of the value.
            found: &'static str,
        } => "invalid-type", "{field} must be of type {expected}, not {found}", ("Pass a JSON {expected} as {field}.");
        /// The token would expire before it becomes valid.
        NeverValid {
            /// The first instant at which the token is to be valid.
            not_before: UnixTime,
            /// The instant at which it expires.
            expires_at: UnixTime,
        } => "never-valid", "the token would be valid from {not_before} but expire at {expires_at}",
            "Set the start before the expiry, or give a longer lifetime.";
        /// The room is over the [limit of Twilio Video](crate::VideoGrant::MAX_ROOM_CHARACTERS).
        RoomTooLong {
            /// Its length in characters.
            characters: usize,
        } => "room-too-long", "the room has {characters} characters, and Twilio Video takes 128",
            "Give a room name of at most 128 characters.";
        /// The Account SID is given as API key SID, and the other way round.
        SidsSwapped => "sids-swapped", "the Account SID and the API key SID are swapped",
            "Swap them: the Account SID begins with AC, the API key SID with SK.";
        /// The algorithm is not HS256, HS384 or HS512.
        UnsupportedAlgorithm(error: AlgorithmError) => (error.code()), "{error}", (= error.hint().into()), source error;
        /// A variable of the environment is missing, or set to two values.
        Environment(error: EnvError) => (error.code()), "{error}", (= error.hint()), source error;
    }
}

/// Converts the errors of values.
macro_rules! from {
    ($($case:ident($error:ident),)+) => {
        $(
            impl From<$error> for MintError {
                fn from(error: $error) -> Self {
                    Self::$case(error)
                }
            }
        )+
    };
}

from! {
    Environment(EnvError),
    InvalidRegion(RegionError),
    InvalidSid(SidFormatError),
    InvalidTime(UnixTimeError),
    InvalidTtl(TtlError),
    UnsupportedAlgorithm(AlgorithmError),
}
