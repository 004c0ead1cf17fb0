//! The key that signs.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use crate::{
    claims::Claims,
    error::MintError,
    json::{Object, RawWriter, key},
    jws::{Algorithm, HmacKey},
    region::Region,
    sid::{AccountSid, ApiKeySid},
    time::UnixTime,
    token::AccessToken,
};

/// A Twilio API key, ready to sign tokens of its account.
///
/// Make one and keep it: the secret's hash states are prepared once. It does not hold the secret itself, wipes those states
/// when dropped, and can be neither cloned nor printed; share it by reference or in an `Arc`.
///
/// ```
/// use twilio_access_token::{AccessToken, SigningKey, UnixTime, VideoGrant};
///
/// let key = SigningKey::new(
///     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
///     "ssssssssssssssssssssssssssssssss",
/// )?;
/// let token = AccessToken::new("alice")?.with_grant(VideoGrant::room("daily")?);
/// let jwt = key.sign(&token, UnixTime::from_secs(1_700_000_000))?;
/// assert!(jwt.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0."));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
pub struct SigningKey {
    account_sid: AccountSid,
    api_key_sid: ApiKeySid,
    hmac: HmacKey,
}

impl SigningKey {
    /// A key that signs with HS256, the algorithm that Twilio documents.
    ///
    /// The key must be a Main or Standard one: [Restricted keys cannot mint][restricted]. The secret is the text that the
    /// Console shows once, when a key is made; it is used as it stands.
    ///
    /// # Errors
    ///
    /// [`MintError::SidsSwapped`], [`MintError::InvalidSid`] and [`MintError::InvalidApiKeySecret`].
    ///
    /// ```
    /// # use twilio_access_token::SigningKey;
    /// let account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let api_key_sid = "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    /// assert!(SigningKey::new(account_sid, api_key_sid, "ssssssssssssssssssssssssssssssss").is_ok());
    ///
    /// let error = SigningKey::new(api_key_sid, account_sid, "ssssssssssssssssssssssssssssssss").unwrap_err();
    /// assert_eq!(error.code(), "sids-swapped");
    /// let error = SigningKey::new(account_sid, api_key_sid, "ssssssssssssssssssssssssssssssss\n").unwrap_err();
    /// assert_eq!(error.code(), "invalid-api-key-secret");
    /// ```
    ///
    /// [restricted]: https://www.twilio.com/docs/iam/api-keys/restricted-api-keys
    pub fn new(account_sid: &str, api_key_sid: &str, api_key_secret: &str) -> Result<Self, MintError> {
        Self::with_algorithm(account_sid, api_key_sid, api_key_secret, Algorithm::Hs256)
    }

    /// As [`new`](Self::new), with an algorithm of the caller's choice.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Algorithm, SigningKey, UnixTime};
    /// # #[cfg(feature = "sha512")] {
    /// let key = SigningKey::with_algorithm(
    ///     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ///     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    ///     "ssssssssssssssssssssssssssssssss",
    ///     Algorithm::Hs512,
    /// )?;
    /// let jwt = key.sign(&AccessToken::new("alice")?, UnixTime::from_secs(1_700_000_000))?;
    /// assert!(jwt.starts_with("eyJhbGciOiJIUzUxMiI"));
    /// # }
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn with_algorithm(
        account_sid: &str,
        api_key_sid: &str,
        api_key_secret: &str,
        algorithm: Algorithm,
    ) -> Result<Self, MintError> {
        if account_sid.parse::<ApiKeySid>().is_ok() && api_key_sid.parse::<AccountSid>().is_ok() {
            return Err(MintError::SidsSwapped);
        }
        let account_sid = account_sid.parse()?;
        let api_key_sid = api_key_sid.parse()?;
        if api_key_secret.is_empty() || api_key_secret.trim_ascii() != api_key_secret {
            return Err(MintError::InvalidApiKeySecret {
                empty: api_key_secret.is_empty(),
            });
        }
        Ok(Self {
            account_sid,
            api_key_sid,
            hmac: HmacKey::new(algorithm, api_key_secret.as_bytes()),
        })
    }

    /// The account whose tokens this key signs.
    ///
    /// ```
    /// # use twilio_access_token::SigningKey;
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// assert_eq!(key.account_sid().as_str(), "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn account_sid(&self) -> &AccountSid {
        &self.account_sid
    }

    /// The key's SID.
    ///
    /// ```
    /// # use twilio_access_token::SigningKey;
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// assert_eq!(key.api_key_sid().as_str(), "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn api_key_sid(&self) -> &ApiKeySid {
        &self.api_key_sid
    }

    pub(crate) const fn hmac(&self) -> &HmacKey {
        &self.hmac
    }

    /// Signs `token`, issued at `now`: the compact JWT, byte for byte what Twilio's Node library makes of the same input.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidTime`] and [`MintError::NeverValid`].
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// let token = AccessToken::new("alice")?.with_not_before(UnixTime::from_secs(1_700_003_600));
    /// assert!(key.sign(&token, UnixTime::from_secs(1_700_000_001)).is_ok());
    ///
    /// let error = key.sign(&token, UnixTime::from_secs(1_700_000_000)).unwrap_err();
    /// assert_eq!(error.code(), "never-valid");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn sign(&self, token: &AccessToken, now: UnixTime) -> Result<String, MintError> {
        let payload = self.payload(token, now)?;
        let region = token.region.as_ref().map(Region::as_str);
        Ok(self.hmac.sign_payload(&payload, region))
    }

    /// Signs a token for each line of `lines`, all issued at `now`, for callers to whom a call costs more than a token. Each
    /// line is what [`AccessToken::from_json`] reads, and has its line in what comes back: the compact JWT or, where the token
    /// is refused, the error [as JSON](MintError::to_json). A JWT never starts with `{`.
    ///
    /// ```
    /// # use twilio_access_token::{SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// let requests = r#"{"identity":"alice","grants":{"video":{"room":"daily"}}}
    /// {"identity":""}"#;
    /// let answers = key.sign_json_lines(requests, UnixTime::from_secs(1_700_000_000));
    /// let answers = answers.lines().collect::<Vec<_>>();
    /// assert!(answers[0].starts_with("eyJ"));
    /// assert!(answers[1].starts_with(r#"{"code":"empty-identity","message":"#));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn sign_json_lines(&self, lines: &str, now: UnixTime) -> String {
        let mut answers = String::with_capacity(lines.len() * BYTES_OF_ANSWER_PER_BYTE_OF_LINE);
        for line in lines.lines() {
            let answer = AccessToken::from_json(line).and_then(|token| self.sign(&token, now));
            answers.push_str(&answer.unwrap_or_else(|error| error.to_json()));
            answers.push('\n');
        }
        answers
    }

    /// The JSON text of [`claims`](Self::claims).
    fn payload(&self, token: &AccessToken, now: UnixTime) -> Result<Vec<u8>, MintError> {
        let (nbf, exp) = token.validity(now)?;
        let (iss, sub) = (self.api_key_sid.as_str(), self.account_sid.as_str());
        let mut json = Vec::with_capacity(PAYLOAD_WITHOUT_GRANTS + token.grants.size_hint());
        let mut claims = Object::open(&mut json);
        let jti = RawWriter(claims.value(key!("jti")));
        jti.text("\"").text(iss).text("-").number(now.as_secs()).text("\"");
        token.grants.write(claims.value(key!("grants")));
        claims
            .number(key!("nbf"), nbf.map(UnixTime::as_secs))
            .number(key!("iat"), Some(now.as_secs()))
            .number(key!("exp"), Some(exp.as_secs()))
            .unescaped_string(key!("iss"), iss)
            .unescaped_string(key!("sub"), sub)
            .close();
        Ok(json)
    }

    /// The claims that [`sign`](Self::sign) would sign, for use with another JWT library; the header to go with them is
    /// [`Header::access_token`](crate::Header::access_token).
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign).
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// let claims = key.claims(&AccessToken::new("alice")?, UnixTime::from_secs(1_700_000_000))?;
    /// assert_eq!(claims.jti, "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-1700000000");
    /// assert_eq!(claims.exp.as_secs(), 1_700_003_600);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn claims(&self, token: &AccessToken, now: UnixTime) -> Result<Claims, MintError> {
        let (nbf, exp) = token.validity(now)?;
        Ok(Claims {
            jti: format!("{}-{now}", self.api_key_sid),
            grants: token.grants.clone(),
            nbf,
            iat: Some(now),
            exp,
            iss: String::from(self.api_key_sid.as_str()),
            sub: String::from(self.account_sid.as_str()),
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("account_sid", &self.account_sid.as_str())
            .field("api_key_sid", &self.api_key_sid.as_str())
            .field("hmac", &self.hmac)
            .finish()
    }
}

/// Bytes of the JSON text of all claims but `grants`: two SIDs of 34 characters, one of them twice, and times of up to 12.
const PAYLOAD_WITHOUT_GRANTS: usize = 256;

/// A room token has some 460 characters, and what asks for it some 60; one with more grants grows less than that.
const BYTES_OF_ANSWER_PER_BYTE_OF_LINE: usize = 8;
