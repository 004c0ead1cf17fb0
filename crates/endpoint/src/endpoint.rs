//! The endpoint: from the head of a request to its response.

use alloc::{string::String, vec::Vec};
use core::fmt;

use twilio_access_token::UnixTime;

use crate::{
    auth::{Admitted, Auth},
    cors::Origins,
    error::EndpointError,
    log,
    protocol::{HEALTH_PATH, PATH},
    request::Request,
    response::{Answer, Response, ResponseFormat},
    service::TokenService,
};

/// The methods of [`PATH`].
const ALLOW: &str = "POST, OPTIONS";

/// A configured endpoint. Build one when the server starts, and use it for every request.
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
    service: Result<TokenService, EndpointError>,
}

impl Endpoint {
    /// Reads the configuration through `variable`, which gives the value of the variable that is named.
    ///
    /// With an invalid configuration every answer has status 500; [`problem`](Self::problem) returns the error.
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
        let mut service = TokenService::from_env(&variable);
        // Fail closed: with unreadable settings no page is allowed, and requests are logged.
        let origins = Origins::from_env(&variable).unwrap_or_else(|problem| {
            service = Err(problem);
            Some(Origins::Listed(Vec::new()))
        });
        if origins.is_none()
            && service
                .as_ref()
                .is_ok_and(|service| matches!(service.auth, Auth::Anyone))
        {
            service = Err(EndpointError::AllowedOriginsUnset);
        }
        let origins = origins.unwrap_or(Origins::Any);
        let access_log = log::from_env(&variable).unwrap_or_else(|problem| {
            service = Err(problem);
            true
        });
        Self {
            access_log,
            origins,
            request_headers: Auth::request_headers(&variable),
            service,
        }
    }

    /// Returns the error in the configuration, if any.
    ///
    /// ```
    /// # use twilio_access_token_endpoint::{Endpoint, EndpointError};
    /// let endpoint = Endpoint::from_env(|_| None);
    /// assert_eq!(endpoint.problem(), Some(&EndpointError::TokenAuthUnset));
    /// ```
    #[must_use]
    pub fn problem(&self) -> Option<&EndpointError> {
        self.service.as_ref().err()
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
            Ok(Admission::Pending(service, admitted)) => {
                return Ok(PendingRequest {
                    endpoint: self,
                    service,
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
                self.service()?;
                Ok(Admission::Answer(Answer::Healthy))
            }
            (PATH, "OPTIONS") => {
                self.origins.check(head)?;
                Ok(Admission::Answer(Answer::Preflight))
            }
            (PATH, "POST") => {
                let service = self.service()?;
                self.origins.check(head)?;
                Ok(Admission::Pending(service, service.auth.admit(head, now)?))
            }
            _ => Err(EndpointError::MethodNotAllowed { allow }),
        }
    }

    fn respond(&self, request: &Request<'_>, outcome: Result<Answer, EndpointError>, now: UnixTime) -> Response {
        let line = self.access_log.then(|| log::line(request, &outcome, now));
        let mut response = match outcome {
            Ok(Answer::Healthy) => Response::healthy(),
            Ok(Answer::Preflight) => Response::preflight(ALLOW),
            Ok(Answer::Token(token)) => Response::success(ResponseFormat::negotiate(request), token),
            Err(error) => Response::refusal(&error),
        };
        response.log = line;
        self.origins.mark(request, self.request_headers, &mut response);
        if request.method == "HEAD" {
            response.body.clear();
        }
        response
    }

    fn service(&self) -> Result<&TokenService, EndpointError> {
        self.service.as_ref().map_err(Clone::clone)
    }
}

/// Without the settings: any of them may contain a misplaced secret.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("problem", &self.problem())
            .finish_non_exhaustive()
    }
}

/// The outcome of reading a head.
enum Admission<'e> {
    Answer(Answer),
    Pending(&'e TokenService, Admitted<'e>),
}

/// A request whose head is accepted and whose body is awaited: see [`Endpoint::start`].
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
    service: &'e TokenService,
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
        let outcome = self.service.mint(request, self.admitted, now);
        self.endpoint.respond(request, outcome.map(Answer::Token), now)
    }

    /// Answers a client that did not send its body within [`BODY_TIMEOUT_SECONDS`](crate::BODY_TIMEOUT_SECONDS). Close the
    /// connection afterwards.
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

/// Without the caller's credentials.
impl fmt::Debug for PendingRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingRequest").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloc::{
        borrow::ToOwned as _,
        collections::BTreeSet,
        string::{String, ToString as _},
    };
    use core::cell::RefCell;

    use super::Endpoint;
    use crate::env::VARIABLES;

    #[test]
    fn lists_every_variable_that_is_read() {
        let read = RefCell::new(BTreeSet::new());
        for mode in ["anyone", "jwt", "passcode", "twilio-signature"] {
            let endpoint = Endpoint::from_env(|name| {
                read.borrow_mut().insert(name.to_owned());
                let value = match name {
                    "TOKEN_AUTH" => mode,
                    "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                    "API_SECRET" | "AUTH_TOKEN" | "PASSCODE" | "JWT_SECRET" => "ssssssssssssssssssssssssssssssss",
                    "JWT_ISSUER" | "JWT_AUDIENCE" | "TOKEN_URL" => "https://tokens.example/",
                    "ALLOWED_ORIGINS" => "*",
                    "JWT_ROOMS_CLAIM" => "rooms",
                    _ => return None,
                };
                Some(value.to_string())
            });
            // A problem would end the reading early.
            assert_eq!(endpoint.problem(), None, "{mode}");
        }
        let listed = VARIABLES.iter().copied().map(String::from).collect();
        assert_eq!(read.into_inner(), listed);
        assert!(VARIABLES.is_sorted());
    }
}
