//! The commands.

mod completions;
mod inputs;
mod inspect;
mod mint;
mod tokens;
mod verify;
mod webhook;

use crate::command::Command;

pub(crate) static ALL: &[Command] = &[
    tokens::VIDEO,
    tokens::VOICE,
    tokens::CHAT,
    tokens::SYNC,
    tokens::TASK_ROUTER,
    mint::COMMAND,
    verify::COMMAND,
    inspect::COMMAND,
    webhook::COMMAND,
    completions::COMMAND,
];
