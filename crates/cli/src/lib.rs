//! The command line of [`twilio_access_token`]: arguments, environment and standard input in, text out.
//!
//! The native binary and the component `twilio-access-token-cli.wasm` are both a few lines around [`run`].
//!
//! ```
//! use std::io::{self, IsTerminal as _};
//! use twilio_access_token::UnixTime;
//! use twilio_access_token_cli::{Exit, Host, run};
//!
//! let mut host = Host {
//!     variable: &|name| std::env::var(name).ok(),
//!     open_file: Some(&|path| Ok(Box::new(std::fs::File::open(path)?))),
//!     now: UnixTime::now(),
//!     threads: 1,
//!     stdin: &mut io::stdin().lock(),
//!     stdout: &mut io::stdout().lock(),
//!     stderr: &mut io::stderr().lock(),
//!     stdout_is_terminal: io::stdout().is_terminal(),
//!     stderr_is_terminal: io::stderr().is_terminal(),
//! };
//! assert_eq!(run(["--version".into()], &mut host), Exit::Success);
//! ```
#![forbid(unsafe_code)]

mod command;
mod commands;
mod error;

use core::fmt;
use std::{ffi::OsString, io};

use lexopt::{Arg, Parser};
use twilio_access_token::UnixTime;

use self::error::CliError;

/// Opens the file at a path.
pub type OpenFile = dyn Fn(&str) -> io::Result<Box<dyn io::Read>>;

/// What the command line runs in.
///
/// ```
/// use twilio_access_token::UnixTime;
/// use twilio_access_token_cli::{Exit, Host, run};
///
/// let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
/// let mut host = Host {
///     variable: &|name| match name {
///         "ACCOUNT_SID" => Some("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned()),
///         "API_KEY" => Some("SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb".to_owned()),
///         "API_SECRET" => Some("ssssssssssssssssssssssssssssssss".to_owned()),
///         _ => None,
///     },
///     open_file: None,
///     now: UnixTime::from_secs(1_700_000_000),
///     threads: 1,
///     stdin: &mut std::io::empty(),
///     stdout: &mut stdout,
///     stderr: &mut stderr,
///     stdout_is_terminal: false,
///     stderr_is_terminal: false,
/// };
/// let exit = run(["video", "--identity", "alice"].map(Into::into), &mut host);
/// assert_eq!(exit, Exit::Success);
/// assert!(stdout.starts_with(b"eyJ"));
/// ```
#[expect(
    clippy::exhaustive_structs,
    reason = "made by the two programs around it, both in this project"
)]
pub struct Host<'h> {
    /// The value of an environment variable.
    pub variable: &'h dyn Fn(&str) -> Option<String>,
    /// Opens a file, where there are files.
    pub open_file: Option<&'h OpenFile>,
    /// The time.
    pub now: UnixTime,
    /// How many threads may work at once; 1 where there are none.
    pub threads: usize,
    /// Where tokens come from that are not named on the command line.
    pub stdin: &'h mut dyn io::BufRead,
    /// Where tokens go, and help.
    pub stdout: &'h mut dyn io::Write,
    /// Where everything meant for a person alone goes.
    pub stderr: &'h mut dyn io::Write,
    /// Whether a person reads standard output.
    pub stdout_is_terminal: bool,
    /// Whether a person reads standard error.
    pub stderr_is_terminal: bool,
}

impl Host<'_> {
    fn print(&mut self, text: &str) -> Result<(), CliError> {
        let written = self
            .stdout
            .write_all(text.as_bytes())
            .and_then(|()| self.stdout.flush());
        written.map_err(|error| CliError::Output(error.kind()))
    }
}

impl fmt::Debug for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("now", &self.now).finish_non_exhaustive()
    }
}

/// How a run ended.
///
/// ```
/// use std::process::ExitCode;
/// use twilio_access_token_cli::Exit;
///
/// assert_eq!(ExitCode::from(Exit::Success.code()), ExitCode::SUCCESS);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Exit {
    /// Done.
    Success,
    /// No token, or one that is refused: what was asked for, or the environment, is at fault.
    Refused,
    /// The command is not one, or its options are not.
    Usage,
}

impl Exit {
    /// The exit status: 0, 1 or 2.
    ///
    /// ```
    /// # use twilio_access_token_cli::Exit;
    /// assert_eq!([Exit::Success, Exit::Refused, Exit::Usage].map(Exit::code), [0, 1, 2]);
    /// ```
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
///
/// ```
/// # use twilio_access_token::UnixTime;
/// # use twilio_access_token_cli::{Exit, Host, run};
/// # let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
/// # let mut host = Host {
/// #     variable: &|_| None,
/// #     open_file: None,
/// #     now: UnixTime::from_secs(1_700_000_000),
/// #     threads: 1,
/// #     stdin: &mut std::io::empty(),
/// #     stdout: &mut stdout,
/// #     stderr: &mut stderr,
/// #     stdout_is_terminal: false,
/// #     stderr_is_terminal: false,
/// # };
/// assert_eq!(run(["video", "--identity", "alice"].map(Into::into), &mut host), Exit::Refused);
/// assert!(stderr.starts_with(b"error[missing-variable]: "));
/// ```
pub fn run(args: impl IntoIterator<Item = OsString>, host: &mut Host<'_>) -> Exit {
    dispatch(args, host).unwrap_or_else(|error| {
        // Where even the error cannot be written, the exit status still tells.
        let _ = writeln!(host.stderr, "{}", error.report());
        error.exit()
    })
}

fn dispatch(args: impl IntoIterator<Item = OsString>, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let mut args = args.into_iter().peekable();
    // `wasmtime run twilio-access-token-cli.wasm -- video …` hands the dashes on.
    args.next_if(|first| first == "--");
    let mut parser = Parser::from_args(args);
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return print(host, &command::general_help()),
        Some(Arg::Short('V') | Arg::Long("version")) => {
            return print(host, concat!("twilio-access-token ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        Some(Arg::Value(name)) if name == "help" => return print(host, &command::general_help()),
        Some(Arg::Value(name)) => name,
        Some(option) => return Err(CliError::unexpected(&option, core::iter::empty())),
    };
    let command = commands::ALL.iter().find(|command| name == command.name);
    let command = command.ok_or(CliError::UnknownCommand)?;
    match command.parse(parser)? {
        None => print(host, &command.help()),
        Some(mut given) => (command.run)(&mut given, host),
    }
}

fn print(host: &mut Host<'_>, text: &str) -> Result<Exit, CliError> {
    host.print(text).map(|()| Exit::Success)
}
