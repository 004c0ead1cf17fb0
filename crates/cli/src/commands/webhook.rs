//! `webhook`: signatures of webhooks, validated and made.

use twilio_access_token::{WebhookKey, WebhookParams, WebhookSettings, url_with_body_sha256};

use crate::{
    command::{Command, Opt, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

pub(super) const COMMAND: Command = Command {
    name: "webhook",
    about: "Validates the signature of a webhook, or makes one to test a server with.",
    argument: "validate|sign",
    options: &[&[
        Opt {
            name: "signature",
            value: "TEXT",
            help: "The header X-Twilio-Signature; required to validate",
        },
        Opt {
            name: "url",
            value: "URL",
            help: "The whole URL as it is configured at Twilio, with its query; required",
        },
        Opt {
            name: "param",
            value: "NAME=VALUE...",
            help: "A field of the form, decoded; once for each",
        },
        Opt {
            name: "body",
            value: "TEXT",
            help: "The body, where it is no form; sign prints the URL with its hash on a second line",
        },
        Opt {
            name: "body-file",
            value: "PATH",
            help: "A file that holds the body, or - for standard input",
        },
        Opt {
            name: "settings",
            value: "TEXT",
            help: "The header X-Twilio-Webhooks-Signature-Settings, where there is one",
        },
    ]],
    examples: &[
        "twilio-access-token webhook validate --signature \"$SIGNATURE\" --url \"$URL\" --param Digits=1234",
        "twilio-access-token webhook sign --url https://example.com/events --body '{}'",
    ],
    run,
};

fn run(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let validate = match args.argument.as_deref() {
        Some("validate") => true,
        Some("sign") => false,
        None if args.is_empty() => {
            host.print(&COMMAND.help())?;
            return Ok(Exit::Success);
        }
        _ => return Err(CliError::UnknownCommand),
    };
    let url = args.required("url")?;
    let signature = match (validate, args.take("signature")) {
        (true, None) => return Err(args.missing("signature")),
        (false, Some(_)) => {
            let hint = String::from("Leave --signature out: sign prints the signature.");
            return Err(CliError::UnknownOption { hint });
        }
        (_, signature) => signature.unwrap_or_default(),
    };
    let params = params(args)?;
    let body = body(args, !params.is_empty(), host)?;
    let settings = WebhookSettings::from_header(args.take("settings").as_deref())?;
    let key = WebhookKey::from_env(&settings, host.variable)?;
    let params = WebhookParams::from_iter(params);
    let output = match (validate, body) {
        (false, None) => key.sign(&url, &params),
        (false, Some(body)) => {
            let url = url_with_body_sha256(&url, &body);
            format!("{}\n{url}", key.sign(&url, &params))
        }
        (true, None) => {
            key.validate_form(&signature, &url, &params)?;
            String::from("valid")
        }
        (true, Some(body)) => {
            key.validate_body(&signature, &url, &body)?;
            String::from("valid")
        }
    };
    host.print(&(output + "\n"))?;
    Ok(Exit::Success)
}

fn params(args: &mut ParsedArgs) -> Result<Vec<(String, String)>, CliError> {
    let mut params = Vec::new();
    while let Some(param) = args.take("param") {
        let (name, value) = param.split_once('=').ok_or(CliError::MalformedParam)?;
        params.push((name.to_owned(), value.to_owned()));
    }
    Ok(params)
}

/// The body, where the request has one that is no form.
fn body(args: &mut ParsedArgs, form: bool, host: &mut Host<'_>) -> Result<Option<Vec<u8>>, CliError> {
    let path = match (args.take("body"), args.take("body-file")) {
        (Some(_), Some(_)) => return Err(CliError::ConflictingOptions("body", "body-file")),
        (Some(_), None) if form => return Err(CliError::ConflictingOptions("param", "body")),
        (None, Some(_)) if form => return Err(CliError::ConflictingOptions("param", "body-file")),
        (Some(body), None) => return Ok(Some(body.into_bytes())),
        (None, None) => return Ok(None),
        (None, Some(path)) => path,
    };
    let mut body = Vec::new();
    let read = if path == "-" {
        host.stdin.read_to_end(&mut body)
    } else {
        let open_file = host.open_file.ok_or(CliError::NoFiles)?;
        open_file(&path).and_then(|mut file| file.read_to_end(&mut body))
    };
    read.map(|_| Some(body)).map_err(|error| CliError::Input(error.kind()))
}
