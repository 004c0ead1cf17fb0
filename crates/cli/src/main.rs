//! The native binary: the process's arguments, environment, clock and streams around [`twilio_access_token_cli`].
#![forbid(unsafe_code)]

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{self, Read as _},
    process::ExitCode,
};

use twilio_access_token::UnixTime;
use twilio_access_token_cli::{Host, run};

fn main() -> ExitCode {
    let exit = run(
        env::args_os().skip(1),
        &mut Host {
            variable: &|name| env::var(name).ok(),
            now: UnixTime::now(),
            read: &read,
            stdout: &mut io::stdout(),
            stderr: &mut io::stderr(),
        },
    );
    ExitCode::from(exit.code())
}

fn read(path: &OsStr) -> io::Result<Vec<u8>> {
    if path != "-" {
        return fs::read(path);
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}
