//! What a host hands over.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{HEALTH_PATH, PATH};

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
    /// Names and values of all headers, in whatever order and case. One that is not text may be left out.
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

    /// The value of a header that has but one. Where it stands twice nobody can say which is meant, and it counts as not there.
    pub(crate) fn header(&self, name: &str) -> Option<&'r str> {
        let mut values = self.header_values(name);
        values.next().filter(|_| values.next().is_none())
    }

    /// What the body is.
    pub(crate) fn media_type(&self) -> String {
        essence(self.header("content-type").unwrap_or_default())
    }
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
