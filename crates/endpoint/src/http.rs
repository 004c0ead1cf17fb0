//! Requests and responses of the crate `http`.

use alloc::{string::String, vec::Vec};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use twilio_access_token::UnixTime;

use crate::{Endpoint, Request};

impl Endpoint {
    /// As [`handle`](Self::handle), for hosts that have requests and responses of the crate [`http`].
    ///
    /// ```
    /// # use twilio_access_token::UnixTime;
    /// # let endpoint = twilio_access_token_endpoint::Endpoint::from_variables(|_| None);
    /// let request = http::Request::post("/create-room-token").body("identity=alice")?;
    /// let response = endpoint.handle_http(&request, UnixTime::from_secs(1_700_000_000));
    /// assert_eq!(response.status(), 500);
    /// assert!(response.body().contains("token-auth-unset"));
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn handle_http(&self, request: &http::Request<impl AsRef<[u8]>>, now: UnixTime) -> http::Response<String> {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let accept = joined(request.headers(), &header::ACCEPT);
        let answer = self.handle(
            &Request {
                method: request.method().as_str(),
                target: request.uri().path_and_query().map_or("/", |target| target.as_str()),
                content_type: content_type.and_then(|value| value.to_str().ok()),
                accept: Some(&accept),
                body: request.body().as_ref(),
            },
            now,
        );
        let mut response = http::Response::new(answer.body);
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().extend(
            answer
                .headers
                .into_iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))),
        );
        response
    }
}

/// All values of one header, RFC 9110 §5.3.
fn joined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}
