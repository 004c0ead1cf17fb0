//! Whether a token is this account's, unaltered and of this time.

use alloc::{format, string::String, vec, vec::Vec};
use core::borrow::Borrow;

use crate::{
    claims::{BorrowedClaims, Claims},
    json,
    jws::{Algorithm, CompactJws, Header, TokenFormatError},
    key::SigningKey,
    time::UnixTime,
};

/// Says whether a token was signed with one of some keys, and is valid at a given time.
///
/// The keys decide the algorithm, never the token: one made with HS256 verifies HS256 alone, so the algorithms that are
/// allowed are those of the keys ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)). The header must be
/// that of an access token, without parameters that such a token does not have: no key, nor where to find one, is taken from
/// it. Whether the token's grants are what a caller wants is for the caller to see.
///
/// ```
/// use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
///
/// let key = SigningKey::new(
///     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
///     "ssssssssssssssssssssssssssssssss",
/// )?;
/// let now = UnixTime::from_secs(1_700_000_000);
/// let jwt = key.sign(&AccessToken::new("alice")?, now)?;
///
/// let verifier = Verifier::new(&key);
/// let claims = verifier.verify(&jwt, now)?;
/// assert_eq!(claims.grants.identity.as_deref(), Some("alice"));
///
/// let later = UnixTime::from_secs(1_700_003_600);
/// assert_eq!(verifier.verify(&jwt, later).unwrap_err().code(), "expired");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Verifier<K = SigningKey> {
    keys: Vec<K>,
    leeway: u32,
}

impl<K: Borrow<SigningKey>> Verifier<K> {
    /// Verifies what `key` has signed.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// // By reference, by value, or shared:
    /// assert!(Verifier::new(&key).verify(&jwt, now).is_ok());
    /// assert!(Verifier::new(std::sync::Arc::new(key)).verify(&jwt, now).is_ok());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(key: K) -> Self {
        Self {
            keys: vec![key],
            leeway: 0,
        }
    }

    /// Verifies what any of `keys` has signed.
    ///
    /// # Errors
    ///
    /// [`VerifierError::MissingKey`] if there is none.
    ///
    /// ```
    /// # use twilio_access_token::{SigningKey, Verifier, VerifierError};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let new_key = SigningKey::new(account, api_key, "tttttttttttttttttttttttttttttttt")?;
    /// assert!(Verifier::from_keys([new_key, key]).is_ok());
    /// assert_eq!(Verifier::<SigningKey>::from_keys([]).unwrap_err(), VerifierError::MissingKey);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn from_keys(keys: impl IntoIterator<Item = K>) -> Result<Self, VerifierError> {
        let keys = Vec::from_iter(keys);
        if keys.is_empty() {
            return Err(VerifierError::MissingKey);
        }
        Ok(Self { keys, leeway: 0 })
    }

    /// Verifies what `key` has signed as well: the new one while the old one's tokens live on, or another algorithm.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// # let new_api_key = "SKcccccccccccccccccccccccccccccccc";
    /// let new_key = SigningKey::new(account, new_api_key, "tttttttttttttttttttttttttttttttt")?;
    /// assert_eq!(Verifier::new(&new_key).verify(&jwt, now).unwrap_err().code(), "signature-mismatch");
    /// assert!(Verifier::new(&new_key).with_key(&key).verify(&jwt, now).is_ok());
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_key(mut self, key: K) -> Self {
        self.add_key(key);
        self
    }

    /// As [`with_key`](Self::with_key), for a verifier that stays where it is.
    ///
    /// ```
    /// # use twilio_access_token::{SigningKey, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = |secret| SigningKey::new(account, api_key, secret);
    /// let mut verifier = Verifier::new(key("ssssssssssssssssssssssssssssssss")?);
    /// for secret in ["tttttttttttttttttttttttttttttttt", "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"] {
    ///     verifier.add_key(key(secret)?);
    /// }
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[doc(hidden)]
    pub fn add_key(&mut self, key: K) {
        self.keys.push(key);
    }

    /// Takes clocks to differ by so many seconds. The default is 0.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let a_minute_late = UnixTime::from_secs(1_700_003_660);
    /// assert_eq!(Verifier::new(&key).verify(&jwt, a_minute_late).unwrap_err().code(), "expired");
    /// assert!(Verifier::new(&key).with_leeway(61).verify(&jwt, a_minute_late).is_ok());
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn with_leeway(mut self, seconds: u32) -> Self {
        self.set_leeway(seconds);
        self
    }

    /// As [`with_leeway`](Self::with_leeway), for a verifier that stays where it is.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let mut verifier = Verifier::new(key);
    /// verifier.set_leeway(61);
    /// assert!(verifier.verify(&jwt, UnixTime::from_secs(1_700_003_660)).is_ok());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[doc(hidden)]
    pub const fn set_leeway(&mut self, seconds: u32) {
        self.leeway = seconds;
    }

    /// The claims of `token`, if it is valid at `now`.
    ///
    /// It is valid up to, but not in, the second of `exp`, and from the second of `nbf` on
    /// ([RFC 7519 §4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1)); `iat` is not compared with anything. Times are
    /// whole seconds, and `exp` is required.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`VerifyError::Malformed`], [`VerifyError::UnsupportedHeader`],
    /// [`VerifyError::AlgorithmMismatch`], [`VerifyError::SignatureMismatch`], [`VerifyError::InvalidClaims`],
    /// [`VerifyError::WrongIssuer`], [`VerifyError::WrongAccount`], [`VerifyError::NotYetValid`], [`VerifyError::Expired`].
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let verifier = Verifier::new(&key);
    /// assert_eq!(verifier.verify(&jwt, now)?.exp.as_secs(), 1_700_003_600);
    ///
    /// let altered = jwt.replacen(".eyJ", ".eyK", 1);
    /// assert_eq!(verifier.verify(altered, now).unwrap_err().code(), "signature-mismatch");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn verify(&self, token: impl AsRef<[u8]>, now: UnixTime) -> Result<Claims, VerifyError> {
        let token = CompactJws::parse(token.as_ref()).map_err(VerifyError::Malformed)?;
        let algorithm = algorithm_of(&token)?;
        let mut keys = self.keys.iter().map(Borrow::borrow);
        if !keys.clone().any(|key| key.hmac().algorithm() == algorithm) {
            return Err(VerifyError::AlgorithmMismatch { found: algorithm });
        }
        let signed_with = keys.find(|key| key.hmac().algorithm() == algorithm && key.hmac().verify(&token));
        let key = signed_with.ok_or(VerifyError::SignatureMismatch)?;

        let BorrowedClaims(claims) = token.payload_object().map_err(|error| VerifyError::InvalidClaims {
            reason: json::reason(&error),
        })?;
        if claims.iss != key.api_key_sid().as_str() {
            return Err(VerifyError::WrongIssuer);
        }
        if claims.sub != key.account_sid().as_str() {
            return Err(VerifyError::WrongAccount);
        }
        let leeway = u64::from(self.leeway);
        let earlier = now.as_secs().saturating_sub(leeway);
        let later = now.as_secs().saturating_add(leeway);
        if let Some(not_before) = claims.nbf.filter(|nbf| nbf.as_secs() > later) {
            return Err(VerifyError::NotYetValid { not_before });
        }
        if claims.exp.as_secs() <= earlier {
            return Err(VerifyError::Expired { expired_at: claims.exp });
        }
        Ok(claims)
    }
}

/// The algorithm that a header names, if it is an access token's.
fn algorithm_of(token: &CompactJws<'_>) -> Result<Algorithm, VerifyError> {
    if let Some(algorithm) = Algorithm::of_usual_header(token.signing_input) {
        return Ok(algorithm);
    }
    let header: Header<'_> = token.header_object().map_err(|error| VerifyError::UnsupportedHeader {
        reason: json::reason(&error),
    })?;
    if header.typ != Header::TYP || header.cty != Header::CTY {
        return Err(VerifyError::UnsupportedHeader {
            reason: format!("its typ and cty must be {:?} and {:?}", Header::TYP, Header::CTY),
        });
    }
    Ok(header.alg)
}

crate::error_table! {
    /// Why keys do not make a [`Verifier`].
    ///
    /// ```
    /// use twilio_access_token::{SigningKey, Verifier};
    ///
    /// let error = Verifier::<SigningKey>::from_keys([]).unwrap_err();
    /// assert_eq!(error.code(), "missing-key");
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum VerifierError -> &'static str {
        /// There is none.
        MissingKey => "missing-key", "there is no key to verify with", "Pass at least one API key.";
    }
}

crate::error_table! {
    /// Why a token is not valid.
    ///
    /// ```
    /// use twilio_access_token::{AccessToken, SigningKey, UnixTime, Verifier, VerifyError};
    ///
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let error = Verifier::new(&key).verify(&jwt, UnixTime::from_secs(1_800_000_000)).unwrap_err();
    /// assert_eq!(error, VerifyError::Expired { expired_at: UnixTime::from_secs(1_700_003_600) });
    /// assert_eq!((error.code(), error.hint()), ("expired", "Ask for a new token, or allow for clocks that differ."));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum VerifyError -> &'static str {
        /// The token is signed with an algorithm that none of the keys has.
        AlgorithmMismatch {
            /// The token's algorithm.
            found: Algorithm,
        } => "algorithm-mismatch", "the token is signed with {found}, for which there is no key",
            "Sign with HS256, or verify with a key of that algorithm.";
        /// The token has expired.
        Expired {
            /// When it expired.
            expired_at: UnixTime,
        } => "expired", "the token expired at {expired_at}", "Ask for a new token, or allow for clocks that differ.";
        /// The signature is right, but what it signs is not the claims of an access token.
        InvalidClaims {
            /// What is wrong with them.
            reason: String,
        } => "invalid-claims", "the claims cannot be read: {reason}", "Inspect the token to see what it holds.";
        /// The input is not a token.
        Malformed(error: TokenFormatError) => "malformed", "this is no token: {error}",
            "Pass the token as it was issued, without quotation marks or \"Bearer \".", source error;
        /// The token is not valid yet.
        NotYetValid {
            /// When it will be.
            not_before: UnixTime,
        } => "not-yet-valid", "the token is not valid until {not_before}",
            "Wait, set the clocks, or allow for clocks that differ.";
        /// The token was altered, or signed with another key.
        SignatureMismatch => "signature-mismatch", "the signature is not this key's",
            "Verify with the secret of the API key that signed it.";
        /// The header is not that of an access token.
        UnsupportedHeader {
            /// What is wrong with it.
            reason: String,
        } => "unsupported-header", "the header is not that of an access token: {reason}",
            "Pass an access token, not a token of another kind.";
        /// The token names another account than the key's.
        WrongAccount => "wrong-account", "the token names another account",
            "Verify with the account and API key that the token names.";
        /// The token names another API key than the one that signed it.
        WrongIssuer => "wrong-issuer", "the token names another API key than the one that signed it",
            "Verify with the account and API key that the token names.";
    }
}
