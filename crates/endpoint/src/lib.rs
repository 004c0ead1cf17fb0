//! The endpoint at which a browser or phone asks for its [Twilio access token](twilio_access_token).
//!
//! An HTTP request goes in and an HTTP response comes out; reading and writing them, and telling the time, is the host's
//! part. So the same answers come from `wasmtime serve`, a Node server and whatever else speaks HTTP.
//!
//! ```
//! use twilio_access_token::UnixTime;
//! use twilio_access_token_endpoint::{Endpoint, Request};
//!
//! let endpoint = Endpoint::from_env(|name| {
//!     let value = match name {
//!         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
//!         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
//!         "TOKEN_AUTH" => "anyone",
//!         "ALLOWED_ORIGINS" => "https://app.example",
//!         _ => return None,
//!     };
//!     Some(value.to_owned())
//! });
//! let request = Request {
//!     method: "POST",
//!     target: "/create-room-token",
//!     headers: &[("Content-Type", "application/json")],
//!     body: br#"{"identity":"alice","room":"daily"}"#,
//! };
//! let response = endpoint.handle(&request, UnixTime::from_secs(1_700_000_000));
//! assert_eq!(response.status, 200);
//! assert!(response.body.starts_with(r#"{"token":"eyJ"#));
//! ```
//!
//! # Requests
//!
//! `POST /create-room-token` with `identity` and, for a token that is valid for one room, `room`: as JSON, as a form, or in the
//! query, which the body overrides. With `TOKEN_AUTH=twilio-signature` only the body is read, and `room` is required. A caller
//! never chooses grants, lifetime or key: the configuration does.
//! `GET /healthz` tells whether it is as it must be.
//!
//! # Answers
//!
//! 200 is `{"token":…,"identity":…,"expires_at":…}` with the expiry in seconds since 1970; a caller whose `Accept` puts
//! `application/jwt` or `text/plain` first gets the bare token. Every other answer with a body is
//! `{"error":{"code":…,"message":…,"hint":…}}`. CORS headers are on all of them.
//!
//! # Configuration
//!
//! The variables of [`TokenIssuer`](twilio_access_token::TokenIssuer), and `TOKEN_AUTH`, which selects how callers authenticate.
//! Without it every request is rejected. The project's docs/endpoint.md lists all of them.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod auth;
mod cors;
mod endpoint;
mod env;
mod error;
mod fields;
mod grants;
#[cfg(feature = "http")]
mod http;
mod log;
mod protocol;
mod request;
mod response;
mod rooms;
mod service;

pub use self::{
    endpoint::{Endpoint, PendingRequest},
    env::{PUBLIC_KEY_VARIABLES, VARIABLES},
    error::{EndpointError, SessionError},
    protocol::{BODY_TIMEOUT_SECONDS, HEALTH_PATH, MAX_BODY_BYTES, PATH},
    request::Request,
    response::Response,
};
