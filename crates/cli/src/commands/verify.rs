//! `verify`: whether a token is this account's, unaltered and of this time.

use twilio_access_token::{Verifier, escape_controls};

use super::inputs::{AT, KEY, issuer, time, token};
use crate::{
    command::{Command, Opt, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

pub(super) const COMMAND: Command = Command {
    name: "verify",
    about: "Prints the claims of a token that was signed with the API key and is valid.",
    argument: "TOKEN",
    options: &[
        &[
            Opt {
                name: "leeway",
                value: "SECONDS",
                help: "By how much clocks may differ, 0 to 86400; default 0",
            },
            AT,
        ],
        KEY,
    ],
    examples: &[
        "twilio-access-token verify < token.txt",
        "twilio-access-token video --identity alice | twilio-access-token verify",
    ],
    run,
};

fn run(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let issuer = issuer(args, host)?;
    let leeway = args
        .take("leeway")
        .map_or(Ok(0), |text| text.parse().map_err(|_| CliError::InvalidLeeway))?;
    if leeway > 86_400 {
        return Err(CliError::InvalidLeeway);
    }
    let now = time(args, "at", host)?;
    let token = token(args, host)?;
    let claims = Verifier::new(issuer.key()).with_leeway(leeway).verify(token, now)?;
    host.print(&(escape_controls(claims.to_json()) + "\n"))?;
    Ok(Exit::Success)
}
