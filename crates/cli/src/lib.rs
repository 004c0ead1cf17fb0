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
mod exit;
mod host;

use std::ffi::OsString;

use lexopt::{Arg, Parser};

use self::error::CliError;
pub use self::{
    exit::Exit,
    host::{Host, OpenFile},
};

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
        None | Some(Arg::Short('h') | Arg::Long("help")) => return print(host, &command::general_help(commands::ALL)),
        Some(Arg::Short('V') | Arg::Long("version")) => {
            return print(host, concat!("twilio-access-token ", env!("CARGO_PKG_VERSION"), "\n"));
        }
        Some(Arg::Value(name)) if name == "help" => return print(host, &command::general_help(commands::ALL)),
        Some(Arg::Value(name)) => name,
        Some(option) => return Err(CliError::unexpected(&option, core::iter::empty())),
    };
    let command = commands::ALL.iter().find(|command| name == command.name);
    let command = command.ok_or(CliError::UnknownCommand)?;
    match command.parse(parser, commands::ALL)? {
        None => print(host, &command.help()),
        Some(mut args) => (command.run)(&mut args, host),
    }
}

fn print(host: &mut Host<'_>, text: &str) -> Result<Exit, CliError> {
    host.print(text).map(|()| Exit::Success)
}
