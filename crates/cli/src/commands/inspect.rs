//! `inspect`: why Twilio would refuse a token.

use core::fmt::Write as _;

use twilio_access_token::{Inspector, MintError, Report, Severity, SignatureState, TokenIssuer, escape_controls};

use super::inputs::{AT, KEY, secret_file, time, token};
use crate::{
    command::{Command, Opt, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

pub(super) const COMMAND: Command = Command {
    name: "inspect",
    about: "Prints what a token holds, and why Twilio would refuse it.",
    argument: "TOKEN",
    options: &[
        &[
            Opt {
                name: "json",
                value: "",
                help: "Print one line of JSON for programs",
            },
            Opt {
                name: "region",
                value: "NAME",
                help: "The region of the API key, to compare with the token's; us1 for keys that name none",
            },
            AT,
        ],
        KEY,
    ],
    examples: &[
        "twilio-access-token inspect < token.txt",
        "twilio-access-token inspect --json --region ie1 < token.txt",
    ],
    run,
};

fn run(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let secret = match secret_file(args, host)? {
        Some(secret) => Some(secret).filter(|secret| !secret.is_empty()),
        None => TokenIssuer::api_key_secret(host.variable).map_err(MintError::from)?,
    };
    let region = args.take("region");
    let json = args.flag("json");
    let mut inspector = Inspector::new(time(args, "at", host)?);
    if let Some(secret) = &secret {
        inspector = inspector.with_secret(secret);
    }
    if let Some(region) = &region {
        inspector = inspector.with_region(region);
    }
    let report = inspector.inspect(&token(args, host)?);
    if json {
        host.print(&(report.to_json() + "\n"))?;
    } else {
        // The convention of https://no-color.org.
        let coloured = host.stdout_is_terminal && (host.variable)("NO_COLOR").is_none_or(|value| value.is_empty());
        host.print(&readable(&report, &Style { coloured }))?;
    }
    Ok(if report.is_rejected() {
        Exit::Refused
    } else {
        Exit::Success
    })
}

/// Colours of a terminal, ECMA-48 §8.3.117, where there is one.
struct Style {
    coloured: bool,
}

impl Style {
    fn paint(&self, colour: u8, text: &str) -> String {
        if self.coloured {
            format!("\x1b[1;{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

fn readable(report: &Report, style: &Style) -> String {
    const RED: u8 = 31;
    const GREEN: u8 = 32;
    const YELLOW: u8 = 33;
    let signature = match report.signature() {
        SignatureState::Verified => style.paint(GREEN, "is that of the secret"),
        SignatureState::Mismatch => style.paint(RED, "is not that of the secret"),
        _ => "not checked; set API_SECRET to check it".to_owned(),
    };
    // What a token holds may be meant for a terminal's eyes alone.
    let shown = |json: Option<&str>| json.map_or_else(|| "none".to_owned(), one_line);
    let mut text = format!(
        "header     {}\npayload    {}\nsignature  {signature}\n",
        shown(report.header()),
        shown(report.payload())
    );
    for finding in report.findings() {
        let severity = match finding.severity {
            Severity::Error => style.paint(RED, "error"),
            _ => style.paint(YELLOW, "warning"),
        };
        let twilio = finding
            .twilio_code
            .map_or_else(String::new, |code| format!(" (Twilio error {code})"));
        let _ = write!(
            text,
            "\n{severity}[{}]{twilio}: {}\n  help: {}\n",
            finding.code,
            one_line(&finding.message),
            finding.hint
        );
    }
    let verdict = match (report.is_rejected(), report.findings().is_empty()) {
        (true, _) => style.paint(RED, "Twilio would refuse this token."),
        (false, true) => style.paint(GREEN, "Nothing is wrong that can be seen from here."),
        (false, false) => style.paint(YELLOW, "Twilio may refuse this token."),
    };
    let _ = writeln!(text, "\n{verdict}");
    text
}

/// Text without what a terminal acts on, line breaks included.
fn one_line(text: &str) -> String {
    let escape = |character: char| {
        if character.is_control() {
            character.escape_debug().to_string()
        } else {
            character.to_string()
        }
    };
    escape_controls(text.chars().map(escape).collect())
}
