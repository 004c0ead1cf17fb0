//! Who the token is for, and where.

use alloc::string::String;
use core::{fmt, str::FromStr};

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

/// The Twilio region to which an API key belongs: lower-case letters and digits, such as `ie1`.
///
/// A token's region must be that of its key. `us1` is the default and need not be named; Video works with keys of `us1`
/// alone. See [Twilio's page on regional credentials][regions].
///
/// ```
/// use twilio_access_token::Region;
///
/// let region: Region = "ie1".parse()?;
/// assert_eq!("Dublin".parse::<Region>().unwrap_err().code(), "invalid-region");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [regions]: https://www.twilio.com/docs/global-infrastructure/manage-regional-api-credentials
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Region(String);

impl Region {
    /// The region as Twilio writes it.
    ///
    /// ```
    /// # use twilio_access_token::Region;
    /// assert_eq!("au1".parse::<Region>()?.as_str(), "au1");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Region {
    type Err = MintError;

    /// # Errors
    ///
    /// [`MintError::InvalidRegion`] unless it is lower-case letters and digits, at least one.
    fn from_str(text: &str) -> Result<Self, MintError> {
        let well_formed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if text.is_empty() || !text.bytes().all(well_formed) {
            return Err(MintError::InvalidRegion);
        }
        Ok(Self(String::from(text)))
    }
}

impl fmt::Display for Region {
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
