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
#[cfg(any(feature = "cli", feature = "http", feature = "library"))]
mod host;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "library")]
mod library;

#[cfg(any(feature = "cli", feature = "http", feature = "library"))]
use self::host::{now, variable};
