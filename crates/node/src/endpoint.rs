//! The HTTP endpoint.

use napi::{Error, bindgen_prelude::Uint8Array};
use napi_derive::napi;
use twilio_access_token::UnixTime;
use twilio_access_token_endpoint as endpoint;
use zeroize::Zeroizing;

use crate::refused;

/// A request.
#[napi(object, object_to_js = false)]
#[expect(missing_debug_implementations, reason = "the body has no Debug")]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names and values of the headers, in turn: `request.rawHeaders`.
    pub headers: Vec<String>,
    /// The body.
    pub body: Uint8Array,
}

/// An answer.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names and values of the headers, in turn.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
    /// The line for the access log, where there is one.
    pub log: Option<String>,
}

/// The names of the variables that the endpoint reads.
#[napi(catch_unwind)]
#[must_use]
pub fn endpoint_variables() -> Vec<&'static str> {
    endpoint::VARIABLES.to_vec()
}

/// The endpoint, configured.
#[napi]
#[derive(Debug)]
pub struct Endpoint(endpoint::Endpoint);

#[napi]
impl Endpoint {
    /// The longest body that the endpoint takes, in bytes.
    #[napi(getter, catch_unwind)]
    pub fn max_body_bytes(&self) -> i64 {
        endpoint::MAX_BODY_BYTES as i64
    }

    /// How long a host waits for the whole of a body, in seconds.
    #[napi(getter, catch_unwind)]
    pub fn body_timeout_seconds(&self) -> i64 {
        endpoint::BODY_TIMEOUT_SECONDS.cast_signed()
    }

    /// Reads the configuration, names and values of variables.
    #[napi(constructor, catch_unwind)]
    pub fn new(variables: Vec<(String, String)>) -> Self {
        let variables = Zeroizing::new(variables);
        Self(endpoint::Endpoint::from_env(|name| {
            let mut variables = variables.iter();
            variables.find_map(|(key, value)| (key == name).then(|| value.clone()))
        }))
    }

    /// Throws what keeps this endpoint from minting, if anything does.
    ///
    /// # Errors
    ///
    /// As [`endpoint::Endpoint::problem`].
    #[napi(catch_unwind)]
    pub fn check(&self) -> Result<(), Error<&'static str>> {
        match self.0.problem() {
            None => Ok(()),
            Some(problem) => Err(Error::new(problem.code(), problem.full_message())),
        }
    }

    /// Answers `request`, received at `now` in seconds since 1970.
    ///
    /// # Errors
    ///
    /// A `now` that is not a whole number of seconds.
    #[napi(catch_unwind)]
    pub fn handle(&self, request: Request, now: f64) -> Result<Response, Error<&'static str>> {
        answer(&request, now, |request, now| self.0.handle(request, now))
    }

    /// Answers a client that did not send its body within [`body_timeout_seconds`](Self::body_timeout_seconds), as
    /// [`handle`](Self::handle).
    ///
    /// # Errors
    ///
    /// A `now` that is not a whole number of seconds.
    #[napi(catch_unwind)]
    pub fn timed_out(&self, head: Request, now: f64) -> Result<Response, Error<&'static str>> {
        answer(&head, now, |head, now| match self.0.start(head, now) {
            Ok(pending) => pending.timed_out(head, now),
            Err(response) => response,
        })
    }
}

fn answer(
    request: &Request,
    now: f64,
    respond: impl FnOnce(&endpoint::Request<'_>, UnixTime) -> endpoint::Response,
) -> Result<Response, Error<&'static str>> {
    let now = UnixTime::try_from(now).map_err(|error| refused(&error.into()))?;
    let (headers, _) = request.headers.as_chunks();
    let headers = headers.iter().map(|[name, value]| (name.as_str(), value.as_str()));
    let response = respond(
        &endpoint::Request {
            method: &request.method,
            target: &request.target,
            headers: &headers.collect::<Vec<_>>(),
            body: &request.body,
        },
        now,
    );
    Ok(Response {
        status: response.status,
        headers: response
            .headers
            .into_iter()
            .flat_map(|(name, value)| [name.to_owned(), value.into_owned()])
            .collect(),
        body: response.body,
        log: response.log,
    })
}
