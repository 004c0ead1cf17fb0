//! `completions`: what a shell needs to complete commands and options.

use core::fmt::Write as _;

use crate::{
    command::{Command, ParsedArgs},
    error::CliError,
    exit::Exit,
    host::Host,
};

pub(super) const COMMAND: Command = Command {
    name: "completions",
    about: "Prints completions for a shell: bash, zsh or fish.",
    argument: "SHELL",
    options: &[],
    examples: &[
        "source <(twilio-access-token completions bash)",
        "twilio-access-token completions fish > ~/.config/fish/completions/twilio-access-token.fish",
    ],
    run,
};

fn run(args: &mut ParsedArgs, host: &mut Host<'_>) -> Result<Exit, CliError> {
    let text = match args.argument.as_deref() {
        Some("bash") => bash(args.commands),
        // zsh reads bash's, given this.
        Some("zsh") => format!("autoload -U +X bashcompinit && bashcompinit\n{}", bash(args.commands)),
        Some("fish") => fish(args.commands),
        _ => return Err(CliError::UnknownShell),
    };
    host.print(&text)?;
    Ok(Exit::Success)
}

fn bash(commands: &[Command]) -> String {
    let names = commands
        .iter()
        .map(|command| command.name)
        .collect::<Vec<_>>()
        .join(" ");
    let mut text = format!(
        "_twilio_access_token() {{\n    local words=\"{names} help --help --version\"\n    if ((COMP_CWORD > 1)); then\n        case ${{COMP_WORDS[1]}} in\n"
    );
    for command in commands {
        let options = command
            .all_options()
            .map(|option| format!("--{} ", option.name))
            .collect::<String>();
        let _ = writeln!(text, "            {}) words=\"{options}--help\" ;;", command.name);
    }
    text + "            *) words= ;;\n        esac\n    fi\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n}\ncomplete -F _twilio_access_token twilio-access-token\n"
}

fn fish(commands: &[Command]) -> String {
    let mut text = String::from("complete -c twilio-access-token -f\n");
    for command in commands {
        let (name, about) = (command.name, command.about.replace('\'', "\\'"));
        let _ = writeln!(
            text,
            "complete -c twilio-access-token -n __fish_use_subcommand -a {name} -d '{about}'"
        );
        for option in command.all_options() {
            let takes_value = if option.value.is_empty() { "" } else { " -r" };
            let help = option.help.replace('\'', "\\'");
            let _ = writeln!(
                text,
                "complete -c twilio-access-token -n '__fish_seen_subcommand_from {name}' -l {}{takes_value} -d '{help}'",
                option.name
            );
        }
    }
    text
}
