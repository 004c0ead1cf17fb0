//! The native binary: the process's arguments, environment, clock and streams around [`twilio_access_token_cli`].
#![forbid(unsafe_code)]

use std::{env, io, process::ExitCode};

use twilio_access_token::UnixTime;
use twilio_access_token_cli::{Host, run};

fn main() -> ExitCode {
    let exit = run(
        env::args_os().skip(1),
        &mut Host {
            variable: &|name| env::var(name).ok(),
            now: UnixTime::now(),
            stdout: &mut io::stdout(),
            stderr: &mut io::stderr(),
        },
    );
    ExitCode::from(exit.code())
}
