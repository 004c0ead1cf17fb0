//! `wasi:cli/run` over the command line's crate.

use std::io::{self, BufReader};

use twilio_access_token_cli::{Exit, Host, run};
use wasip2::cli::{environment, stderr, stdin, stdout};

use crate::{now, variables};

struct Command;

wasip2::cli::command::export!(Command);

impl wasip2::exports::cli::run::Guest for Command {
    fn run() -> Result<(), ()> {
        let args = environment::get_arguments().into_iter().skip(1).map(Into::into);
        let mut stdin = BufReader::new(stdin::get_stdin());
        let (mut stdout, mut stderr) = (stdout::get_stdout(), stderr::get_stderr());
        let exit = run(
            args,
            &mut Host {
                variable: &variables(),
                open_file: None,
                now: now(),
                threads: 1,
                stdin: &mut stdin,
                stdout: &mut stdout as &mut dyn io::Write,
                stderr: &mut stderr as &mut dyn io::Write,
                stdout_is_terminal: false,
                stderr_is_terminal: false,
            },
        );
        // The status itself would need wasi:cli/exit.exit-with-code, which hosts before WASI 0.2.12 do not have.
        if exit == Exit::Success { Ok(()) } else { Err(()) }
    }
}
