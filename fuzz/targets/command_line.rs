//! Whatever a shell passes, the command line ends as its help says: with a token, with a report, or with an error that has a
//! code and a help; and it never shows a secret.
//!
//! An input is variables as a shell sets them, `NAME=value` each, and arguments, all of them on lines of their own; then an empty
//! line, and standard input.

#![no_main]

use std::{
    ffi::OsString,
    io::{self, Read as _},
};

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use twilio_access_token::{AccessToken, Inspector, SignatureState, TokenIssuer};
use twilio_access_token_cli::{Exit, Host};
use twilio_access_token_fuzz::{NOW, SECRET, check_error, leaks, variable};

/// The commands that print one token.
const TOKENS: [&str; 5] = ["video", "voice", "chat", "sync", "task-router"];

/// A shell that starts the command.
struct Shell<'i> {
    variables: Vec<(&'i str, &'i str)>,
    stdin: &'i [u8],
    threads: usize,
    terminal: bool,
}

#[derive(Debug, Eq, PartialEq)]
struct Outcome {
    exit: Exit,
    stdout: String,
    stderr: String,
}

impl Shell<'_> {
    fn run(&self, args: &[&str]) -> Outcome {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let exit = twilio_access_token_cli::run(
            args.iter().map(OsString::from),
            &mut Host {
                variable: &|name| variable(&self.variables, name),
                open_file: Some(&|path| match path {
                    "secret" => Ok(Box::new(SECRET.as_bytes().chain(&b"\n"[..]))),
                    "body" => Ok(Box::new(&b"{}"[..])),
                    _ => Err(io::ErrorKind::NotFound.into()),
                }),
                now: NOW,
                threads: self.threads,
                stdin: &mut &*self.stdin,
                stdout: &mut stdout,
                stderr: &mut stderr,
                stdout_is_terminal: self.terminal,
                stderr_is_terminal: false,
            },
        );
        let text = |bytes| String::from_utf8(bytes).expect("all output is text");
        let (stdout, stderr) = (text(stdout), text(stderr));
        Outcome { exit, stdout, stderr }
    }
}

fuzz_target!(|input: &[u8]| {
    let end = input.windows(2).position(|window| window == b"\n\n");
    let (head, stdin) = end.map_or((input, &[][..]), |end| (&input[..end], &input[end + 2..]));
    let Ok(head) = std::str::from_utf8(head) else { return };
    let mut lines = head.split('\n').peekable();
    let mut variables = vec![("AUTH_TOKEN", SECRET), ("TWILIO_WEBHOOK_KEY_SECRET", SECRET)];
    while let Some(set) = lines.next_if(|line| !line.starts_with('-') && line.contains('=')) {
        variables.extend(set.split_once('='));
    }
    let args = lines.collect::<Vec<_>>();
    let terminal = input.len().is_multiple_of(2);
    let shell = Shell {
        variables,
        stdin,
        threads: 1,
        terminal,
    };

    let outcome = shell.run(&args);
    let Outcome { exit, stdout, stderr } = &outcome;
    assert!(!leaks(stdout, input) && !leaks(stderr, input));
    match exit {
        Exit::Success => assert_eq!(stderr, ""),
        Exit::Refused => {}
        Exit::Usage => assert!(stdout.is_empty() && !stderr.is_empty()),
        other => panic!("there is no {other:?}"),
    }
    if !stderr.is_empty() {
        check_errors(stderr);
    }
    let command = args.first().copied().unwrap_or_default();
    let controls = |character: char| character.is_control() && character != '\n';
    assert!(!stderr.contains(controls), "{stderr:?}");
    if command == "inspect" && !args.contains(&"--json") {
        // Colours apart, nothing steers a terminal.
        assert!(
            !stdout.contains(|character| controls(character) && !(terminal && character == '\x1b')),
            "{stdout:?}"
        );
    }

    let is_token = stdout.starts_with("eyJ");
    if TOKENS.contains(&command) && is_token {
        let token = stdout.strip_suffix('\n').expect("a token is a line");
        check_token(token, input);
    }
    if command == "mint" && *exit != Exit::Usage && !args.contains(&"--help") && !args.contains(&"-h") {
        check_minted(&shell, &args, &outcome);
    }
    if command == "verify" && stdout.starts_with('{')
        || command == "inspect" && args.contains(&"--json") && !stdout.is_empty()
    {
        let object = serde_json::from_str::<Value>(stdout).is_ok_and(|report| report.is_object());
        assert!(
            object || *exit == Exit::Success && stdout.contains("Usage: "),
            "{stdout}"
        );
    }
    if args.starts_with(&["webhook", "sign"]) && *exit == Exit::Success && stdout.lines().count() == 1 {
        let validate = ["webhook", "validate", "--signature", stdout.trim_end()];
        let outcome = shell.run(&[&validate, &args[2..]].concat());
        assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Success, "valid\n"));
    }
});

/// That each error has a code and says what to do about it.
fn check_errors(stderr: &str) {
    let mut lines = stderr.lines();
    while let Some(error) = lines.next() {
        let (_, error) = error.split_once("error[").expect("an error says that it is one");
        let (code, message) = error.split_once("]: ").expect("an error has a code");
        check_error(code, message);
        let help = lines.next().and_then(|line| line.strip_prefix("  help: "));
        assert!(help.is_some_and(|help| !help.is_empty()), "{stderr}");
    }
}

/// That a token is well-formed, and of the secret unless the input sets another.
fn check_token(token: &str, input: &[u8]) {
    let report = Inspector::new(NOW).with_secret(SECRET).inspect(token);
    assert!(report.payload().is_some());
    if !input.windows(7).any(|window| window == b"SECRET=") {
        assert_eq!(report.signature(), SignatureState::Verified, "{token}");
    }
}

/// That each line of input has its token, or else an empty line and an error; and that it is the same with several threads.
fn check_minted(shell: &Shell<'_>, args: &[&str], outcome: &Outcome) {
    let threads = Shell {
        threads: 3,
        variables: shell.variables.clone(),
        ..*shell
    };
    assert_eq!(&threads.run(args), outcome);

    let issuer = TokenIssuer::from_env(|name| variable(&shell.variables, name));
    let (["mint"], Ok(issuer), Ok(stdin)) = (args, issuer, std::str::from_utf8(shell.stdin)) else {
        return;
    };
    let issued = stdin
        .lines()
        .map(|line| AccessToken::from_json(line).and_then(|token| issuer.issue(token, NOW)));
    let issued = issued.map(|issued| issued.map_or(String::new(), |issued| issued.jwt));
    let issued = issued.collect::<Vec<_>>();
    assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), issued);
    assert_eq!(outcome.exit == Exit::Refused, issued.iter().any(String::is_empty));
    assert_eq!(
        outcome.stderr.matches("\n  help: ").count(),
        issued.iter().filter(|token| token.is_empty()).count()
    );
}
