//! The answers.

use alloc::{
    string::{String, ToString as _},
    vec::Vec,
};

use serde::Serialize;
use twilio_access_token::{IssuedToken, UnixTime};

use crate::{EndpointError, essence};

/// An answer. Every one has CORS headers, without which a browser hides even an error's text from the page that asked.
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
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The status code, RFC 9110 §15.
    pub status: u16,
    /// The headers, their names in lower case, none twice.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The body, in UTF-8.
    pub body: String,
}

impl Response {
    pub(crate) fn success(form: Form, issued: IssuedToken, identity: &str) -> Self {
        let (content_type, body) = match form {
            Form::Json => (
                JSON,
                json(&Success {
                    token: &issued.jwt,
                    identity,
                    expires_at: issued.expires_at,
                }),
            ),
            Form::Jwt => ("application/jwt", issued.jwt),
            Form::Text => ("text/plain; charset=utf-8", issued.jwt),
        };
        Self::with_body(200, content_type, body)
    }

    pub(crate) fn refusal(error: &EndpointError) -> Self {
        let body = json(&Refusal {
            error: RefusalDetails {
                code: error.code(),
                message: &error.to_string(),
                explanation: &error.explanation(),
            },
        });
        let mut response = Self::with_body(error.status(), JSON, body);
        if response.status == 405 {
            response.headers.push(ALLOW);
        }
        response
    }

    /// The answer to the question of a browser whether it may ask, <https://fetch.spec.whatwg.org/#http-cors-protocol>.
    pub(crate) fn preflight() -> Self {
        let mut headers = CORS.to_vec();
        headers.extend([ALLOW, ("access-control-max-age", "86400")]);
        Self {
            status: 204,
            headers,
            body: String::new(),
        }
    }

    fn with_body(status: u16, content_type: &'static str, body: String) -> Self {
        let mut headers = CORS.to_vec();
        headers.extend([
            ("content-type", content_type),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
        ]);
        Self { status, headers, body }
    }
}

const ALLOW: (&str, &str) = ("allow", "POST, OPTIONS");

const CORS: [(&str, &str); 3] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "POST"),
    ("access-control-allow-headers", "Content-Type"),
];

const JSON: &str = "application/json";

/// How a caller wants its token.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Json,
    Jwt,
    Text,
}

impl Form {
    /// The first kind in `accept` that can be had; weights are not looked at. Anything else gets JSON.
    pub(crate) fn wanted(accept: Option<&str>) -> Self {
        let mut ranges = accept.unwrap_or_default().split(',');
        ranges
            .find_map(|range| match essence(range).as_str() {
                "application/json" | "application/*" | "*/*" => Some(Self::Json),
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
    explanation: &'a str,
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!("strings and numbers always serialise"))
}
