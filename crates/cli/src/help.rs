//! The texts of `--help` and `--version`.

pub(crate) const EXAMPLE: &str = "twilio-access-token video --identity alice --room daily";

pub(crate) fn version() -> String {
    format!("twilio-access-token {}\n", env!("CARGO_PKG_VERSION"))
}

pub(crate) fn general() -> String {
    format!(
        "\
Mints Twilio access tokens.

Usage: twilio-access-token <COMMAND> [OPTIONS]

Commands:
  video    Print a token with which an identity may join a room of Twilio Video
  help     Print this

Options:
  -h, --help       Print help; after a command, that command's
  -V, --version    Print the version

{ENVIRONMENT}
Example:
  {EXAMPLE}
{EXIT_STATUS}"
    )
}

pub(crate) fn video() -> String {
    format!(
        "\
Prints a token with which an identity may join a room of Twilio Video.

Usage: twilio-access-token video --identity <NAME> [OPTIONS]

Options:
      --identity <NAME>         Who joins, 1 to 128 characters; required
      --room <NAME>             The one room, by unique name or SID (RM...), 1 to 128 characters;
                                without it every room of the account
      --ttl <SECONDS>           How long the token lives, 1 to 86400; default TOKEN_TTL, else 3600
      --not-before <SECONDS>    When it becomes valid, in seconds since 1970; default at once
      --region <NAME>           The region of the API key, such as ie1; default us1
      --issued-at <SECONDS>     When it counts as made, in seconds since 1970; default now
  -h, --help                    Print this

{ENVIRONMENT}
Examples:
  {EXAMPLE}
  {EXAMPLE} --ttl 900
{EXIT_STATUS}"
    )
}

const ENVIRONMENT: &str = "\
Environment:
  ACCOUNT_SID    The account, AC...; also TWILIO_ACCOUNT_SID
  API_KEY        The API key's SID, SK...; also API_KEY_SID, TWILIO_API_KEY, TWILIO_API_KEY_SID
  API_SECRET     The API key's secret; also API_KEY_SECRET, TWILIO_API_SECRET, TWILIO_API_KEY_SECRET
  TOKEN_TTL      How long tokens live, in seconds, 1 to 86400; default 3600
";

const EXIT_STATUS: &str = "
Exit status: 0 done, 1 refused, 2 wrong usage.
A WASI host reports both 1 and 2 as 1.
";
