//! `webhook`: signatures of webhooks, validated and made.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt as _};
use twilio_access_token::{WebhookKey, WebhookParams, WebhookSettings, url_with_body_sha256};

use crate::{CliError, Host, help};

/// What is to be done with the request.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Action {
    Sign,
    Validate,
}

/// The options as they were given, checked for nothing yet.
#[derive(Default)]
struct Options {
    body: Option<String>,
    body_file: Option<OsString>,
    params: Vec<(String, String)>,
    settings: Option<String>,
    signature: Option<String>,
    url: Option<String>,
}

pub(crate) fn run(mut parser: Parser, host: &Host<'_>) -> Result<String, CliError> {
    let action = match parser.next()? {
        Some(Arg::Value(action)) if action == "sign" => Action::Sign,
        Some(Arg::Value(action)) if action == "validate" => Action::Validate,
        Some(Arg::Short('h') | Arg::Long("help")) | None => return Ok(help::webhook()),
        Some(Arg::Value(_)) => return Err(CliError::UnknownCommand),
        Some(option) => return Err(CliError::unexpected(option)),
    };
    let Some(options) = Options::read(parser, action)? else {
        return Ok(help::webhook());
    };
    let url = options.url.as_deref().ok_or(CliError::MissingOption("url"))?;
    let signature = match action {
        Action::Sign => "",
        Action::Validate => options
            .signature
            .as_deref()
            .ok_or(CliError::MissingOption("signature"))?,
    };
    let body = options.body(host)?;
    let settings = WebhookSettings::from_header(options.settings.as_deref())?;
    let key = WebhookKey::from_variables(&settings, host.variable)?;
    let params = WebhookParams::from_iter(options.params);

    match (action, body) {
        (Action::Sign, None) => Ok(key.sign(url, &params) + "\n"),
        (Action::Sign, Some(body)) => {
            let url = url_with_body_sha256(url, &body);
            Ok(format!("{}\n{url}\n", key.sign(&url, &params)))
        }
        (Action::Validate, body) => {
            match body {
                None => key.validate_form(signature, url, &params)?,
                Some(body) => key.validate_body(signature, url, &body)?,
            }
            Ok(String::from("valid\n"))
        }
    }
}

impl Options {
    /// `None` where help is asked for.
    fn read(mut parser: Parser, action: Action) -> Result<Option<Self>, CliError> {
        let mut options = Self::default();
        while let Some(arg) = parser.next()? {
            let (name, option) = match arg {
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                Arg::Long("body") => ("body", &mut options.body),
                Arg::Long("body-file") => {
                    if options.body_file.replace(parser.value()?).is_some() {
                        return Err(CliError::RepeatedOption("body-file"));
                    }
                    continue;
                }
                Arg::Long("param") => {
                    let param = parser.value()?.string()?;
                    let (name, value) = param.split_once('=').ok_or(CliError::MalformedParam)?;
                    options.params.push((name.into(), value.into()));
                    continue;
                }
                Arg::Long("settings") => ("settings", &mut options.settings),
                Arg::Long("signature") if action == Action::Validate => ("signature", &mut options.signature),
                Arg::Long("url") => ("url", &mut options.url),
                other => return Err(CliError::unexpected(other)),
            };
            if option.replace(parser.value()?.string()?).is_some() {
                return Err(CliError::RepeatedOption(name));
            }
        }
        Ok(Some(options))
    }

    /// The body, where the request has one that is no form.
    fn body(&self, host: &Host<'_>) -> Result<Option<Vec<u8>>, CliError> {
        let form = !self.params.is_empty();
        match (&self.body, &self.body_file) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(CliError::ConflictingOptions("body", "body-file")),
            (Some(_), None) if form => Err(CliError::ConflictingOptions("param", "body")),
            (None, Some(_)) if form => Err(CliError::ConflictingOptions("param", "body-file")),
            (Some(body), None) => Ok(Some(body.clone().into_bytes())),
            (None, Some(path)) => (host.read)(path)
                .map(Some)
                .map_err(|error| CliError::Input(error.kind())),
        }
    }
}
