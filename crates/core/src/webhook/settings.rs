//! Which key and algorithm a request is signed with.

use alloc::string::String;
use core::{fmt, str::FromStr};

use super::error::WebhookError;

/// The algorithm of a webhook's signature, RFC 2104 with one hash or the other.
///
/// ```
/// use twilio_access_token::WebhookAlgorithm;
///
/// assert_eq!("HMAC_SHA256".parse(), Ok(WebhookAlgorithm::HmacSha256));
/// let error = "HMAC_SHA512".parse::<WebhookAlgorithm>().unwrap_err();
/// assert_eq!(error.code(), "unsupported-signature-algorithm");
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum WebhookAlgorithm {
    /// HMAC with SHA-1, the one that goes with an auth token.
    #[default]
    HmacSha1,
    /// HMAC with SHA-256, for shared keys.
    HmacSha256,
}

impl WebhookAlgorithm {
    /// The name that Twilio gives it.
    ///
    /// ```
    /// # use twilio_access_token::WebhookAlgorithm;
    /// assert_eq!(WebhookAlgorithm::default().as_str(), "HMAC_SHA1");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC_SHA1",
            Self::HmacSha256 => "HMAC_SHA256",
        }
    }
}

impl fmt::Display for WebhookAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for WebhookAlgorithm {
    type Err = WebhookError;

    /// Upper and lower case are the same, as in Twilio's Python library.
    ///
    /// # Errors
    ///
    /// [`WebhookError::UnsupportedSignatureAlgorithm`] for any other name.
    fn from_str(name: &str) -> Result<Self, WebhookError> {
        let known = [Self::HmacSha1, Self::HmacSha256];
        let named = known
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(name));
        named.ok_or(WebhookError::UnsupportedSignatureAlgorithm)
    }
}

/// What a request says about its signature, in the header `X-Twilio-Webhooks-Signature-Settings`.
///
/// Nothing vouches for it but the signature itself: it may choose among the keys that a server has, and no more.
///
/// ```
/// use twilio_access_token::{WebhookAlgorithm, WebhookSettings};
///
/// let settings = WebhookSettings::from_header(Some("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"))?;
/// assert_eq!(settings.key_id.as_deref(), Some("webhooks_sharedkey_1"));
/// assert_eq!(settings.algorithm, WebhookAlgorithm::HmacSha256);
///
/// assert_eq!(WebhookSettings::from_header(None)?, WebhookSettings::default());
/// # Ok::<(), twilio_access_token::WebhookError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct WebhookSettings {
    /// The id of the shared key whose secret the request is signed with; without one it is the account's auth token.
    pub key_id: Option<String>,
    /// The algorithm; HMAC_SHA1 where none is named.
    pub algorithm: WebhookAlgorithm,
}

impl WebhookSettings {
    /// The settings of a request that is signed with the shared key of this id, or with the auth token where it is `None`.
    ///
    /// ```
    /// # use twilio_access_token::{WebhookAlgorithm, WebhookSettings};
    /// let settings = WebhookSettings::new(Some(String::from("webhooks_sharedkey_1")), WebhookAlgorithm::HmacSha256);
    /// let header = "algorithm=HMAC_SHA256,key=webhooks_sharedkey_1";
    /// assert_eq!(WebhookSettings::from_header(Some(header)), Ok(settings));
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub const fn new(key_id: Option<String>, algorithm: WebhookAlgorithm) -> Self {
        Self { key_id, algorithm }
    }

    /// Reads the header's value, `None` where the request has no such header: `key=<id>,algorithm=<name>`, in either order.
    /// Other names are let pass, since Twilio may add some; of a name that stands twice the first counts.
    ///
    /// # Errors
    ///
    /// [`WebhookError::UnsupportedSignatureAlgorithm`].
    ///
    /// ```
    /// # use twilio_access_token::{WebhookAlgorithm, WebhookSettings};
    /// let settings = WebhookSettings::from_header(Some("key=webhooks_sharedkey_1"))?;
    /// assert_eq!(settings.algorithm, WebhookAlgorithm::HmacSha1);
    /// assert!(WebhookSettings::from_header(Some("algorithm=MD5")).is_err());
    /// # Ok::<(), twilio_access_token::WebhookError>(())
    /// ```
    pub fn from_header(value: Option<&str>) -> Result<Self, WebhookError> {
        let value = value.unwrap_or_default();
        let named = |wanted: &str| {
            let pairs = value.split(',').filter_map(|part| part.split_once('='));
            let mut pairs = pairs.map(|(name, value)| (name.trim(), value.trim()));
            pairs.find_map(|(name, value)| (name == wanted && !value.is_empty()).then_some(value))
        };
        Ok(Self {
            key_id: named("key").map(String::from),
            algorithm: named("algorithm").map(str::parse).transpose()?.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::{WebhookAlgorithm, WebhookError, WebhookSettings};

    #[test]
    fn names_webhook_algorithms_as_twilio_does() {
        for name in ["HMAC_SHA1", "HMAC_SHA256"] {
            assert_eq!(name.parse::<WebhookAlgorithm>().unwrap().to_string(), name);
        }
    }

    #[test]
    fn headers() {
        let read = |value: &str| WebhookSettings::from_header(Some(value));
        for (value, key_id, algorithm) in [
            ("", None, WebhookAlgorithm::HmacSha1),
            ("key=k", Some("k"), WebhookAlgorithm::HmacSha1),
            ("algorithm=HMAC_SHA256", None, WebhookAlgorithm::HmacSha256),
            (
                " algorithm = hmac_sha256 , key = k ",
                Some("k"),
                WebhookAlgorithm::HmacSha256,
            ),
            (
                "key=a=b,algorithm=HMAC_SHA1,version=2",
                Some("a=b"),
                WebhookAlgorithm::HmacSha1,
            ),
            (
                "key=first,key=second,algorithm=,noise",
                Some("first"),
                WebhookAlgorithm::HmacSha1,
            ),
        ] {
            let settings = read(value).unwrap();
            assert_eq!(
                (settings.key_id.as_deref(), settings.algorithm),
                (key_id, algorithm),
                "{value}"
            );
        }
        for value in ["algorithm=HMAC_SHA512", "key=k,algorithm=none", "algorithm=HMAC-SHA256"] {
            assert_eq!(read(value), Err(WebhookError::UnsupportedSignatureAlgorithm), "{value}");
        }
    }
}
