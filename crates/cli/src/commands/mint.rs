//! `mint`: many tokens, from lines of JSON.

use std::{io::BufRead as _, thread};

use twilio_access_token::{AccessToken, MintError, TokenIssuer, UnixTime};

use super::inputs::{KEY, issuer, time};
use crate::{
    command::{Command, Opt, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

pub(super) const COMMAND: Command = Command {
    name: "mint",
    about: "Prints a token for each line of JSON on standard input.",
    argument: "",
    options: &[
        &[Opt {
            name: "issued-at",
            value: "SECONDS",
            help: "When the tokens count as made, in seconds since 1970; default now",
        }],
        KEY,
    ],
    examples: &[
        r#"echo '{"identity":"alice","grants":{"video":{"room":"daily"}}}' | twilio-access-token mint"#,
        "twilio-access-token mint < requests.jsonl > tokens.txt",
    ],
    run,
};

/// Lines that are read before their tokens are written: many enough to keep all cores busy, few enough for any memory.
const BATCH: usize = 4096;

/// Each line of input has its line of output, empty where the token is refused, so that none is lost or shifted.
fn run(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let issuer = issuer(args, host)?;
    let now = time(args, "issued-at", host)?;
    let (mut line_number, mut refused) = (0, 0);
    loop {
        let lines = read_batch(host)?;
        if lines.is_empty() {
            break;
        }
        let mut output = String::new();
        for outcome in mint_all(&lines, &issuer, now, host.threads) {
            line_number += 1;
            match outcome {
                Ok(jwt) => output += &jwt,
                Err(error) => {
                    refused += 1;
                    let _ = writeln!(host.stderr, "line {line_number}: {}", CliError::from(error).report());
                }
            }
            output.push('\n');
        }
        host.print(&output)?;
        if host.stderr_is_terminal {
            let _ = write!(host.stderr, "\r{line_number} tokens");
        }
    }
    if host.stderr_is_terminal {
        let _ = writeln!(host.stderr, "\r{line_number} tokens, {refused} refused");
    }
    Ok(if refused == 0 { Exit::Success } else { Exit::Refused })
}

fn read_batch(host: &mut Host<'_>) -> Result<Vec<String>, CliError> {
    let lines = host.stdin.lines().take(BATCH);
    lines
        .collect::<Result<_, _>>()
        .map_err(|error| CliError::Input(error.kind()))
}

fn mint_all(lines: &[String], issuer: &TokenIssuer, now: UnixTime, threads: usize) -> Vec<Result<String, MintError>> {
    let mint = |line: &String| {
        let issued = issuer.issue(AccessToken::from_json(line)?, now)?;
        Ok(issued.jwt)
    };
    let share = lines.len().div_ceil(threads.max(1));
    if threads <= 1 || lines.len() <= threads {
        return lines.iter().map(mint).collect();
    }
    thread::scope(|scope| {
        let workers = lines
            .chunks(share)
            .map(|lines| scope.spawn(move || lines.iter().map(mint).collect::<Vec<_>>()));
        // All are started before the first is waited for.
        let workers = workers.collect::<Vec<_>>();
        let outcomes = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        outcomes.flatten().collect()
    })
}
