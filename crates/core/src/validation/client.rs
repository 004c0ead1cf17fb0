//! Who validates requests.

use serde::Serialize;

use super::{algorithm::RsaAlgorithm, request::CanonicalRequest, unsigned::UnsignedToken};
use crate::{
    error::MintError,
    json,
    sid::{AccountSid, ApiKeySid, CredentialSid},
    time::{Ttl, UnixTime},
};

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
    /// [`MintError::InvalidTime`].
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
