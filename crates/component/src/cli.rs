//! `wasi:cli/run` over the command line's crate.

use std::{
    ffi::OsStr,
    io::{self, Read as _},
};

use twilio_access_token_cli::{Exit, Host, run};
use wasip2::cli::{environment, stderr, stdin, stdout};

use crate::{now, variable};

struct Command;

wasip2::cli::command::export!(Command);

impl wasip2::exports::cli::run::Guest for Command {
    fn run() -> Result<(), ()> {
        let args = environment::get_arguments().into_iter().skip(1).map(Into::into);
        let (mut stdout, mut stderr) = (stdout::get_stdout(), stderr::get_stderr());
        let exit = run(
            args,
            &mut Host {
                variable: &variable,
                now: now(),
                read: &read,
                stdout: &mut stdout as &mut dyn io::Write,
                stderr: &mut stderr as &mut dyn io::Write,
            },
        );
        // The status itself would need wasi:cli/exit.exit-with-code, which hosts before WASI 0.2.12 do not have.
        if exit == Exit::Success { Ok(()) } else { Err(()) }
    }
}

/// Standard input alone: the component imports no filesystem.
fn read(path: &OsStr) -> io::Result<Vec<u8>> {
    if path != "-" {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mut bytes = Vec::new();
    stdin::get_stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}
