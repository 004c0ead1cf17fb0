//! [Public Key Client Validation][pkcv]: a token that goes with a request to Twilio's API, in the header
//! `Twilio-Client-Validation`, and proves that its sender holds a private key and that nobody has altered the request.
//!
//! The token signs a hash of the request. [`CanonicalRequest`] is what is hashed, [`ValidationClient`] makes the token of it,
//! and the signature comes from `PrivateKey` (feature `pkcv`), or from whatever else holds the key, such as a key management
//! service:
//!
//! ```
//! use twilio_access_token::UnixTime;
//! use twilio_access_token::validation::{CanonicalRequest, RsaAlgorithm, ValidationClient};
//!
//! let client = ValidationClient::new(
//!     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
//!     RsaAlgorithm::Rs256,
//! )?;
//! let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json")
//!     .with_query("PageSize=20")
//!     .with_authorization("Basic QUM6");
//! let unsigned = client.unsigned_token(&request, UnixTime::from_secs(1_700_000_000))?;
//!
//! # fn sign_elsewhere(_: &str) -> [u8; 256] { [0; 256] }
//! let signature = sign_elsewhere(unsigned.signing_input());
//! let jwt = unsigned.with_signature(&signature);
//! # assert_eq!(jwt.split('.').count(), 3);
//! # Ok::<(), twilio_access_token::MintError>(())
//! ```
//!
//! [pkcv]: https://www.twilio.com/docs/iam/pkcv

#[cfg(feature = "pkcv")]
mod private_key;
mod request;

use alloc::string::String;
use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

#[cfg(feature = "pkcv")]
pub use self::private_key::{PrivateKey, PrivateKeyError};
pub use self::request::CanonicalRequest;
use crate::{
    base64url,
    error::MintError,
    json,
    jws::{self, AlgorithmError},
    sid::{AccountSid, ApiKeySid, CredentialSid},
    time::{Ttl, UnixTime},
};

/// The algorithm of a validation token, RFC 7518 §3.3 and §3.5.
///
/// ```
/// use twilio_access_token::validation::RsaAlgorithm;
///
/// assert_eq!("PS256".parse(), Ok(RsaAlgorithm::Ps256));
/// assert_eq!("HS256".parse::<RsaAlgorithm>().unwrap_err().code(), "unsupported-algorithm");
/// ```
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum RsaAlgorithm {
    /// RSASSA-PSS with SHA-256, and a salt of 32 bytes.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
}

impl RsaAlgorithm {
    /// The name in the header's `alg`, RFC 7518 §3.1.
    ///
    /// ```
    /// # use twilio_access_token::validation::RsaAlgorithm;
    /// assert_eq!(RsaAlgorithm::default().as_str(), "RS256");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }
}

impl fmt::Display for RsaAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RsaAlgorithm {
    type Err = AlgorithmError;

    /// # Errors
    ///
    /// [`AlgorithmError::Unsupported`] for any name but those of the variants, in just their spelling.
    fn from_str(name: &str) -> Result<Self, AlgorithmError> {
        match name {
            "PS256" => Ok(Self::Ps256),
            "RS256" => Ok(Self::Rs256),
            _ => Err(AlgorithmError::Unsupported),
        }
    }
}

/// Who validates: an account, the public key that was submitted to Twilio, and the API key with which requests authenticate.
///
/// ```
/// use twilio_access_token::UnixTime;
/// use twilio_access_token::validation::{CanonicalRequest, RsaAlgorithm, ValidationClient};
///
/// let client = ValidationClient::new(
///     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
///     RsaAlgorithm::Rs256,
/// )?;
/// let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json");
/// let unsigned = client.unsigned_token(&request, UnixTime::from_secs(1_700_000_000))?;
/// assert_eq!(unsigned.algorithm(), RsaAlgorithm::Rs256);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValidationClient {
    account_sid: AccountSid,
    api_key_sid: ApiKeySid,
    credential_sid: CredentialSid,
    algorithm: RsaAlgorithm,
    ttl: Ttl,
}

impl ValidationClient {
    /// A client whose tokens live five minutes, as those of Twilio's libraries do.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidSid`].
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, ValidationClient};
    /// # let (account_sid, api_key_sid) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// let client = |credential_sid| ValidationClient::new(account_sid, credential_sid, api_key_sid, RsaAlgorithm::Rs256);
    /// assert!(client("CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").is_ok());
    /// assert_eq!(client("PKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").unwrap_err().code(), "invalid-credential-sid");
    /// ```
    pub fn new(
        account_sid: &str,
        credential_sid: &str,
        api_key_sid: &str,
        algorithm: RsaAlgorithm,
    ) -> Result<Self, MintError> {
        Ok(Self {
            account_sid: account_sid.parse()?,
            credential_sid: credential_sid.parse()?,
            api_key_sid: api_key_sid.parse()?,
            algorithm,
            ttl: Ttl::seconds(300)?,
        })
    }

    /// Sets the lifetime of the tokens.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, Ttl, UnixTime};
    /// # use twilio_access_token::validation::{CanonicalRequest, RsaAlgorithm, ValidationClient};
    /// # let client = ValidationClient::new(
    /// #     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    /// #     RsaAlgorithm::Rs256,
    /// # )?;
    /// # let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json");
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let client = client.with_ttl(Ttl::seconds(60)?);
    /// let jwt = client.unsigned_token(&request, now)?.with_signature(&[0; 256]);
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.ends_with(r#""iat":1700000000,"exp":1700000060}"#)));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = ttl;
        self
    }

    /// The token for `request`, issued at `now`, all but its signature.
    ///
    /// # Errors
    ///
    /// [`MintError::TimeOutOfRange`].
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::validation::{CanonicalRequest, RsaAlgorithm, ValidationClient};
    /// # let client = ValidationClient::new(
    /// #     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    /// #     RsaAlgorithm::Rs256,
    /// # )?;
    /// # let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json");
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let jwt = client.unsigned_token(&request, now)?.with_signature(&[0; 256]);
    /// let claim = format!(r#""hrh":"authorization;host","rqh":"{}""#, request.hash());
    /// assert!(Inspector::new(now).inspect(&jwt).payload().is_some_and(|payload| payload.contains(&claim)));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn unsigned_token(&self, request: &CanonicalRequest, now: UnixTime) -> Result<UnsignedToken, MintError> {
        /// The claims: the order of these fields is the order of the bytes.
        #[derive(Serialize)]
        struct Payload<'a> {
            iss: &'a str,
            sub: &'a str,
            hrh: &'a str,
            rqh: &'a str,
            iat: UnixTime,
            exp: UnixTime,
        }

        let payload = Payload {
            iss: self.api_key_sid.as_str(),
            sub: self.account_sid.as_str(),
            hrh: CanonicalRequest::SIGNED_HEADERS,
            rqh: &request.hash(),
            iat: now,
            exp: now.plus(self.ttl)?,
        };
        let payload = json::to_vec(&payload, 256);
        Ok(UnsignedToken::unchecked(
            self.algorithm,
            self.credential_sid.as_str(),
            &payload,
        ))
    }
}

/// A validation token that lacks its signature.
///
/// ```
/// use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
///
/// # fn sign_elsewhere(_: &str) -> [u8; 256] { [0; 256] }
/// # let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b"{}");
/// let signature = match unsigned.algorithm() {
///     RsaAlgorithm::Rs256 => sign_elsewhere(unsigned.signing_input()),
///     other => panic!("the key is not one for {other}"),
/// };
/// assert_eq!(unsigned.with_signature(&signature).split('.').count(), 3);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnsignedToken {
    algorithm: RsaAlgorithm,
    signing_input: String,
}

impl UnsignedToken {
    /// The token whose payload is `payload`, which should be the JSON text of the claims.
    ///
    /// **Nothing is checked**: not that the payload is JSON, nor that Twilio would take it.
    /// [`ValidationClient::unsigned_token`] checks.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", br#"{"iss":"SK1"}"#);
    /// assert!(unsigned.signing_input().ends_with(".eyJpc3MiOiJTSzEifQ"));
    /// ```
    #[must_use]
    pub fn unchecked(algorithm: RsaAlgorithm, credential_sid: &str, payload: &[u8]) -> Self {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: RsaAlgorithm,
            typ: &'static str,
            kid: &'a str,
            cty: &'static str,
        }

        let header = jws::encode_header(&Header {
            alg: algorithm,
            typ: "JWT",
            kid: credential_sid,
            cty: "twilio-pkrv;v=1",
        });
        Self {
            algorithm,
            signing_input: base64url::into_string(jws::signing_input(&header, payload, 0)),
        }
    }

    /// The algorithm to sign with.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Ps256, "CR1", b"{}");
    /// assert_eq!(unsigned.algorithm(), RsaAlgorithm::Ps256);
    /// ```
    #[must_use]
    pub const fn algorithm(&self) -> RsaAlgorithm {
        self.algorithm
    }

    /// What is to be signed, RFC 7515 §5.1. It is ASCII.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", b"{}");
    /// assert_eq!(unsigned.signing_input().split('.').count(), 2);
    /// ```
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The compact JWT with `signature`, which is taken as it is.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", b"{}");
    /// assert!(unsigned.with_signature(&[3, 236, 255, 224, 193]).ends_with(".e30.A-z_4ME"));
    /// ```
    #[must_use]
    pub fn with_signature(self, signature: &[u8]) -> String {
        let mut token = self.signing_input.into_bytes();
        let signed_len = token.len();
        token.resize(signed_len + 1 + base64url::encoded_len(signature.len()), b'.');
        base64url::encode_into(signature, &mut token[signed_len + 1..]);
        base64url::into_string(token)
    }
}
