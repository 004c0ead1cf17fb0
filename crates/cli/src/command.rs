//! What a command is made of: its options, and the help that is written from them.

use core::fmt::Write as _;

use lexopt::{Arg, Parser, ValueExt as _};

use crate::{error::CliError, exit::Exit, host::Host};

/// A command.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// What may stand without an option's name, or nothing.
    pub(crate) argument: &'static str,
    /// Groups of options, which commands share.
    pub(crate) options: &'static [&'static [Opt]],
    pub(crate) examples: &'static [&'static str],
    pub(crate) run: fn(&mut ParsedArgs, &mut Host<'_>) -> Result<Exit, CliError>,
}

/// An option of a command.
pub(crate) struct Opt {
    pub(crate) name: &'static str,
    /// What its value is, or nothing for one that takes none. One that may be given again and again ends in dots.
    pub(crate) value: &'static str,
    pub(crate) help: &'static str,
}

impl Opt {
    fn repeats(&self) -> bool {
        self.value.ends_with("...")
    }
}

/// The arguments of a command, their values unchecked.
pub(crate) struct ParsedArgs {
    options: Vec<(&'static str, String)>,
    /// A valid use of the command.
    example: &'static str,
    pub(crate) argument: Option<String>,
    /// All commands, which `completions` lists.
    pub(crate) commands: &'static [Command],
}

impl ParsedArgs {
    pub(crate) fn take(&mut self, name: &'static str) -> Option<String> {
        let index = self.options.iter().position(|(given, _)| *given == name)?;
        Some(self.options.remove(index).1)
    }

    pub(crate) fn required(&mut self, name: &'static str) -> Result<String, CliError> {
        self.take(name).ok_or_else(|| self.missing(name))
    }

    /// That an option is not given.
    pub(crate) const fn missing(&self, name: &'static str) -> CliError {
        CliError::MissingOption {
            name,
            example: self.example,
        }
    }

    /// Whether no option is given.
    pub(crate) fn is_empty(&self) -> bool {
        self.options.is_empty()
    }

    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        self.take(name).is_some()
    }
}

impl Command {
    pub(crate) fn all_options(&self) -> impl Iterator<Item = &'static Opt> {
        self.options.iter().copied().flatten()
    }

    fn option_names(&self) -> impl Iterator<Item = &'static str> {
        self.all_options().map(|option| option.name)
    }

    /// `None` if help is requested.
    pub(crate) fn parse(&self, mut parser: Parser, commands: &'static [Self]) -> Result<Option<ParsedArgs>, CliError> {
        let mut args = ParsedArgs {
            options: Vec::new(),
            example: self.examples.first().copied().unwrap_or(EXAMPLE),
            argument: None,
            commands,
        };
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                Arg::Value(value) if !self.argument.is_empty() && args.argument.is_none() => {
                    args.argument = Some(value.string()?);
                }
                Arg::Long(name) => {
                    let Some(option) = self.all_options().find(|option| option.name == name) else {
                        return Err(CliError::unexpected(&arg, self.option_names()));
                    };
                    if !option.repeats() && args.options.iter().any(|(name, _)| *name == option.name) {
                        return Err(CliError::RepeatedOption(option.name));
                    }
                    let value = if option.value.is_empty() {
                        String::new()
                    } else {
                        parser.value()?.string()?
                    };
                    args.options.push((option.name, value));
                }
                other => return Err(CliError::unexpected(&other, self.option_names())),
            }
        }
        Ok(Some(args))
    }

    pub(crate) fn help(&self) -> String {
        let Self { name, about, .. } = self;
        let argument = if self.argument.is_empty() {
            String::new()
        } else {
            format!(" [{}]", self.argument)
        };
        let mut text = format!("{about}\n\nUsage: twilio-access-token {name}{argument} [OPTIONS]\n\nOptions:\n");
        for option in self.all_options() {
            let value = if option.value.is_empty() {
                String::new()
            } else {
                format!(" <{}>", option.value)
            };
            row(&mut text, &format!("    --{}{value}", option.name), option.help);
        }
        row(&mut text, "-h, --help", "Print this");
        environment(&mut text);
        text += "\nExamples:\n";
        for example in self.examples {
            let _ = writeln!(text, "  {example}");
        }
        text + EXIT_STATUS
    }
}

pub(crate) fn general_help(commands: &[Command]) -> String {
    let mut text = String::from(
        "Mints Twilio access tokens, verifies them, says why Twilio would refuse one, and validates webhooks.\n\n\
         Usage: twilio-access-token <COMMAND> [OPTIONS]\n\nCommands:\n",
    );
    for command in commands {
        row(&mut text, command.name, command.about.trim_end_matches('.'));
    }
    row(&mut text, "help", "Print this");
    text += "\nOptions:\n";
    row(&mut text, "-h, --help", "Print help; after a command, that command's");
    row(&mut text, "-V, --version", "Print the version");
    environment(&mut text);
    let _ = writeln!(text, "\nExample:\n  {EXAMPLE}");
    text + EXIT_STATUS
}

fn environment(text: &mut String) {
    *text += "\nEnvironment:\n";
    for (name, help) in ENVIRONMENT {
        row(text, name, help);
    }
}

pub(crate) const EXAMPLE: &str = "twilio-access-token video --identity alice --room daily";

const ENVIRONMENT: [(&str, &str); 6] = [
    ("ACCOUNT_SID", "The account, AC...; also TWILIO_ACCOUNT_SID"),
    (
        "API_KEY",
        "The API key's SID, SK...; also API_KEY_SID, TWILIO_API_KEY, TWILIO_API_KEY_SID",
    ),
    (
        "API_SECRET",
        "The API key's secret; also API_KEY_SECRET, TWILIO_API_SECRET, TWILIO_API_KEY_SECRET",
    ),
    (
        "TOKEN_TTL",
        "How long tokens live, in seconds, 1 to 86400; default 3600",
    ),
    (
        "AUTH_TOKEN",
        "The account's auth token, for webhooks; also TWILIO_AUTH_TOKEN",
    ),
    (
        "TWILIO_WEBHOOK_KEY_SECRET",
        "The secret of the shared key, for webhooks whose settings name one",
    ),
];

const EXIT_STATUS: &str = "\nExit status: 0 done, 1 refused, 2 wrong usage. A WASI host reports both 1 and 2 as 1.\n";

/// A line of a list: a name, and what it is, wrapped where lines would get too long for a terminal.
fn row(text: &mut String, name: &str, help: &str) {
    const COLUMN: usize = 34;
    const WIDTH: usize = 100;
    let mut line = format!("  {name:<width$}", width = COLUMN - 2);
    if name.len() > COLUMN - 4 {
        let _ = writeln!(text, "{}", line.trim_end());
        line = " ".repeat(COLUMN);
    }
    for word in help.split(' ') {
        if line.len() + word.len() > WIDTH {
            let _ = writeln!(text, "{}", line.trim_end());
            line = " ".repeat(COLUMN);
        }
        line += word;
        line.push(' ');
    }
    let _ = writeln!(text, "{}", line.trim_end());
}
