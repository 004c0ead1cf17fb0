//! The command line of [`twilio_access_token`]: arguments and environment in, text out.
//!
//! The native binary and the component `twilio-access-token-cli.wasm` are both a few lines around [`run`].
#![forbid(unsafe_code)]

mod error;
mod help;
mod video;
mod webhook;

use core::fmt;
use std::{
    ffi::{OsStr, OsString},
    io,
};

use lexopt::{Arg, Parser};
use twilio_access_token::UnixTime;

use self::error::CliError;

/// What the command line runs in.
#[expect(
    clippy::exhaustive_structs,
    reason = "made by the two programs around it, both in this project"
)]
pub struct Host<'h> {
    /// The value of an environment variable.
    pub variable: &'h dyn Fn(&str) -> Option<String>,
    /// The time.
    pub now: UnixTime,
    /// The bytes of the file at a path, or of standard input where the path is `-`.
    pub read: &'h dyn Fn(&OsStr) -> io::Result<Vec<u8>>,
    /// Where tokens go, and help.
    pub stdout: &'h mut dyn io::Write,
    /// Where everything meant for a person goes.
    pub stderr: &'h mut dyn io::Write,
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("now", &self.now).finish_non_exhaustive()
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// Done.
    Success,
    /// No token, or a request that is not Twilio's: what was asked for, or the environment, is at fault, or the output cannot
    /// be written.
    Refused,
    /// The command is not one, or its options are not.
    Usage,
}

impl Exit {
    /// The exit status: 0, 1 or 2.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Refused => 1,
            Self::Usage => 2,
        }
    }
}

/// Runs the command in `args`, which begin after the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>, host: &mut Host<'_>) -> Exit {
    let outcome = output(args, host).and_then(|text| {
        let written = host
            .stdout
            .write_all(text.as_bytes())
            .and_then(|()| host.stdout.flush());
        written.map_err(|error| CliError::Output(error.kind()))
    });
    let Err(error) = outcome else { return Exit::Success };
    // Where even the error cannot be written, the exit status still tells.
    let _ = writeln!(
        host.stderr,
        "error[{}]: {error}\n  help: {}",
        error.code(),
        error.explanation()
    );
    error.exit()
}

/// What the command prints.
fn output(args: impl IntoIterator<Item = OsString>, host: &Host<'_>) -> Result<String, CliError> {
    let mut args = args.into_iter().peekable();
    // `wasmtime run twilio-access-token-cli.wasm -- video …` hands the dashes on.
    args.next_if(|first| first == "--");
    let mut parser = Parser::from_args(args);
    match parser.next()? {
        Some(Arg::Value(command)) if command == "video" => video::run(parser, host),
        Some(Arg::Value(command)) if command == "webhook" => webhook::run(parser, host),
        Some(Arg::Value(command)) if command == "help" => Ok(help::general()),
        Some(Arg::Short('h') | Arg::Long("help")) | None => Ok(help::general()),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(help::version()),
        Some(Arg::Value(_)) => Err(CliError::UnknownCommand),
        Some(option) => Err(CliError::unexpected(option)),
    }
}
