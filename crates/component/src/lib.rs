//! Glue between WebAssembly's component model and the crates that do the work. One module a feature, one component a
//! module: see `Cargo.toml`.

// All but the command do without std, whose panic messages, which nobody would hear, are a tenth of the size.
#![cfg_attr(bare, no_std)]

extern crate alloc;

#[cfg(feature = "addon")]
mod addon;
#[cfg(bare)]
mod bare;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "full")]
mod full;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "library")]
mod library;

use alloc::{string::String, vec::Vec};

#[cfg(any(feature = "cli", feature = "http", feature = "library"))]
use twilio_access_token::UnixTime;
use zeroize::Zeroizing;

/// The host's environment, as a function from a variable's name to its value. The host is asked but once, however many are read.
#[cfg(any(feature = "cli", feature = "http", feature = "library"))]
fn variables() -> impl Fn(&str) -> Option<String> {
    lookup(wasip2::cli::environment::get_environment())
}

/// Variables as a function from name to value. All of them are wiped when it is dropped.
fn lookup(variables: Vec<(String, String)>) -> impl Fn(&str) -> Option<String> {
    let variables = Zeroizing::new(variables);
    move |name| {
        let mut variables = variables.iter();
        variables.find_map(|(key, value)| (key == name).then(|| value.clone()))
    }
}

/// The host's clock. The addon is told the time.
#[cfg(any(feature = "cli", feature = "http", feature = "library"))]
fn now() -> UnixTime {
    UnixTime::from_secs(wasip2::clocks::wall_clock::now().seconds)
}
