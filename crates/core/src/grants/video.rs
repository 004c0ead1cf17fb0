use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{
    error::MintError,
    identity::longer_than,
    json::{Object, key},
};

/// Permission to join rooms of [Twilio Video](https://www.twilio.com/docs/video/tutorials/user-identity-access-tokens).
///
/// ```
/// use twilio_access_token::{AccessToken, VideoGrant};
///
/// let one_room = AccessToken::new("alice")?.with_grant(VideoGrant::room("daily")?);
/// let every_room = AccessToken::new("alice")?.with_grant(VideoGrant::any_room());
/// assert_ne!(one_room, every_room);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct VideoGrant {
    room: Option<String>,
}

impl VideoGrant {
    /// The longest name of a [room](https://www.twilio.com/docs/api/errors/53101).
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let longest = "x".repeat(VideoGrant::MAX_ROOM_CHARACTERS);
    /// assert!(VideoGrant::room(longest).is_ok());
    /// ```
    pub const MAX_ROOM_CHARACTERS: usize = 128;

    /// For every room of the account.
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let grant = VideoGrant::any_room();
    /// assert_eq!(serde_json::to_string(&grant)?, "{}");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn any_room() -> Self {
        Self { room: None }
    }

    /// For the one room with this unique name or SID (`RM…`), 1 to 128 characters.
    ///
    /// # Errors
    ///
    /// [`MintError::EmptyRoom`] and [`MintError::RoomTooLong`].
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let grant = VideoGrant::room("daily")?;
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"room":"daily"}"#);
    /// assert_eq!(VideoGrant::room("").unwrap_err().code(), "empty-room");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn room(room: impl Into<String>) -> Result<Self, MintError> {
        let room = room.into();
        if room.is_empty() {
            return Err(MintError::EmptyRoom);
        }
        match longer_than(&room, Self::MAX_ROOM_CHARACTERS) {
            Some(characters) => Err(MintError::RoomTooLong { characters }),
            None => Ok(Self { room: Some(room) }),
        }
    }

    /// For the one room where one is named, else for every room.
    ///
    /// # Errors
    ///
    /// As [`room`](Self::room).
    ///
    /// ```
    /// # use twilio_access_token::VideoGrant;
    /// let asked_for = Some("daily");
    /// assert_eq!(VideoGrant::room_or_any(asked_for)?, VideoGrant::room("daily")?);
    /// assert_eq!(VideoGrant::room_or_any(None)?, VideoGrant::any_room());
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    pub fn room_or_any(room: Option<&str>) -> Result<Self, MintError> {
        room.map_or_else(|| Ok(Self::any_room()), Self::room)
    }

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        Object::open(json).string(key!("room"), self.room.as_deref()).close();
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        Self::room_or_any(self.room.as_deref()).map(drop)
    }
}
