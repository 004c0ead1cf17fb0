//! `wasi:cli/run` that mints a token for each of its arguments by the component that it is composed with.

use wasip2::cli::{environment, stdout};

use self::bindings::twilio_access_token::tokens::{
    signer::{AccessToken, SigningKey},
    types::MintError,
};

struct Front;

wasip2::cli::command::export!(Front);

impl wasip2::exports::cli::run::Guest for Front {
    fn run() -> Result<(), ()> {
        let identities = environment::get_arguments().into_iter().skip(1);
        let outcome = identities
            .map(|identity| token(&identity))
            .collect::<Result<String, _>>();
        let text = outcome
            .as_ref()
            .map_or_else(|error| format!("{:?}: {}\n", error.code, error.message), Clone::clone);
        stdout::get_stdout()
            .blocking_write_and_flush(text.as_bytes())
            .map_err(drop)?;
        outcome.map(drop).map_err(drop)
    }
}

/// One line.
fn token(identity: &str) -> Result<String, MintError> {
    let key = SigningKey::from_environment()?;
    let token = AccessToken::create(identity)?;
    token.grant_video(Some("daily"))?;
    key.sign(&token, None).map(|jwt| jwt + "\n")
}

mod bindings {
    wit_bindgen::generate!({ world: "imports", path: "../../wit" });
}
