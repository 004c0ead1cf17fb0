//! The endpoint behind the types of the crate `http`. What it answers to which request is tested over real HTTP, on every
//! host.

use http::{Method, Request};
use twilio_access_token::UnixTime;
use twilio_access_token_endpoint::Endpoint;

#[test]
fn requests_and_responses_of_the_http_crate() {
    let endpoint = Endpoint::from_variables(|name| {
        let value = match name {
            "ACCOUNT_SID" => "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "API_KEY" => "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "API_SECRET" => "ssssssssssssssssssssssssssssssss",
            "TOKEN_AUTH" => "anyone",
            _ => return None,
        };
        Some(value.to_owned())
    });
    let now = UnixTime::from_secs(1_700_000_000);
    let mut request = Request::post("/create-room-token?room=daily")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html")
        .header("accept", "application/jwt")
        .body("identity=alice")
        .unwrap();
    let response = endpoint.handle_http(&request, now);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/jwt");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.body().split('.').count(), 3);

    *request.method_mut() = Method::PUT;
    let response = endpoint.handle_http(&request, now);
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "POST, OPTIONS");
}
