//! The environment of a run: variables, files, clock and streams.

use core::fmt;
use std::io;

use twilio_access_token::UnixTime;

use crate::error::CliError;

/// Opens the file at a path.
pub type OpenFile = dyn Fn(&str) -> io::Result<Box<dyn io::Read>>;

/// The environment of a run.
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
    /// Opens a file. `None` if the host has no files.
    pub open_file: Option<&'h OpenFile>,
    /// The time.
    pub now: UnixTime,
    /// The number of threads to use; 1 if the host has none.
    pub threads: usize,
    /// The source of tokens that are not arguments.
    pub stdin: &'h mut dyn io::BufRead,
    /// The destination of tokens and help.
    pub stdout: &'h mut dyn io::Write,
    /// The destination of errors and notes.
    pub stderr: &'h mut dyn io::Write,
    /// Whether a person reads standard output.
    pub stdout_is_terminal: bool,
    /// Whether a person reads standard error.
    pub stderr_is_terminal: bool,
}

impl Host<'_> {
    pub(crate) fn print(&mut self, text: &str) -> Result<(), CliError> {
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
