//! Why a capability token is not made.

use alloc::string::String;
use core::fmt;

use crate::error::MintError;

/// Why a capability token is not made: [`MintError`]'s reasons, and those that only capabilities have.
///
/// As of that, [`Display`](fmt::Display) says what is wrong, [`explanation`](Self::explanation) what to do about it, and neither
/// shows a secret, nor what was given for one.
///
/// ```
/// use twilio_access_token::capability::{AuthTokenKey, CapabilityError};
///
/// let error = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", " token").unwrap_err();
/// assert_eq!(error, CapabilityError::InvalidAuthToken { empty: false });
///
/// let error = AuthTokenKey::new("AC", "token").unwrap_err();
/// assert!(matches!(error, CapabilityError::Mint(_)));
/// assert_eq!(error.code(), "invalid-account-sid");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CapabilityError {
    /// The auth token is empty, or begins or ends with white space.
    InvalidAuthToken {
        /// Whether it is empty.
        empty: bool,
    },
    /// A TaskRouter channel that is not a worker, a task queue or the workspace itself.
    InvalidChannelSid,
    /// A TaskRouter policy without a URL, or with a filter that is not a JSON object.
    InvalidPolicy,
    /// What is wrong is not peculiar to capabilities.
    Mint(MintError),
}

impl CapabilityError {
    /// The stable name of this error.
    ///
    /// ```
    /// use twilio_access_token::capability::AuthTokenKey;
    ///
    /// let error = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "").unwrap_err();
    /// assert_eq!(error.code(), "invalid-auth-token");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidAuthToken { .. } => "invalid-auth-token",
            Self::InvalidChannelSid => "invalid-channel-sid",
            Self::InvalidPolicy => "invalid-policy",
            Self::Mint(error) => error.code(),
        }
    }

    /// What to do about it: one sentence.
    ///
    /// ```
    /// # use twilio_access_token::capability::CapabilityError;
    /// assert_eq!(
    ///     CapabilityError::InvalidPolicy.explanation(),
    ///     "Give the URL that the policy is for, and filters as JSON objects.",
    /// );
    /// ```
    #[must_use]
    pub fn explanation(&self) -> String {
        String::from(match self {
            Self::InvalidAuthToken { .. } => {
                "Give the Auth Token that stands beside the Account SID on the Twilio Console's home page."
            }
            Self::InvalidChannelSid => {
                "Give the SID of a worker (WK…) or a task queue (WQ…), or that of the workspace (WS…) once more."
            }
            Self::InvalidPolicy => "Give the URL that the policy is for, and filters as JSON objects.",
            Self::Mint(error) => return error.hint(),
        })
    }
}

impl<E: Into<MintError>> From<E> for CapabilityError {
    fn from(error: E) -> Self {
        Self::Mint(error.into())
    }
}

impl fmt::Display for CapabilityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidAuthToken { empty: true } => f.write_str("the auth token is empty"),
            Self::InvalidAuthToken { empty: false } => f.write_str("the auth token begins or ends with white space"),
            Self::InvalidChannelSid => f.write_str("the channel is not a worker, a task queue or the workspace itself"),
            Self::InvalidPolicy => f.write_str("a policy has no URL, or a filter that is not a JSON object"),
            Self::Mint(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for CapabilityError {}
