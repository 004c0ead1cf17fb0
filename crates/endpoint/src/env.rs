//! The variables that configure the endpoint.

use alloc::{string::String, vec, vec::Vec};

use twilio_access_token::{EnvError, env_var};
use zeroize::Zeroizing;

use crate::error::EndpointError;

/// The names of all variables that [`Endpoint::from_env`](crate::Endpoint::from_env) reads, in all spellings. A host
/// passes these alone, and no other secret of its environment.
///
/// ```
/// use std::env;
/// use twilio_access_token_endpoint::VARIABLES;
///
/// let set = VARIABLES.iter().filter(|name| env::var_os(name).is_some());
/// println!("configured by {:?}", set.collect::<Vec<_>>());
/// ```
pub const VARIABLES: &[&str] = &[
    "ACCESS_LOG",
    "ACCOUNT_SID",
    "ALLOWED_ORIGINS",
    "ALLOWED_ROOMS",
    "API_KEY",
    "API_KEY_SECRET",
    "API_KEY_SID",
    "API_SECRET",
    "AUTH_TOKEN",
    "CHAT_SERVICE_SID",
    "JWT_AUDIENCE",
    "JWT_IDENTITY_CLAIM",
    "JWT_ISSUER",
    "JWT_JWKS",
    "JWT_LEEWAY",
    "JWT_PUBLIC_KEY",
    "JWT_ROOMS_CLAIM",
    "JWT_ROOMS_MATCH",
    "JWT_SECRET",
    "JWT_TYPE",
    "PASSCODE",
    "PASSCODE_EXPIRES_AT",
    "PUSH_CREDENTIAL_SID",
    "SYNC_SERVICE_SID",
    "TOKEN_AUTH",
    "TOKEN_TTL",
    "TOKEN_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_API_KEY",
    "TWILIO_API_KEY_SECRET",
    "TWILIO_API_KEY_SID",
    "TWILIO_API_SECRET",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_CHAT_SERVICE_SID",
    "TWILIO_PUSH_CREDENTIAL_SID",
    "TWILIO_SYNC_SERVICE_SID",
    "TWILIO_TWIML_APP_SID",
    "TWILIO_WORKER_SID",
    "TWILIO_WORKSPACE_SID",
    "TWIML_APP_SID",
    "WORKER_SID",
    "WORKSPACE_SID",
];

/// The variables whose keys need the feature `public-keys`.
#[doc(hidden)]
pub const PUBLIC_KEY_VARIABLES: &[&str] = &["JWT_JWKS", "JWT_PUBLIC_KEY"];

/// Gives the value of the variable that is named.
pub(crate) type Env<'v> = &'v dyn Fn(&str) -> Option<String>;

/// The spellings of a variable, the one to name in messages first.
pub(crate) type Aliases = &'static [&'static str];

/// A variable's value, unless it is unset or empty.
pub(crate) fn optional(variable: Env<'_>, spellings: Aliases) -> Result<Option<Zeroizing<String>>, EndpointError> {
    env_var(variable, spellings).map_err(|error| EndpointError::Configuration(error.into()))
}

/// The value of a variable that must be set.
pub(crate) fn required(variable: Env<'_>, spellings: Aliases) -> Result<Zeroizing<String>, EndpointError> {
    optional(variable, spellings)?.ok_or_else(|| missing(spellings))
}

/// The error for an unset variable.
pub(crate) fn missing(spellings: Aliases) -> EndpointError {
    let names = vec![spellings[0]];
    EndpointError::Configuration(EnvError::Missing { names }.into())
}

/// The items of a comma-separated list, trimmed.
pub(crate) fn list(value: &str) -> Vec<&str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}
