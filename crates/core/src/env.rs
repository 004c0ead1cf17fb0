//! Variables of the environment, read through a function of the caller's.

use alloc::{string::String, vec::Vec};
use core::fmt;

use zeroize::Zeroizing;

crate::error_table! {
    /// Why a variable of the environment cannot be read.
    ///
    /// ```
    /// use twilio_access_token::{EnvError, MintError, TokenIssuer};
    ///
    /// let error = TokenIssuer::from_env(|_| None).unwrap_err();
    /// assert!(matches!(error, MintError::Environment(EnvError::Missing { names }) if names.len() == 3));
    /// ```
    #[derive(Clone, Debug, Eq, PartialEq)]
    pub enum EnvError -> String {
        /// Two spellings of one variable are set, and differ.
        Conflicting {
            /// The spelling that is looked at first.
            first: &'static str,
            /// The one that disagrees.
            second: &'static str,
        } => "conflicting-variables", "{first} and {second} are both set, and differ",
            ("Unset {first} or {second}, or give both the same value.");
        /// Required variables are not set.
        Missing {
            /// Their names, each in the first of its spellings.
            names: Vec<&'static str>,
        } => "missing-variable", ("{} {} not set", Listed(names), if names.len() == 1 { "is" } else { "are" }),
            ("Set {} in the environment of this program.", Listed(names));
    }
}

/// The spellings of a variable, the one to name in messages first.
pub type Aliases = &'static [&'static str];

/// The value of a variable of the environment under whichever of its `spellings` it is set, as
/// [`TokenIssuer`](crate::TokenIssuer) reads its own; `variable` gives the value of the one that is named. An empty variable
/// counts as unset.
///
/// # Errors
///
/// [`EnvError::Conflicting`].
///
/// ```
/// use twilio_access_token::env_var;
///
/// let variable = |name: &str| (name == "TWILIO_SYNC_SERVICE_SID").then(|| String::from("IS1"));
/// let sid = env_var(variable, &["SYNC_SERVICE_SID", "TWILIO_SYNC_SERVICE_SID"])?;
/// assert_eq!(sid.as_deref().map(String::as_str), Some("IS1"));
/// # Ok::<(), twilio_access_token::EnvError>(())
/// ```
pub fn env_var(
    variable: impl Fn(&str) -> Option<String>,
    spellings: Aliases,
) -> Result<Option<Zeroizing<String>>, EnvError> {
    let mut found: Option<(&'static str, Zeroizing<String>)> = None;
    for &name in spellings {
        let Some(value) = variable(name).map(Zeroizing::new).filter(|value| !value.is_empty()) else {
            continue;
        };
        match &found {
            Some((first, earlier)) if *earlier != value => {
                return Err(EnvError::Conflicting { first, second: name });
            }
            Some(_) => {}
            None => found = Some((name, value)),
        }
    }
    Ok(found.map(|(_, value)| value))
}

/// `a`, `a and b`, `a, b and c`.
struct Listed<'a>(&'a [&'static str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, name) in self.0.iter().enumerate() {
            match position {
                0 => {}
                _ if position + 1 == self.0.len() => f.write_str(" and ")?,
                _ => f.write_str(", ")?,
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
