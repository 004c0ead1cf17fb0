//! Why a command does nothing.

use core::fmt;
use std::io;

use lexopt::Arg;
use twilio_access_token::{MintError, VerifyError, WebhookError};

use crate::exit::Exit;

const SEE_HELP: &str = "Run with --help for the commands and their options.";

/// Why a command does nothing. What was given is never repeated, since it may be a secret.
pub(crate) enum CliError {
    /// Two options of which only one can be given are.
    ConflictingOptions(&'static str, &'static str),
    /// A file, or standard input, cannot be read.
    Input(io::ErrorKind),
    /// The leeway is no number of seconds that makes sense.
    InvalidLeeway,
    /// A parameter that is not a name and a value.
    MalformedParam,
    /// An option that must be given is not.
    MissingOption { name: &'static str, example: &'static str },
    /// An option that takes a value has none.
    MissingValue(String),
    /// The token is refused.
    Mint(MintError),
    /// A file is named where there are none.
    NoFiles,
    /// A value that is not Unicode.
    NotUnicode,
    /// The output cannot be written.
    Output(io::ErrorKind),
    /// An option is given twice.
    RepeatedOption(&'static str),
    /// A value where none belongs.
    UnexpectedArgument,
    /// The first argument is not a command.
    UnknownCommand,
    /// An option that does not exist.
    UnknownOption { hint: String },
    /// The shell to complete for is not one that is known.
    UnknownShell,
    /// The token to verify is refused.
    Verify(VerifyError),
    /// The webhook is refused.
    Webhook(WebhookError),
}

impl CliError {
    /// The error for an argument that a command with these options has no use for. Not even an option's name is repeated: a
    /// secret may begin with dashes, or stand after some.
    pub(crate) fn unexpected(arg: &Arg<'_>, options: impl Iterator<Item = &'static str>) -> Self {
        const ENOUGH_TO_GUESS: usize = 3;
        let name = match arg {
            Arg::Long(name) => name,
            Arg::Short(_) => "",
            Arg::Value(_) => return Self::UnexpectedArgument,
        };
        let in_common = |option: &&str| {
            let pairs = option.bytes().zip(name.bytes());
            pairs.take_while(|(one, other)| one == other).count()
        };
        let hint = if name.contains("secret") {
            String::from("Secrets are read from the environment alone: set API_SECRET.")
        } else if name.contains("auth") {
            String::from("Secrets are read from the environment alone: set AUTH_TOKEN.")
        } else {
            let similar = options.max_by_key(in_common);
            let meant = similar.filter(|option| in_common(option) >= ENOUGH_TO_GUESS);
            meant.map_or_else(
                || String::from(SEE_HELP),
                |option| format!("Give --{option} if that is meant, or run with --help."),
            )
        };
        Self::UnknownOption { hint }
    }

    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::ConflictingOptions(..) => "conflicting-options",
            Self::Input(_) => "input-failed",
            Self::InvalidLeeway => "invalid-leeway",
            Self::MalformedParam => "malformed-param",
            Self::MissingOption { .. } => "missing-option",
            Self::MissingValue(_) => "missing-value",
            Self::Mint(error) => error.code(),
            Self::NoFiles => "no-files",
            Self::NotUnicode => "not-unicode",
            Self::Output(_) => "output-failed",
            Self::RepeatedOption(_) => "repeated-option",
            Self::UnexpectedArgument => "unexpected-argument",
            Self::UnknownCommand => "unknown-command",
            Self::UnknownOption { .. } => "unknown-option",
            Self::UnknownShell => "unknown-shell",
            Self::Verify(error) => error.code(),
            Self::Webhook(error) => error.code(),
        }
    }

    pub(crate) fn hint(&self) -> String {
        match self {
            Self::MissingOption { name, example } => format!("Give --{name} and a value, as in: {example}"),
            Self::Mint(error) => error.hint(),
            Self::Verify(error) => error.hint().to_owned(),
            Self::Webhook(error) => error.hint(),
            Self::MalformedParam => String::from("Give --param as name=value, both decoded."),
            Self::Output(_) => String::from("See where standard output leads."),
            Self::Input(_) => String::from("See that the file is there, may be read, and is text in UTF-8."),
            Self::NoFiles => String::from(
                "A WASI host gives this program no files: hand the secret on in API_SECRET, and a body on standard input as --body-file -.",
            ),
            Self::InvalidLeeway => String::from("Give a whole number of seconds from 0 to 86400."),
            Self::UnknownShell => String::from("Name bash, zsh or fish."),
            Self::UnknownOption { hint } => hint.clone(),
            _ => String::from(SEE_HELP),
        }
    }

    /// What is printed of it.
    pub(crate) fn report(&self) -> String {
        format!("error[{}]: {self}\n  help: {}", self.code(), self.hint())
    }

    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Mint(_) | Self::Output(_) | Self::Verify(_) | Self::Webhook(_) => Exit::Refused,
            _ => Exit::Usage,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConflictingOptions(one, other) => write!(f, "--{one} and --{other} cannot both be given"),
            Self::Input(kind) => write!(f, "the input cannot be read: {kind}"),
            Self::InvalidLeeway => f.write_str("the leeway is not a number of seconds up to a day"),
            Self::MalformedParam => f.write_str("a --param has no = between name and value"),
            Self::MissingOption { name, .. } => write!(f, "--{name} is not given"),
            Self::MissingValue(option) => write!(f, "{option} takes a value, and has none"),
            Self::Mint(error) => error.fmt(f),
            Self::NoFiles => f.write_str("there are no files here"),
            Self::NotUnicode => f.write_str("an argument is not Unicode"),
            Self::Output(kind) => write!(f, "the output cannot be written: {kind}"),
            Self::RepeatedOption(name) => write!(f, "--{name} is given more than once"),
            Self::UnexpectedArgument => f.write_str("an argument stands where none belongs"),
            Self::UnknownCommand => f.write_str("the first argument is not a command"),
            Self::UnknownOption { .. } => f.write_str("an option is given that there is not"),
            Self::UnknownShell => f.write_str("the shell is not one that is known"),
            Self::Verify(error) => error.fmt(f),
            Self::Webhook(error) => error.fmt(f),
        }
    }
}

impl From<MintError> for CliError {
    fn from(error: MintError) -> Self {
        Self::Mint(error)
    }
}

impl From<VerifyError> for CliError {
    fn from(error: VerifyError) -> Self {
        Self::Verify(error)
    }
}

impl From<WebhookError> for CliError {
    fn from(error: WebhookError) -> Self {
        Self::Webhook(error)
    }
}

impl From<lexopt::Error> for CliError {
    fn from(error: lexopt::Error) -> Self {
        match error {
            lexopt::Error::MissingValue { option } => Self::MissingValue(option.unwrap_or_default()),
            lexopt::Error::NonUnicodeValue(_) => Self::NotUnicode,
            _ => Self::UnexpectedArgument,
        }
    }
}
