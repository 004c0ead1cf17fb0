//! Glue between WebAssembly's component model and the crates that do the work. One module a feature, one component a
//! module: see `Cargo.toml`.

// All but the command do without std, whose panic messages, which nobody would hear, are a tenth of the size.
#![cfg_attr(bare, no_std)]

extern crate alloc;

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "full")]
mod full;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "library")]
mod library;

#[cfg(bare)]
use twilio_access_token_wasm_runtime as _;

use alloc::string::String;

use twilio_access_token::UnixTime;
use zeroize::Zeroizing;

/// The host's environment, as a function from a variable's name to its value. The host is asked once, however many are read; all
/// values are wiped when the function is dropped.
fn variables() -> impl Fn(&str) -> Option<String> {
    let variables = Zeroizing::new(wasip2::cli::environment::get_environment());
    move |name| {
        let mut variables = variables.iter();
        variables.find_map(|(key, value)| (key == name).then(|| value.clone()))
    }
}

/// The host's clock.
fn now() -> UnixTime {
    UnixTime::from_secs(wasip2::clocks::wall_clock::now().seconds)
}
