//! Glue between Node and the crates that do the work: the private half of the npm package, whose JavaScript has seen to it
//! that every argument has the type that is declared here.
//!
//! Each function is `catch_unwind`: a panic that crossed into Node would end the process.
#![expect(clippy::exhaustive_structs, reason = "no Rust code depends on this crate")]

pub mod capability;
pub mod endpoint;
pub mod jws;
pub mod reader;
pub mod signer;
pub mod validation;
pub mod webhooks;

use napi::Error;
use twilio_access_token::MintError;

/// An error whose code is one of ours, `err.code` in JavaScript.
fn refused(error: &MintError) -> Error<&'static str> {
    Error::new(error.code(), error.full_message())
}
