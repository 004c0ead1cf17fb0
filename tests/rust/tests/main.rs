//! One binary for all, so that they link once.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod embeddings;
mod endpoint;
mod errors;
mod golden;
mod helpful;
mod inspect;
mod judge;
mod properties;
mod secrets;
mod signed_requests;
mod validation;
mod vectors;
mod verify;
mod webhooks;
mod wit;
