//! Who the token is for.

use alloc::string::String;
use core::fmt;

use crate::error::MintError;

/// The name by which a user is known to your application, 1 to 256 characters.
///
/// Products ask for more: Voice takes letters, digits and underscores, [Video 128 characters][video] where wide ones count
/// twice. Which of them a token is for is seen in its grants, not here.
///
/// ```
/// use twilio_access_token::{AccessToken, Identity};
///
/// let identity = Identity::new("alice")?;
/// assert_eq!(AccessToken::for_identity(identity), AccessToken::new("alice")?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [video]: https://www.twilio.com/docs/video/programmable-video-limits
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Identity(String);

impl Identity {
    /// The longest that any product takes: [Voice](https://www.twilio.com/docs/api/errors/31105),
    /// [Conversations](https://www.twilio.com/docs/conversations/conversations-limits) and
    /// [Sync](https://www.twilio.com/docs/api/errors/54351) take 256, Video 128.
    ///
    /// ```
    /// # use twilio_access_token::Identity;
    /// let longest = "é".repeat(Identity::MAX_CHARACTERS);
    /// assert!(Identity::new(longest).is_ok());
    /// ```
    pub const MAX_CHARACTERS: usize = 256;

    /// Takes `identity` if it is 1 to 256 characters long.
    ///
    /// # Errors
    ///
    /// [`MintError::EmptyIdentity`] and [`MintError::IdentityTooLong`].
    ///
    /// ```
    /// # use twilio_access_token::Identity;
    /// assert!(Identity::new("alice@example.com").is_ok());
    /// assert_eq!(Identity::new("").unwrap_err().code(), "empty-identity");
    /// assert_eq!(Identity::new("x".repeat(257)).unwrap_err().code(), "identity-too-long");
    /// ```
    pub fn new(identity: impl Into<String>) -> Result<Self, MintError> {
        let identity = identity.into();
        if identity.is_empty() {
            return Err(MintError::EmptyIdentity);
        }
        match longer_than(&identity, Self::MAX_CHARACTERS) {
            Some(characters) => Err(MintError::IdentityTooLong { characters }),
            None => Ok(Self(identity)),
        }
    }

    /// The identity as it was given.
    ///
    /// ```
    /// # use twilio_access_token::Identity;
    /// assert_eq!(Identity::new("alice")?.as_str(), "alice");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of characters in `text` where it is more than `max`.
pub(crate) fn longer_than(text: &str, max: usize) -> Option<usize> {
    // No text has more characters than bytes, so most need no counting.
    if text.len() <= max {
        return None;
    }
    let characters = text.chars().count();
    (characters > max).then_some(characters)
}
