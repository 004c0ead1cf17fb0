//! A prepared key.

use napi::Error;
use napi_derive::napi;
use twilio_access_token::{AccessToken, MintError, Region, SigningKey, Ttl, UnixTime, VideoGrant};
use zeroize::Zeroizing;

use crate::refused;

/// What a token is to hold.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct TokenOptions {
    /// Who it is for.
    pub identity: String,
    /// Seconds that it lives.
    pub ttl: Option<f64>,
    /// Seconds since 1970 before which it is not valid.
    pub not_before: Option<f64>,
    /// The region of the key.
    pub region: Option<String>,
    /// Permission for Twilio Video.
    pub video: Option<VideoOptions>,
}

/// A grant for Twilio Video.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct VideoOptions {
    /// The one room.
    pub room: Option<String>,
}

/// A prepared key.
#[napi]
#[derive(Debug)]
pub struct Signer(SigningKey);

#[napi]
impl Signer {
    /// Checks and prepares a key.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::new`].
    #[napi(constructor, catch_unwind)]
    pub fn new(account_sid: String, api_key_sid: String, api_key_secret: String) -> Result<Self, Error<&'static str>> {
        let secret = Zeroizing::new(api_key_secret);
        let key = SigningKey::new(&account_sid, &api_key_sid, &secret).map_err(|error| refused(&error))?;
        Ok(Self(key))
    }

    /// Signs a token, issued at `now` in seconds since 1970.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::sign`] and what makes the token.
    #[napi(catch_unwind)]
    pub fn sign(&self, options: TokenOptions, now: f64) -> Result<String, Error<&'static str>> {
        let token = AccessToken::try_from(options).map_err(|error| refused(&error))?;
        let jwt = UnixTime::try_from(now).and_then(|now| self.0.sign(&token, now));
        jwt.map_err(|error| refused(&error))
    }
}

impl TryFrom<TokenOptions> for AccessToken {
    type Error = MintError;

    fn try_from(options: TokenOptions) -> Result<Self, MintError> {
        let mut token = Self::new(options.identity)?;
        if let Some(ttl) = options.ttl {
            token = token.with_ttl(Ttl::try_from(ttl)?);
        }
        if let Some(not_before) = options.not_before {
            token = token.with_not_before(UnixTime::try_from(not_before)?);
        }
        if let Some(region) = options.region {
            token = token.with_region(region.parse::<Region>()?);
        }
        if let Some(video) = options.video {
            token = token.with_grant(VideoGrant::room_or_any(video.room.as_deref())?);
        }
        Ok(token)
    }
}
