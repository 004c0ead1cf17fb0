//! The variables that configure the endpoint.

use alloc::{string::String, vec, vec::Vec};

use twilio_access_token::{MintError, read_variable};
use zeroize::Zeroizing;

use crate::EndpointError;

/// Gives the value of the variable that is named.
pub(crate) type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

/// The spellings of a variable, the one to name in messages first.
pub(crate) type Spellings = &'static [&'static str];

/// A variable's value, unless it is unset or empty.
pub(crate) fn optional(
    variable: Variable<'_>,
    spellings: Spellings,
) -> Result<Option<Zeroizing<String>>, EndpointError> {
    read_variable(variable, spellings).map_err(EndpointError::Configuration)
}

/// The value of a variable that must be set.
pub(crate) fn required(variable: Variable<'_>, spellings: Spellings) -> Result<Zeroizing<String>, EndpointError> {
    optional(variable, spellings)?.ok_or_else(|| missing(spellings))
}

/// The refusal of a configuration without this variable.
pub(crate) fn missing(spellings: Spellings) -> EndpointError {
    let names = vec![spellings[0]];
    EndpointError::Configuration(MintError::MissingVariable { names })
}

/// What stands between the commas of a list, without the white space around it.
pub(crate) fn list(value: &str) -> Vec<&str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}
