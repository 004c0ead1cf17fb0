//! The paths and limits of the endpoint.

/// The maximum length of a body in bytes: 16 KiB. A host may stop reading one byte after it:
/// [`Endpoint::handle`](crate::Endpoint::handle) rejects longer bodies.
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

/// How long a host waits for the whole of a body, in seconds. [`PendingRequest::timed_out`](crate::PendingRequest::timed_out)
/// answers a client that takes longer.
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

/// The path of the health check.
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
