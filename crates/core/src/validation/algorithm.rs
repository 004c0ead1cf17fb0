//! The algorithms of validation tokens.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::jws::AlgorithmError;

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
