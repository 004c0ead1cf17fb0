//! The token before it is signed.

use alloc::{format, string::String};

use serde::Deserialize;

use crate::{
    error::MintError,
    grants::{Grant, Grants},
    identity::{Identity, Region},
    json::from_object,
    time::{Ttl, UnixTime},
};

/// Who may do what, for how long: all of a token but the key and the time, which [`SigningKey::sign`] adds.
///
/// ```
/// use twilio_access_token::{AccessToken, Ttl, VideoGrant};
///
/// let token = AccessToken::new("alice")?
///     .with_ttl(Ttl::seconds(900)?)
///     .with_grant(VideoGrant::room("daily")?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
///
/// [`SigningKey::sign`]: crate::SigningKey::sign
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessToken {
    pub(crate) grants: Grants,
    pub(crate) not_before: Option<UnixTime>,
    pub(crate) region: Option<Region>,
    ttl: Option<Ttl>,
}

impl AccessToken {
    /// A token for `identity` that lives [one hour](Ttl::default) and grants nothing yet.
    ///
    /// # Errors
    ///
    /// As [`Identity::new`].
    pub fn new(identity: impl Into<String>) -> Result<Self, MintError> {
        Identity::new(identity).map(Self::for_identity)
    }

    /// The token that a JSON text asks for, with the names and the grants of the claims that come of it:
    ///
    /// ```
    /// use twilio_access_token::AccessToken;
    ///
    /// let token = AccessToken::from_json(
    ///     r#"{"identity":"alice","ttl":900,"grants":{"video":{"room":"daily"}}}"#,
    /// )?;
    /// assert_eq!(AccessToken::from_json("{}").unwrap_err().code(), "invalid-json");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    ///
    /// `ttl` and `not_before` are in seconds, `region` is such as `ie1`; these and `grants` may be left out.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidJson`], [`MintError::InvalidGrant`], [`MintError::InvalidSid`], and as the functions that take the
    /// same one by one.
    pub fn from_json(json: &str) -> Result<Self, MintError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Json {
            identity: String,
            ttl: Option<f64>,
            not_before: Option<f64>,
            region: Option<String>,
            #[serde(default)]
            grants: Grants,
        }

        let json: Json = from_object(json.as_bytes()).map_err(|error| MintError::InvalidJson {
            reason: format!("{error}"),
        })?;
        if json.grants.identity.is_some() {
            return Err(MintError::InvalidGrant {
                reason: "its key is that of the identity",
            });
        }
        json.grants.check()?;
        let mut token = Self::new(json.identity)?;
        token.grants.extend(json.grants);
        if let Some(ttl) = json.ttl {
            token.ttl = Some(ttl.try_into()?);
        }
        token.not_before = json.not_before.map(UnixTime::try_from).transpose()?;
        token.region = json.region.as_deref().map(str::parse).transpose()?;
        Ok(token)
    }

    /// As [`new`](Self::new), for an identity that has been checked.
    #[must_use]
    pub fn for_identity(identity: Identity) -> Self {
        Self {
            grants: Grants::for_identity(identity.into_string()),
            not_before: None,
            region: None,
            ttl: None,
        }
    }

    /// Adds a grant. One for the same product as an earlier grant takes that one's place.
    #[must_use]
    pub fn with_grant(mut self, grant: impl Into<Grant>) -> Self {
        self.grants.add(grant);
        self
    }

    /// Sets the instant before which Twilio refuses the token ([20105]). Without it the token is valid at once, which also
    /// suits servers whose clock is ahead of Twilio's.
    ///
    /// [20105]: https://www.twilio.com/docs/api/errors/20105
    #[must_use]
    pub const fn with_not_before(mut self, not_before: UnixTime) -> Self {
        self.not_before = Some(not_before);
        self
    }

    /// Sets the region of the API key, where it is not `us1`.
    #[must_use]
    pub fn with_region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Sets the lifetime.
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Sets the lifetime where none has been set.
    #[must_use]
    pub fn with_default_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl.get_or_insert(ttl);
        self
    }

    /// When the token expires if it is signed at `now`.
    ///
    /// # Errors
    ///
    /// [`MintError::TimeOutOfRange`] if that is after [`UnixTime::MAX`].
    pub fn expires_at(&self, now: UnixTime) -> Result<UnixTime, MintError> {
        now.plus(self.ttl.unwrap_or_default())
    }

    /// The claims `nbf` and `exp` of this token when it is signed at `now`.
    pub(crate) fn validity(&self, now: UnixTime) -> Result<(Option<UnixTime>, UnixTime), MintError> {
        let expires_at = self.expires_at(now)?;
        if let Some(not_before) = self.not_before
            && not_before.in_range()? >= expires_at
        {
            return Err(MintError::NeverValid { not_before, expires_at });
        }
        Ok((self.not_before, expires_at))
    }
}
