//! The answers.

use alloc::{
    borrow::Cow,
    string::{String, ToString as _},
    vec::Vec,
};
use core::fmt;

use serde::Serialize;
use twilio_access_token::UnixTime;

use crate::{
    error::EndpointError,
    request::{JSON, Request, essence},
    service::TokenResponse,
};

/// An answer.
///
/// ```
/// use std::io::{self, Write};
/// use twilio_access_token_endpoint::Response;
///
/// fn write(response: &Response, connection: &mut impl Write) -> io::Result<()> {
///     write!(connection, "HTTP/1.1 {}\r\n", response.status)?;
///     for (name, value) in &response.headers {
///         write!(connection, "{name}: {value}\r\n")?;
///     }
///     write!(connection, "content-length: {}\r\n\r\n{}", response.body.len(), response.body)
/// }
/// ```
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The status code, RFC 9110 §15.
    pub status: u16,
    /// The headers, their names in lower case, none twice.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body, in UTF-8.
    pub body: String,
    /// The line for the access log, without its end, where there is one: the host writes it where its platform has logs.
    pub log: Option<String>,
}

/// Without the body, which may be a token.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .field("log", &self.log)
            .finish()
    }
}

impl Response {
    pub(crate) fn success(format: ResponseFormat, token: TokenResponse) -> Self {
        let TokenResponse { identity, issued, .. } = token;
        let (content_type, body) = match format {
            ResponseFormat::Json => (
                JSON,
                json(&Success {
                    token: &issued.jwt,
                    identity: &identity,
                    expires_at: issued.expires_at,
                }),
            ),
            ResponseFormat::Jwt => ("application/jwt", issued.jwt),
            ResponseFormat::Text => ("text/plain; charset=utf-8", issued.jwt),
        };
        Self::with_body(200, content_type, body)
    }

    pub(crate) fn refusal(error: &EndpointError) -> Self {
        let body = json(&Refusal {
            error: RefusalDetails {
                code: error.code(),
                message: &error.to_string(),
                hint: &error.hint(),
            },
        });
        let mut response = Self::with_body(error.status(), JSON, body);
        if let EndpointError::MethodNotAllowed { allow } = error {
            response.push_header("allow", *allow);
        }
        if let Some(challenge) = error.challenge() {
            response.push_header("www-authenticate", challenge);
        }
        response
    }

    /// The answer to the question of a browser whether it may ask.
    pub(crate) fn preflight(allow: &'static str) -> Self {
        let mut response = Self::empty(204);
        response.push_header("allow", allow);
        response.push_header("access-control-max-age", "86400");
        response
    }

    pub(crate) fn healthy() -> Self {
        Self::with_body(200, JSON, String::from(r#"{"status":"ok"}"#))
    }

    fn with_body(status: u16, content_type: &'static str, body: String) -> Self {
        let mut response = Self::empty(status);
        response.push_header("content-type", content_type);
        response.push_header("cache-control", "no-store");
        response.push_header("x-content-type-options", "nosniff");
        response.body = body;
        response
    }

    const fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
            log: None,
        }
    }

    pub(crate) fn push_header(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.headers.push((name, value.into()));
    }
}

/// The outcome of an accepted request.
pub(crate) enum Answer {
    Healthy,
    Preflight,
    Token(TokenResponse),
}

impl Answer {
    pub(crate) const fn status(&self) -> u16 {
        match self {
            Self::Healthy | Self::Token(_) => 200,
            Self::Preflight => 204,
        }
    }
}

/// The format of a token's response.
#[derive(Clone, Copy)]
pub(crate) enum ResponseFormat {
    Json,
    Jwt,
    Text,
}

impl ResponseFormat {
    /// The first known type in the header `Accept`, else JSON. Weights are ignored.
    pub(crate) fn negotiate(request: &Request<'_>) -> Self {
        let mut ranges = request.header_values("accept").flat_map(|value| value.split(','));
        ranges
            .find_map(|range| match essence(range).as_str() {
                JSON | "application/*" | "*/*" => Some(Self::Json),
                "application/jwt" => Some(Self::Jwt),
                "text/plain" | "text/*" => Some(Self::Text),
                _ => None,
            })
            .unwrap_or(Self::Json)
    }
}

#[derive(Serialize)]
struct Success<'a> {
    token: &'a str,
    identity: &'a str,
    expires_at: UnixTime,
}

#[derive(Serialize)]
struct Refusal<'a> {
    error: RefusalDetails<'a>,
}

#[derive(Serialize)]
struct RefusalDetails<'a> {
    code: &'a str,
    message: &'a str,
    hint: &'a str,
}

pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!("strings and numbers always serialise"))
}
