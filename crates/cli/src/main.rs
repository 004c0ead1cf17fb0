//! The native binary: the process's arguments, environment, clock and streams around [`twilio_access_token_cli`].
#![forbid(unsafe_code)]

use std::{
    env,
    fs::File,
    io::{self, IsTerminal as _},
    process::ExitCode,
    thread,
};

use twilio_access_token::UnixTime;
use twilio_access_token_cli::{Host, run};

fn main() -> ExitCode {
    let exit = run(
        env::args_os().skip(1),
        &mut Host {
            variable: &|name| env::var(name).ok(),
            open_file: Some(&|path| Ok(Box::new(File::open(path)?))),
            now: UnixTime::now(),
            threads: thread::available_parallelism().map_or(1, Into::into),
            stdin: &mut io::stdin().lock(),
            stdout: &mut io::stdout().lock(),
            stderr: &mut io::stderr().lock(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
        },
    );
    ExitCode::from(exit.code())
}
