//! The inputs that several commands share: the key, the time and the token.

use core::str;
use std::io::{self, BufRead as _, Read as _};

use twilio_access_token::{MAX_TOKEN_BYTES, MintError, TokenIssuer, UnixTime};
use zeroize::Zeroizing;

use crate::{
    command::{Opt, ParsedArgs},
    error::CliError,
    host::Host,
};

/// The options of commands that need the key.
pub(super) const KEY: &[Opt] = &[Opt {
    name: "api-secret-file",
    value: "PATH",
    help: "Read the API key's secret from a file, such as /dev/fd/3, instead of API_SECRET",
}];

/// The option of commands that read a token.
pub(super) const AT: Opt = Opt {
    name: "at",
    value: "SECONDS",
    help: "The time to go by, in seconds since 1970; default now",
};

/// The key and lifetime that the environment names, and a file the secret.
pub(super) fn issuer(args: &mut ParsedArgs, host: &Host<'_>) -> Result<TokenIssuer, CliError> {
    let secret = secret_file(args, host)?;
    let issuer = TokenIssuer::from_env(|name| match &secret {
        Some(secret) if name == "API_SECRET" => Some(String::clone(secret)),
        _ => (host.variable)(name),
    });
    Ok(issuer?)
}

/// The secret in the file that is named, without the line break that editors leave at the end.
pub(super) fn secret_file(args: &mut ParsedArgs, host: &Host<'_>) -> Result<Option<Zeroizing<String>>, CliError> {
    let Some(path) = args.take("api-secret-file") else {
        return Ok(None);
    };
    let open_file = host.open_file.ok_or(CliError::NoFiles)?;
    // As large as it gets: a buffer that grows leaves copies behind, which nobody wipes.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * MAX_SECRET_BYTES));
    open_file(&path)
        .and_then(|file| file.take(MAX_SECRET_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| CliError::Input(error.kind()))?;
    let secret = str::from_utf8(&bytes).ok().filter(|_| bytes.len() <= MAX_SECRET_BYTES);
    let secret = secret.ok_or(CliError::Input(io::ErrorKind::InvalidData))?;
    Ok(Some(Zeroizing::new(secret.trim_end_matches(['\r', '\n']).to_owned())))
}

/// The longest file that a secret is read from, in bytes.
const MAX_SECRET_BYTES: usize = 4096;

/// The time in an option, else now.
pub(super) fn time(args: &mut ParsedArgs, name: &'static str, host: &Host<'_>) -> Result<UnixTime, MintError> {
    Ok(args.take(name).map_or(Ok(host.now), |time| time.parse())?)
}

/// The token in the argument, else the first line of standard input.
pub(super) fn token(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<String, CliError> {
    if let Some(token) = args.argument.take() {
        return Ok(token);
    }
    let mut line = String::new();
    // A byte more than any token has tells one that is too long from one that is cut off.
    let limit = MAX_TOKEN_BYTES as u64 + 2;
    io::Read::take(&mut host.stdin, limit)
        .read_line(&mut line)
        .map_err(|error| CliError::Input(error.kind()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
