//! Requests and responses of the crate `http`.

use alloc::{string::String, vec::Vec};
use http::{HeaderName, HeaderValue, StatusCode};
use twilio_access_token::UnixTime;

use crate::{endpoint::Endpoint, request::Request};

impl Endpoint {
    /// As [`handle`](Self::handle), for hosts that have requests and responses of the crate [`http`].
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # let endpoint = twilio_access_token_endpoint::Endpoint::from_env(|_| None);
    /// let request = http::Request::post("/create-room-token").body("identity=alice")?;
    /// let response = endpoint.handle_http(&request, UnixTime::from_secs(1_700_000_000));
    /// assert_eq!(response.status(), 500);
    /// assert!(response.body().contains("token-auth-unset"));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn handle_http(&self, request: &http::Request<impl AsRef<[u8]>>, now: UnixTime) -> http::Response<String> {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())));
        let headers = headers.collect::<Vec<_>>();
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect::<Vec<_>>();
        let answer = self.handle(
            &Request {
                method: request.method().as_str(),
                target: request.uri().path_and_query().map_or("/", |target| target.as_str()),
                headers: &headers,
                body: request.body().as_ref(),
            },
            now,
        );
        let mut response = http::Response::new(answer.body);
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = answer.headers.into_iter().filter_map(|(name, value)| {
            let value = HeaderValue::from_str(&value).ok()?;
            Some((HeaderName::from_static(name), value))
        });
        response.headers_mut().extend(headers);
        response
    }
}
