//! What a host hands over.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    error::EndpointError,
    protocol::{HEALTH_PATH, PATH},
};

/// The media types of bodies that are read.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const JSON: &str = "application/json";

/// A request.
///
/// ```
/// use twilio_access_token_endpoint::Request;
///
/// let request = Request {
///     method: "POST",
///     target: "/create-room-token?room=daily",
///     headers: &[("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://app.example")],
///     body: b"identity=alice&passcode=correct-horse-battery-staple",
/// };
/// // What may be secret is not shown.
/// assert!(!format!("{request:?}").contains("correct-horse"));
/// ```
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
    /// Names and values of all headers, in any order and case. Pass every header: decode one that is not UTF-8 with U+FFFD in
    /// place of the invalid bytes, as [`String::from_utf8_lossy`] does. It is then invalid, where a missing one would be absent.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body, or what was read of one that is longer than [`MAX_BODY_BYTES`](crate::MAX_BODY_BYTES).
    pub body: &'r [u8],
}

impl<'r> Request<'r> {
    pub(crate) fn path_and_query(&self) -> (&'r str, &'r str) {
        self.target.split_once('?').unwrap_or((self.target, ""))
    }

    /// The method, if it is one of RFC 9110 §9 or RFC 5789: whoever sends a request may put anything in its place.
    pub(crate) fn known_method(&self) -> Option<&'static str> {
        let known = [
            "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
        ];
        known.into_iter().find(|known| *known == self.method)
    }

    /// The path, if there is something at it.
    pub(crate) fn known_path(&self) -> Option<&'static str> {
        let (path, _) = self.path_and_query();
        [PATH, HEALTH_PATH].into_iter().find(|known| *known == path)
    }

    /// All values of a header, RFC 9110 §5.3.
    pub(crate) fn header_values(&self, name: &str) -> impl Iterator<Item = &'r str> {
        let named = self
            .headers
            .iter()
            .filter(move |header| header.0.eq_ignore_ascii_case(name));
        named.map(|header| header.1)
    }

    /// A header that a request has at most once, RFC 9110 §5.3 and §5.5.
    pub(crate) fn header(&self, name: &str) -> Header<'r> {
        let mut values = self.header_values(name);
        match (values.next(), values.next()) {
            (None, _) => Header::Absent,
            (Some(value), None) if value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) => {
                Header::Value(value)
            }
            _ => Header::Invalid,
        }
    }

    /// The type of the body, empty if the request names none.
    pub(crate) fn media_type(&self) -> Result<String, EndpointError> {
        match self.header("content-type") {
            Header::Absent => Ok(String::new()),
            // Some hosts join the values of a header that is given twice with a comma.
            Header::Value(value) if !value.contains(',') => Ok(essence(value)),
            _ => Err(EndpointError::UnsupportedMediaType),
        }
    }
}

/// A header that a request has at most once.
#[derive(Clone, Copy)]
pub(crate) enum Header<'r> {
    Absent,
    /// Given more than once, or not in ASCII. It must not count as absent: a check that an absent header passes would be skipped.
    Invalid,
    Value(&'r str),
}

/// Without what may be secret: all but the method and the path, where there are such, and the headers' names.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.headers.iter().map(|header| header.0);
        f.debug_struct("Request")
            .field("method", &self.known_method())
            .field("path", &self.known_path())
            .field("headers", &names.collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
