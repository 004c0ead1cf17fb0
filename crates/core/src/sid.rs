//! Twilio's string identifiers, <https://www.twilio.com/docs/glossary/what-is-a-sid>: two capital letters that name the
//! resource, and 32 hexadecimal digits.

use alloc::string::String;
use core::{fmt, str::FromStr};

use crate::error::MintError;

/// Characters of every SID.
const LENGTH: usize = 34;

/// Why a text is not the SID that was asked for. It never holds the text: people paste secrets into the wrong variable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SidProblem {
    /// There is no text.
    Empty,
    /// It has another length than 34 characters.
    Length {
        /// Its length in characters.
        characters: usize,
    },
    /// It has a character that is not a hexadecimal digit after the prefix.
    NotHexadecimal {
        /// That character's place, counted from 1.
        position: usize,
    },
    /// It does not begin with the prefix of its kind.
    Prefix {
        /// The two letters that it should begin with.
        expected: &'static str,
        /// The prefix of the well-known kind of SID that it is instead, if it is one.
        found: Option<&'static str>,
    },
}

impl fmt::Display for SidProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Length { characters } => {
                write!(f, "it has {characters} characters where every SID has {LENGTH}")
            }
            Self::NotHexadecimal { position } => {
                write!(f, "character {position} is not a hexadecimal digit")
            }
            Self::Prefix { expected, found: None } => write!(f, "it does not begin with {expected}"),
            Self::Prefix {
                expected,
                found: Some(found),
            } => {
                write!(f, "it begins with {found} where {expected} belongs")
            }
        }
    }
}

/// Declares a kind of SID.
macro_rules! sid {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $error:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        pub struct $name(String);

        impl $name {
            /// The SID as Twilio writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = MintError;

            /// # Errors
            ///
            #[doc = concat!("[`MintError::", stringify!($error), "`] unless it is `", $prefix, "` and 32 hexadecimal digits.")]
            fn from_str(text: &str) -> Result<Self, MintError> {
                check(text, $prefix).map_err(MintError::$error)?;
                Ok(Self(String::from(text)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

sid! {
    /// An Account SID: `AC` and 32 hexadecimal digits.
    AccountSid, "AC", InvalidAccountSid
}

sid! {
    /// An API key's SID: `SK` and 32 hexadecimal digits.
    ApiKeySid, "SK", InvalidApiKeySid
}

fn check(text: &str, prefix: &'static str) -> Result<(), SidProblem> {
    if text.is_empty() {
        return Err(SidProblem::Empty);
    }
    let Some(digits) = text.strip_prefix(prefix) else {
        let found = KNOWN_PREFIXES
            .into_iter()
            .find(|known| text.starts_with(known) && check(text, known).is_ok());
        return Err(SidProblem::Prefix {
            expected: prefix,
            found,
        });
    };
    let characters = text.chars().count();
    if characters != LENGTH {
        return Err(SidProblem::Length { characters });
    }
    match digits.chars().position(|digit| !digit.is_ascii_hexdigit()) {
        None => Ok(()),
        Some(index) => Err(SidProblem::NotHexadecimal {
            position: prefix.len() + index + 1,
        }),
    }
}

/// Those that stand near a key in the Console or in a `.env` file.
const KNOWN_PREFIXES: [&str; 10] = ["AC", "AP", "CR", "IS", "RL", "RM", "SK", "US", "WK", "WS"];

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString as _};

    use super::{AccountSid, ApiKeySid};

    #[test]
    fn every_way_to_be_wrong_says_so() {
        let digits = "0123456789abcdefABCDEF0123456789";
        let account = |text: &str| text.parse::<AccountSid>().map_err(|error| error.to_string());
        assert!(account(&format!("AC{digits}")).is_ok());
        for (text, expected) in [
            ("", "it is empty"),
            ("AC123", "it has 5 characters where every SID has 34"),
            (&format!("AC{digits}\n"), "it has 35 characters where every SID has 34"),
            (&format!("ac{digits}"), "it does not begin with AC"),
            (&format!("SK{digits}"), "it begins with SK where AC belongs"),
            (&format!("XX{digits}"), "it does not begin with AC"),
            (
                &format!("AC{}g", &digits[1..]),
                "character 34 is not a hexadecimal digit",
            ),
            (
                &format!("AC{}é", &digits[1..]),
                "character 34 is not a hexadecimal digit",
            ),
        ] {
            assert_eq!(
                account(text),
                Err(format!("the Account SID is not one: {expected}")),
                "{text:?}"
            );
        }
        let error = "AC".parse::<ApiKeySid>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the API key SID is not one: it does not begin with SK"
        );
    }
}
