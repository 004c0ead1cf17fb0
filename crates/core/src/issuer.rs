//! Tokens as the environment configures them.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

use crate::{
    env::{Aliases, EnvError, env_var},
    error::MintError,
    grants::VideoGrant,
    key::SigningKey,
    time::{Ttl, UnixTime},
    token::AccessToken,
};

/// Mints room tokens with the key and lifetime that the environment names, so that every program that reads an environment
/// reads the same one.
///
/// | variable | other spellings | |
/// |---|---|---|
/// | `ACCOUNT_SID` | `TWILIO_ACCOUNT_SID` | required |
/// | `API_KEY` | `API_KEY_SID`, `TWILIO_API_KEY`, `TWILIO_API_KEY_SID` | required |
/// | `API_SECRET` | `API_KEY_SECRET`, `TWILIO_API_SECRET`, `TWILIO_API_KEY_SECRET` | required |
/// | `TOKEN_TTL` | | seconds, 1 to 86400; 3600 when unset |
///
/// An empty variable counts as unset.
///
/// ```
/// use twilio_access_token::{TokenIssuer, UnixTime};
///
/// let issuer = TokenIssuer::from_env(|name| match name {
///     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
///     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
///     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
///     "TOKEN_TTL" => Some(String::from("900")),
///     _ => None,
/// })?;
/// let issued = issuer.create_room_token("alice", Some("daily"), UnixTime::from_secs(1_700_000_000))?;
/// assert_eq!(issued.expires_at.as_secs(), 1_700_000_900);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Debug)]
pub struct TokenIssuer {
    key: SigningKey,
    ttl: Ttl,
}

/// A token that has been signed.
///
/// ```
/// # use twilio_access_token::{TokenIssuer, UnixTime};
/// # let variable = |name: &str| match name {
/// #     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
/// #     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
/// #     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
/// #     _ => None,
/// # };
/// # let issuer = TokenIssuer::from_env(variable)?;
/// let issued = issuer.create_room_token("alice", None, UnixTime::from_secs(1_700_000_000))?;
/// let answer = format!(r#"{{"token":"{}","expires_at":{}}}"#, issued.jwt, issued.expires_at);
/// assert!(answer.ends_with(r#","expires_at":1700003600}"#));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct IssuedToken {
    /// The compact JWT.
    pub jwt: String,
    /// When Twilio starts to refuse it.
    pub expires_at: UnixTime,
}

impl TokenIssuer {
    /// Reads the variables through `variable`, which gives the value of the one that is named.
    ///
    /// # Errors
    ///
    /// [`MintError::Environment`], and as [`SigningKey::new`] and [`Ttl`]'s
    /// `from_str`.
    ///
    /// ```
    /// use twilio_access_token::TokenIssuer;
    ///
    /// let issuer = TokenIssuer::from_env(|name| std::env::var(name).ok());
    /// # let issuer = TokenIssuer::from_env(|_| None);
    /// // Where none of them is set:
    /// assert_eq!(issuer.unwrap_err().to_string(), "ACCOUNT_SID, API_KEY and API_SECRET are not set");
    /// ```
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Result<Self, MintError> {
        let account_sid = env_var(&variable, ACCOUNT_SID)?;
        let api_key_sid = env_var(&variable, API_KEY_SID)?;
        let api_key_secret = env_var(&variable, API_KEY_SECRET)?;
        let ttl = env_var(&variable, TTL)?;

        let (Some(account_sid), Some(api_key_sid), Some(api_key_secret)) =
            (&account_sid, &api_key_sid, &api_key_secret)
        else {
            let names = [
                (ACCOUNT_SID, account_sid.is_some()),
                (API_KEY_SID, api_key_sid.is_some()),
                (API_KEY_SECRET, api_key_secret.is_some()),
            ];
            let missing = names.into_iter().filter(|(_, set)| !set);
            return Err(EnvError::Missing {
                names: missing.map(|(spellings, _)| spellings[0]).collect::<Vec<_>>(),
            }
            .into());
        };
        Ok(Self {
            key: SigningKey::new(account_sid, api_key_sid, api_key_secret)?,
            ttl: ttl.map_or_else(|| Ok(Ttl::default()), |ttl| ttl.parse())?,
        })
    }

    /// The secret alone, read as [`from_env`](Self::from_env) reads it, for what needs no more than that:
    /// [`Inspector::with_secret`](crate::Inspector::with_secret). `None` where none of its spellings is set.
    ///
    /// # Errors
    ///
    /// [`EnvError::Conflicting`].
    ///
    /// ```
    /// use twilio_access_token::TokenIssuer;
    ///
    /// let variable = |name: &str| (name == "TWILIO_API_SECRET").then(|| String::from("secret"));
    /// assert_eq!(TokenIssuer::api_key_secret(variable)?.as_deref().map(String::as_str), Some("secret"));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    pub fn api_key_secret(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Zeroizing<String>>, EnvError> {
        env_var(variable, API_KEY_SECRET)
    }

    /// The key.
    ///
    /// ```
    /// # use twilio_access_token::TokenIssuer;
    /// # let variable = |name: &str| match name {
    /// #     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
    /// #     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
    /// #     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
    /// #     _ => None,
    /// # };
    /// let issuer = TokenIssuer::from_env(variable)?;
    /// assert_eq!(issuer.key().account_sid().as_str(), "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The key alone.
    ///
    /// ```
    /// # use twilio_access_token::TokenIssuer;
    /// # let variable = |name: &str| match name {
    /// #     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
    /// #     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
    /// #     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
    /// #     _ => None,
    /// # };
    /// let key = TokenIssuer::from_env(variable)?.into_key();
    /// assert_eq!(key.api_key_sid().as_str(), "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn into_key(self) -> SigningKey {
        self.key
    }

    /// How long tokens live.
    ///
    /// ```
    /// # use twilio_access_token::{TokenIssuer, Ttl};
    /// # let variable = |name: &str| match name {
    /// #     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
    /// #     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
    /// #     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
    /// #     _ => None,
    /// # };
    /// assert_eq!(TokenIssuer::from_env(variable)?.ttl(), Ttl::DEFAULT);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn ttl(&self) -> Ttl {
        self.ttl
    }

    /// A token with which `identity` may join `room`, or every room where none is named.
    ///
    /// # Errors
    ///
    /// As [`AccessToken::new`], [`VideoGrant::room`] and [`SigningKey::sign`].
    ///
    /// ```
    /// # use twilio_access_token::{TokenIssuer, UnixTime};
    /// # let variable = |name: &str| match name {
    /// #     "ACCOUNT_SID" => Some(String::from("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
    /// #     "API_KEY" => Some(String::from("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")),
    /// #     "API_SECRET" => Some(String::from("ssssssssssssssssssssssssssssssss")),
    /// #     _ => None,
    /// # };
    /// # let issuer = TokenIssuer::from_env(variable)?;
    /// let now = UnixTime::from_secs(1_700_000_000);
    /// assert!(issuer.create_room_token("alice", Some("daily"), now)?.jwt.starts_with("eyJ"));
    /// assert_eq!(issuer.create_room_token("alice", Some(""), now).unwrap_err().code(), "empty-room");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn create_room_token(
        &self,
        identity: &str,
        room: Option<&str>,
        now: UnixTime,
    ) -> Result<IssuedToken, MintError> {
        let token = AccessToken::new(identity)?.with_grant(VideoGrant::room_or_any(room)?);
        self.issue(token, now)
    }

    /// Signs `token`, with the lifetime that is configured where it has none of its own.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::sign`].
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, TokenIssuer, UnixTime};
    /// let issuer = TokenIssuer::from_env(|name| {
    ///     let value = match name {
    ///         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ///         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    ///         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
    ///         "TOKEN_TTL" => "900",
    ///         _ => return None,
    ///     };
    ///     Some(value.to_owned())
    /// })?;
    /// let issued = issuer.issue(AccessToken::new("alice")?, UnixTime::from_secs(1_700_000_000))?;
    /// assert_eq!(issued.expires_at, UnixTime::from_secs(1_700_000_900));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn issue(&self, token: AccessToken, now: UnixTime) -> Result<IssuedToken, MintError> {
        let token = token.with_default_ttl(self.ttl);
        Ok(IssuedToken {
            jwt: self.key.sign(&token, now)?,
            expires_at: token.expires_at(now)?,
        })
    }
}

const ACCOUNT_SID: Aliases = &["ACCOUNT_SID", "TWILIO_ACCOUNT_SID"];
const API_KEY_SID: Aliases = &["API_KEY", "API_KEY_SID", "TWILIO_API_KEY", "TWILIO_API_KEY_SID"];
const API_KEY_SECRET: Aliases = &[
    "API_SECRET",
    "API_KEY_SECRET",
    "TWILIO_API_SECRET",
    "TWILIO_API_KEY_SECRET",
];
const TTL: Aliases = &["TOKEN_TTL"];
