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
//! The variables of [`TokenIssuer`], and `TOKEN_AUTH`, which says who may ask: without it every request is refused. The
//! project's docs/endpoint.md has all of them.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod auth;
mod cors;
mod error;
mod fields;
mod grants;
#[cfg(feature = "http")]
mod http;
mod log;
mod request;
mod response;
mod rooms;
mod variables;

use alloc::{string::String, vec::Vec};
use core::fmt;

use twilio_access_token::{AccessToken, Grant, IssuedToken, MintError, TokenIssuer, UnixTime, VideoGrant};

pub use self::{auth::SessionError, error::EndpointError, request::Request, response::Response, variables::VARIABLES};
use self::{
    auth::{Admitted, Auth, Wanted},
    cors::Origins,
    response::Form,
    rooms::Rooms,
    variables::Env,
};

/// The longest body that is read, in bytes: 16 KiB. A host may stop reading one byte after it; [`Endpoint::handle`] refuses
/// what is longer.
///
/// ```
/// use std::io::{self, Read as _};
/// use twilio_access_token_endpoint::MAX_BODY_BYTES;
///
/// let mut body = Vec::new();
/// io::repeat(b'x').take(MAX_BODY_BYTES as u64 + 1).read_to_end(&mut body)?;
/// assert_eq!(body.len(), 16_385);
/// # Ok::<(), io::Error>(())
/// ```
pub const MAX_BODY_BYTES: usize = 16 * 1024;

/// How long a host waits for the whole of a body, in seconds. [`PendingRequest::timed_out`] answers a client that takes longer.
///
/// ```
/// use std::time::Duration;
///
/// let timeout = Duration::from_secs(twilio_access_token_endpoint::BODY_TIMEOUT_SECONDS);
/// assert_eq!(timeout.as_secs(), 10);
/// ```
pub const BODY_TIMEOUT_SECONDS: u64 = 10;

/// The path that mints.
///
/// ```
/// assert_eq!(twilio_access_token_endpoint::PATH, "/create-room-token");
/// ```
pub const PATH: &str = "/create-room-token";

/// The path that tells whether the endpoint is configured.
///
/// ```
/// # use twilio_access_token::UnixTime;
/// # use twilio_access_token_endpoint::{Endpoint, HEALTH_PATH, Request};
/// let endpoint = Endpoint::from_env(|_| None);
/// let request = Request { method: "GET", target: HEALTH_PATH, headers: &[], body: b"" };
/// let response = endpoint.handle(&request, UnixTime::from_secs(1_700_000_000));
/// assert_eq!(response.status, 500);
/// assert!(response.body.contains("TOKEN_AUTH"));
/// ```
pub const HEALTH_PATH: &str = "/healthz";

/// The methods of [`PATH`].
const ALLOW: &str = "POST, OPTIONS";

/// The endpoint, configured.
///
/// One is made when a server starts, and answers all its requests.
///
/// ```
/// use twilio_access_token_endpoint::Endpoint;
///
/// let endpoint = Endpoint::from_env(|name| std::env::var(name).ok());
/// if let Some(problem) = endpoint.problem() {
///     eprintln!("error[{}]: {}", problem.code(), problem.full_message());
/// }
/// ```
pub struct Endpoint {
    access_log: bool,
    origins: Origins,
    request_headers: &'static str,
    minting: Result<Minting, EndpointError>,
}

/// All that it takes to mint.
struct Minting {
    auth: Auth,
    issuer: TokenIssuer,
    grants: Vec<Grant>,
    /// `None` where a token may be for any room, or for every one.
    rooms: Option<Rooms>,
}

/// What a request gets that is not refused.
enum Answer {
    Healthy,
    Preflight,
    Token(Minted),
}

/// A token, and what it is good for.
struct Minted {
    identity: String,
    room: Option<String>,
    issued: IssuedToken,
}

impl Endpoint {
    /// Reads the configuration through `variable`, which gives the value of the variable that is named.
    ///
    /// What is wrong with it is said at each request, with status 500, and by [`problem`](Self::problem).
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use twilio_access_token_endpoint::Endpoint;
    /// let variables = HashMap::from([
    ///     ("ACCOUNT_SID", "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ///     ("API_KEY", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
    ///     ("API_SECRET", "ssssssssssssssssssssssssssssssss"),
    ///     ("TOKEN_AUTH", "passcode"),
    ///     ("PASSCODE", "correct-horse-battery-staple"),
    /// ]);
    /// let endpoint = Endpoint::from_env(|name| variables.get(name).map(|value| value.to_string()));
    /// assert_eq!(endpoint.problem(), None);
    /// ```
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut minting = Minting::from_env(&variable);
        // Where the origins cannot be read there are none, and where the log cannot, there is one.
        let origins = Origins::from_env(&variable).unwrap_or_else(|problem| {
            minting = Err(problem);
            Some(Origins::Listed(Vec::new()))
        });
        if origins.is_none()
            && minting
                .as_ref()
                .is_ok_and(|minting| matches!(minting.auth, Auth::Anyone))
        {
            minting = Err(EndpointError::AllowedOriginsUnset);
        }
        let origins = origins.unwrap_or(Origins::Any);
        let access_log = log::from_env(&variable).unwrap_or_else(|problem| {
            minting = Err(problem);
            true
        });
        Self {
            access_log,
            origins,
            request_headers: Auth::request_headers(&variable),
            minting,
        }
    }

    /// What keeps this endpoint from minting, if anything does.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::{Endpoint, EndpointError};
    /// let endpoint = Endpoint::from_env(|_| None);
    /// assert_eq!(endpoint.problem(), Some(&EndpointError::TokenAuthUnset));
    /// ```
    #[must_use]
    pub fn problem(&self) -> Option<&EndpointError> {
        self.minting.as_ref().err()
    }

    /// Answers `request`, received at `now`.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # use twilio_access_token_endpoint::{Endpoint, Request};
    /// # let endpoint = Endpoint::from_env(|_| None);
    /// let request = Request { method: "POST", target: "/elsewhere", headers: &[], body: b"" };
    /// let response = endpoint.handle(&request, UnixTime::from_secs(1_700_000_000));
    /// assert_eq!(response.status, 404);
    /// ```
    #[must_use]
    pub fn handle(&self, request: &Request<'_>, now: UnixTime) -> Response {
        match self.start(request, now) {
            Ok(pending) => pending.finish(request, now),
            Err(response) => response,
        }
    }

    /// Reads the head of a request, before a host waits for its body.
    ///
    /// # Errors
    ///
    /// The answer, if the body cannot change it: another path or method, an origin that is not allowed, a session token or a
    /// signature that is missing, or a session token that is not valid.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # use twilio_access_token_endpoint::{Endpoint, Request};
    /// # let endpoint = Endpoint::from_env(|_| None);
    /// let now = UnixTime::from_secs(1_700_000_000);
    /// let head = Request { method: "POST", target: "/elsewhere", headers: &[("Content-Length", "16384")], body: b"" };
    /// let response = match endpoint.start(&head, now) {
    ///     // Wait for the body, at most `BODY_TIMEOUT_SECONDS`.
    ///     Ok(pending) => pending.finish(&Request { body: br#"{"identity":"alice"}"#, ..head }, now),
    ///     Err(response) => response,
    /// };
    /// assert_eq!(response.status, 404);
    /// ```
    pub fn start(&self, head: &Request<'_>, now: UnixTime) -> Result<PendingRequest<'_>, Response> {
        let outcome = match self.admit(head, now) {
            Ok(Admission::Answer(answer)) => Ok(answer),
            Ok(Admission::Pending(minting, admitted)) => {
                return Ok(PendingRequest {
                    endpoint: self,
                    minting,
                    admitted,
                });
            }
            Err(error) => Err(error),
        };
        Err(self.respond(head, outcome, now))
    }

    fn admit(&self, head: &Request<'_>, now: UnixTime) -> Result<Admission<'_>, EndpointError> {
        let (path, _) = head.path_and_query();
        let allow = match path {
            PATH => ALLOW,
            HEALTH_PATH => "GET, HEAD",
            _ => return Err(EndpointError::NotFound),
        };
        match (path, head.method) {
            (HEALTH_PATH, "GET" | "HEAD") => {
                self.minting()?;
                Ok(Admission::Answer(Answer::Healthy))
            }
            (PATH, "OPTIONS") => {
                self.origins.check(head)?;
                Ok(Admission::Answer(Answer::Preflight))
            }
            (PATH, "POST") => {
                let minting = self.minting()?;
                self.origins.check(head)?;
                Ok(Admission::Pending(minting, minting.auth.admit(head, now)?))
            }
            _ => Err(EndpointError::MethodNotAllowed { allow }),
        }
    }

    fn respond(&self, request: &Request<'_>, outcome: Result<Answer, EndpointError>, now: UnixTime) -> Response {
        let line = self.access_log.then(|| log::line(request, &outcome, now));
        let mut response = match outcome {
            Ok(Answer::Healthy) => Response::healthy(),
            Ok(Answer::Preflight) => Response::preflight(ALLOW),
            Ok(Answer::Token(minted)) => Response::success(Form::wanted(request), minted),
            Err(error) => Response::refusal(&error),
        };
        response.log = line;
        self.origins.mark(request, self.request_headers, &mut response);
        if request.method == "HEAD" {
            response.body.clear();
        }
        response
    }

    fn minting(&self) -> Result<&Minting, EndpointError> {
        self.minting.as_ref().map_err(Clone::clone)
    }
}

/// Without its settings: there may be a secret in any that was mixed up with another.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("problem", &self.problem())
            .finish_non_exhaustive()
    }
}

/// What the head of a request leads to.
enum Admission<'e> {
    Answer(Answer),
    Pending(&'e Minting, Admitted<'e>),
}

/// A request whose head is accepted, and whose body decides: see [`Endpoint::start`].
///
/// ```
/// # use twilio_access_token::UnixTime;
/// # use twilio_access_token_endpoint::{Endpoint, Request};
/// # let endpoint = Endpoint::from_env(|name| {
/// #     let value = match name {
/// #         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
/// #         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
/// #         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
/// #         "TOKEN_AUTH" => "anyone",
/// #         "ALLOWED_ORIGINS" => "https://app.example",
/// #         _ => return None,
/// #     };
/// #     Some(value.to_owned())
/// # });
/// let now = UnixTime::from_secs(1_700_000_000);
/// let headers = [("Content-Type", "application/json")];
/// let head = Request { method: "POST", target: "/create-room-token", headers: &headers, body: b"" };
/// let pending = endpoint.start(&head, now).unwrap();
/// let body = br#"{"identity":"alice"}"#;
/// assert_eq!(pending.finish(&Request { body, ..head }, now).status, 200);
/// ```
#[must_use]
pub struct PendingRequest<'e> {
    endpoint: &'e Endpoint,
    minting: &'e Minting,
    admitted: Admitted<'e>,
}

impl PendingRequest<'_> {
    /// Answers `request`, the same one with its body.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # use twilio_access_token_endpoint::{Endpoint, Request};
    /// # let endpoint = Endpoint::from_env(|name| {
    /// #     let value = match name {
    /// #         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    /// #         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
    /// #         "TOKEN_AUTH" => "anyone",
    /// #         "ALLOWED_ORIGINS" => "https://app.example",
    /// #         _ => return None,
    /// #     };
    /// #     Some(value.to_owned())
    /// # });
    /// let now = UnixTime::from_secs(1_700_000_000);
    /// let headers = [("Content-Type", "application/json")];
    /// let head = Request { method: "POST", target: "/create-room-token", headers: &headers, body: b"" };
    /// let pending = endpoint.start(&head, now).unwrap();
    /// let response = pending.finish(&Request { body: b"[]", ..head }, now);
    /// assert_eq!(response.status, 400);
    /// ```
    #[must_use]
    pub fn finish(self, request: &Request<'_>, now: UnixTime) -> Response {
        let outcome = self.minting.mint(request, self.admitted, now);
        self.endpoint.respond(request, outcome.map(Answer::Token), now)
    }

    /// Answers a client that did not send its body within [`BODY_TIMEOUT_SECONDS`]. Close the connection after it.
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # use twilio_access_token_endpoint::{Endpoint, Request};
    /// # let endpoint = Endpoint::from_env(|name| {
    /// #     let value = match name {
    /// #         "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// #         "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    /// #         "API_SECRET" => "ssssssssssssssssssssssssssssssss",
    /// #         "TOKEN_AUTH" => "anyone",
    /// #         "ALLOWED_ORIGINS" => "https://app.example",
    /// #         _ => return None,
    /// #     };
    /// #     Some(value.to_owned())
    /// # });
    /// let now = UnixTime::from_secs(1_700_000_000);
    /// let headers = [("Content-Type", "application/json")];
    /// let head = Request { method: "POST", target: "/create-room-token", headers: &headers, body: b"" };
    /// let pending = endpoint.start(&head, now).unwrap();
    /// let response = pending.timed_out(&head, now);
    /// assert_eq!(response.status, 408);
    /// assert!(response.body.contains("body-timeout"));
    /// ```
    #[must_use]
    pub fn timed_out(self, head: &Request<'_>, now: UnixTime) -> Response {
        self.endpoint.respond(head, Err(EndpointError::BodyTimeout), now)
    }
}

/// Without what the caller has shown.
impl fmt::Debug for PendingRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingRequest").finish_non_exhaustive()
    }
}

impl Answer {
    const fn status(&self) -> u16 {
        match self {
            Self::Healthy | Self::Token(_) => 200,
            Self::Preflight => 204,
        }
    }
}

impl Minting {
    fn from_env(variable: Env<'_>) -> Result<Self, EndpointError> {
        Ok(Self {
            auth: Auth::from_env(variable)?,
            issuer: TokenIssuer::from_env(variable).map_err(EndpointError::Configuration)?,
            grants: grants::from_env(variable)?,
            rooms: Rooms::from_env(variable)?,
        })
    }

    /// The token that an admitted caller gets.
    fn mint(&self, request: &Request<'_>, admitted: Admitted<'_>, now: UnixTime) -> Result<Minted, EndpointError> {
        if request.body.len() > MAX_BODY_BYTES {
            return Err(EndpointError::BodyTooLarge);
        }
        let Wanted { identity, room, rooms } = admitted.read(request, now)?;
        for rooms in self.rooms.iter().chain(&rooms) {
            rooms.check(room.as_deref())?;
        }
        let issued = self.issue(&identity, room.as_deref(), now);
        Ok(Minted {
            issued: issued.map_err(EndpointError::Mint)?,
            identity,
            room,
        })
    }

    fn issue(&self, identity: &str, room: Option<&str>, now: UnixTime) -> Result<IssuedToken, MintError> {
        let token = AccessToken::new(identity)?.with_grant(VideoGrant::room_or_any(room)?);
        let token = self.grants.iter().cloned().fold(token, AccessToken::with_grant);
        self.issuer.issue(token, now)
    }
}
