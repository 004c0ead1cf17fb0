//! The endpoint at which a browser or phone asks for its [Twilio access token](twilio_access_token).
//!
//! An HTTP request goes in and an HTTP response comes out; reading and writing them, and telling the time, is the host's
//! part. So the same answers come from `wasmtime serve`, a Node server and whatever else speaks HTTP.
//!
//! ```
//! use twilio_access_token::UnixTime;
//! use twilio_access_token_endpoint::{Endpoint, Request};
//!
//! let endpoint = Endpoint::from_variables(|name| {
//!     let value = match name {
//!         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
//!         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
//!         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
//!         "TOKEN_AUTH" => "anyone",
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
//! `POST /create-room-token` with `identity` and, if the token is to be good for one room alone, `room`; as JSON, as a form,
//! or in the query, which the body overrides. A caller chooses neither grants nor lifetime nor key: configuration does.
//!
//! # Answers
//!
//! 200 is `{"token":…,"identity":…,"expires_at":…}` with the expiry in seconds since 1970; a caller whose `Accept` puts
//! `application/jwt` or `text/plain` first gets the bare token. Every other answer with a body is
//! `{"error":{"code":…,"message":…,"explanation":…}}`. CORS headers are on all of them.
//!
//! # Configuration
//!
//! The variables of [`TokenIssuer`], and `TOKEN_AUTH`, which says who may ask. Without it
//! every request is refused.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod error;
mod fields;
#[cfg(feature = "http")]
mod http;
mod response;

use alloc::{string::String, vec::Vec};
use core::fmt;

use twilio_access_token::{TokenIssuer, UnixTime};

pub use self::{error::EndpointError, response::Response};
use self::{fields::Fields, response::Form};

/// The longest body that is read, in bytes: 16 KiB. A host may stop reading one byte after it; [`Endpoint::handle`] refuses
/// what is longer.
pub const MAX_BODY_BYTES: usize = 16 * 1024;

/// The path that mints.
pub const PATH: &str = "/create-room-token";

/// A request.
#[derive(Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "hosts make it, and must hear of it when it grows"
)]
pub struct Request<'r> {
    /// The method, in capitals as RFC 9110 §9 has it.
    pub method: &'r str,
    /// Path and query, RFC 9112 §3.2.1.
    pub target: &'r str,
    /// Names and values of all headers, in whatever order and case. One that is not text may be left out.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body, or what was read of one that is longer than [`MAX_BODY_BYTES`].
    pub body: &'r [u8],
}

impl<'r> Request<'r> {
    /// All values of a header, RFC 9110 §5.3.
    fn header_values(&self, name: &str) -> impl Iterator<Item = &'r str> {
        let named = self
            .headers
            .iter()
            .filter(move |header| header.0.eq_ignore_ascii_case(name));
        named.map(|header| header.1)
    }

    /// The value of a header that has but one. Where it stands twice nobody can say which is meant, and it counts as not there.
    fn header(&self, name: &str) -> Option<&'r str> {
        let mut values = self.header_values(name);
        values.next().filter(|_| values.next().is_none())
    }

    fn path_and_query(&self) -> (&'r str, &'r str) {
        self.target.split_once('?').unwrap_or((self.target, ""))
    }
}

/// Without what may be secret: the query, the headers' values and the body.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path_and_query().0)
            .field(
                "headers",
                &self.headers.iter().map(|header| header.0).collect::<Vec<_>>(),
            )
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// The endpoint, configured.
#[derive(Debug)]
pub struct Endpoint {
    issuer: Result<TokenIssuer, EndpointError>,
}

impl Endpoint {
    /// Reads the configuration through `variable`, which gives the value of the variable that is named.
    ///
    /// What is wrong with it is said at each request, with status 500, and by [`problem`](Self::problem).
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let authorised = match variable("TOKEN_AUTH").as_deref() {
            None | Some("") => Err(EndpointError::TokenAuthUnset),
            Some("anyone") => Ok(()),
            Some(_) => Err(EndpointError::UnsupportedTokenAuth),
        };
        let issuer =
            authorised.and_then(|()| TokenIssuer::from_variables(variable).map_err(EndpointError::Configuration));
        Self { issuer }
    }

    /// What keeps this endpoint from minting, if anything does.
    #[must_use]
    pub fn problem(&self) -> Option<&EndpointError> {
        self.issuer.as_ref().err()
    }

    /// Answers `request`, received at `now`.
    #[must_use]
    pub fn handle(&self, request: &Request<'_>, now: UnixTime) -> Response {
        self.answer(request, now)
            .unwrap_or_else(|error| Response::refusal(&error))
    }

    fn answer(&self, request: &Request<'_>, now: UnixTime) -> Result<Response, EndpointError> {
        let (path, query) = request.path_and_query();
        if path != PATH {
            return Err(EndpointError::NotFound);
        }
        match request.method {
            "POST" => {}
            "OPTIONS" => return Ok(Response::preflight()),
            _ => return Err(EndpointError::MethodNotAllowed),
        }
        let issuer = self.issuer.as_ref().map_err(Clone::clone)?;
        let fields = Fields::read(request, query)?;
        let identity = fields.identity.ok_or(EndpointError::MissingIdentity)?;
        let issued = issuer
            .create_room_token(&identity, fields.room.as_deref(), now)
            .map_err(EndpointError::Mint)?;
        Ok(Response::success(Form::wanted(request), issued, &identity))
    }
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
