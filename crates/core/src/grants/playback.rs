use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{error::MintError, json::RawJson};

/// Permission to watch a stream of Twilio Live: the object that the resource `PlaybackGrant` of its REST API gives.
///
/// ```
/// use twilio_access_token::{Grant, PlaybackGrant};
///
/// let grant = PlaybackGrant::new(r#"{"requestCredentials":null,"playbackUrl":"https://example.com/x?token=y"}"#)?;
/// assert_eq!(Grant::from(grant).key(), "player");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(transparent)]
pub struct PlaybackGrant(RawJson);

impl PlaybackGrant {
    /// The grant that is the JSON object `json`, written into the token as it stands.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidGrant`] if it is not one.
    ///
    /// ```
    /// # use twilio_access_token::PlaybackGrant;
    /// let grant = PlaybackGrant::new(r#"{"requestCredentials": null}"#)?;
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"requestCredentials": null}"#);
    /// assert_eq!(PlaybackGrant::new("[]").unwrap_err().code(), "invalid-grant");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn new(json: impl Into<String>) -> Result<Self, MintError> {
        RawJson::object(json.into()).map(Self).ok_or(MintError::InvalidGrant {
            reason: "its value is not a JSON object",
        })
    }

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        self.0.write(json);
    }

    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "as the other grants, and an object by its type"
    )]
    pub(crate) const fn check(&self) -> Result<(), MintError> {
        Ok(())
    }
}
