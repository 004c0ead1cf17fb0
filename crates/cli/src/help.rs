//! The texts of `--help` and `--version`.

pub(crate) const EXAMPLE: &str = "twilio-access-token video --identity alice --room daily";

const WEBHOOK_EXAMPLE: &str = "\
twilio-access-token webhook validate --signature \"$X_TWILIO_SIGNATURE\" \\
      --url 'https://example.com/voice?a=1' --param CallSid=CA123 --param Digits=1234";

/// A command in which an option stands.
pub(crate) fn example(option: &str) -> &'static str {
    match option {
        "signature" | "url" => WEBHOOK_EXAMPLE,
        _ => EXAMPLE,
    }
}

pub(crate) fn version() -> String {
    format!("twilio-access-token {}\n", env!("CARGO_PKG_VERSION"))
}

pub(crate) fn general() -> String {
    format!(
        "\
Mints Twilio access tokens, and validates webhooks.

Usage: twilio-access-token <COMMAND> [OPTIONS]

Commands:
  video      Print a token with which an identity may join a room of Twilio Video
  webhook    Validate the signature of a webhook, or make one
  help       Print this

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

pub(crate) fn webhook() -> String {
    format!(
        "\
Validates the signature of a webhook, or makes one to test a server with.

Usage: twilio-access-token webhook validate --signature <TEXT> --url <URL> [OPTIONS]
       twilio-access-token webhook sign --url <URL> [OPTIONS]

validate prints \"valid\", or says why the request is not Twilio's. sign prints the signature; with a
body, also the URL with the body's hash, bodySHA256, on a second line.

Options:
      --signature <TEXT>       The header X-Twilio-Signature
      --url <URL>              The whole URL as it is configured at Twilio, with its query; required
      --param <NAME=VALUE>     A field of the form, decoded; once for each
      --body <TEXT>            The body, where it is no form
      --body-file <PATH>       A file that holds the body, or - for standard input; as a component,
                               standard input alone
      --settings <TEXT>        The header X-Twilio-Webhooks-Signature-Settings, where there is one
  -h, --help                   Print this

Environment:
  AUTH_TOKEN                   The account's auth token; also TWILIO_AUTH_TOKEN
  TWILIO_WEBHOOK_KEY_SECRET    The secret of the shared key, where --settings names a key

Examples:
  {WEBHOOK_EXAMPLE}
  twilio-access-token webhook sign --url https://example.com/events --body '{{}}'
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
