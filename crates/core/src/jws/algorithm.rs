//! The algorithms of access tokens.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

crate::error_table! {
    /// Why a string does not name an algorithm.
    ///
    /// ```
    /// use twilio_access_token::{Algorithm, AlgorithmError};
    ///
    /// assert_eq!("none".parse::<Algorithm>(), Err(AlgorithmError::Unsupported));
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum AlgorithmError -> &'static str {
        /// It names another algorithm, or none.
        Unsupported => "unsupported-algorithm", "the algorithm is not HS256, HS384 or HS512",
            "Use HS256, the one that Twilio documents.";
    }
}

/// Declares the algorithms, with their names and encoded headers.
macro_rules! algorithms {
    ($(
        $(#[$attribute:meta])+
        $variant:ident = $name:literal, $header:literal $(, feature = $feature:literal)?;
    )+) => {
        /// The HMAC algorithm of a token, RFC 7518 §3.2.
        ///
        /// ```
        /// use twilio_access_token::Algorithm;
        ///
        /// assert_eq!("HS256".parse(), Ok(Algorithm::Hs256));
        /// assert_eq!("none".parse::<Algorithm>().unwrap_err().code(), "unsupported-algorithm");
        /// ```
        #[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
        #[non_exhaustive]
        pub enum Algorithm {
            $(
                $(#[$attribute])+
                $(#[cfg(feature = $feature)])?
                #[serde(rename = $name)]
                $variant,
            )+
        }

        impl Algorithm {
            /// The name in the header's `alg`, RFC 7518 §3.1.
            ///
            /// ```
            /// # use twilio_access_token::Algorithm;
            /// assert_eq!(Algorithm::default().as_str(), "HS256");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant => $name,)+
                }
            }

            /// The encoded header of an access token without a region. To write it out is an eighth of what a token
            /// takes whose key is not kept.
            pub(super) const fn encoded_header(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant => $header,)+
                }
            }

            /// The algorithm whose [`encoded_header`](Self::encoded_header) a token begins with, to the letter. Nearly every access
            /// token does, and to read the header as JSON is a seventh of what verifying takes.
            pub(crate) fn of_usual_header(signing_input: &[u8]) -> Option<Self> {
                $(
                    $(#[cfg(feature = $feature)])?
                    if signing_input.starts_with($header.as_bytes()) {
                        return Some(Self::$variant);
                    }
                )+
                None
            }
        }

        impl FromStr for Algorithm {
            type Err = AlgorithmError;

            /// # Errors
            ///
            /// [`AlgorithmError::Unsupported`] for any name but those of the variants, in just their spelling.
            fn from_str(name: &str) -> Result<Self, AlgorithmError> {
                match name {
                    $($(#[cfg(feature = $feature)])? $name => Ok(Self::$variant),)+
                    _ => Err(AlgorithmError::Unsupported),
                }
            }
        }
    };
}

algorithms! {
    /// HMAC with SHA-256, the one that Twilio documents.
    #[default]
    Hs256 = "HS256", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.";

    /// HMAC with SHA-384, which Twilio's Node library offers and Twilio's documentation does not.
    Hs384 = "HS384", "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.", feature = "sha512";

    /// HMAC with SHA-512, which Twilio's Node library offers and Twilio's documentation does not.
    Hs512 = "HS512", "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.", feature = "sha512";
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(all(test, feature = "sha512"))]
mod tests {
    use alloc::string::ToString as _;

    use super::Algorithm;

    #[test]
    fn names_are_read_back() {
        for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
        for name in ["none", "hs256", "RS256", "", "HS256 "] {
            assert!(name.parse::<Algorithm>().is_err(), "{name}");
        }
    }
}
