//! The endpoint behind the types of the crate `http`. What it answers to which request is tested over real HTTP, on every
//! host.

use http::{Method, Request};
use twilio_access_token::{MintError, TokenFormatError, UnixTime, WebhookError, WorkerSid};
use twilio_access_token_endpoint::{Endpoint, EndpointError, SessionError};

use crate::helpful::assert_helpful;

/// An endpoint with a key, and with these variables.
fn endpoint(variables: &[(&str, &str)]) -> Endpoint {
    const KEY: [(&str, &str); 3] = [
        ("ACCOUNT_SID", "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("API_KEY", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
        ("API_SECRET", "ssssssssssssssssssssssssssssssss"),
    ];
    Endpoint::from_env(|wanted| {
        let mut variables = KEY.iter().chain(variables);
        variables.find_map(|(name, value)| (*name == wanted).then(|| (*value).to_owned()))
    })
}

#[test]
fn requests_and_responses_of_the_http_crate() {
    let endpoint = endpoint(&[("TOKEN_AUTH", "anyone"), ("ALLOWED_ORIGINS", "*")]);
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

#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    for (error, status) in [
        (EndpointError::AllowedOriginsUnset, 500),
        (EndpointError::AmbiguousForm, 400),
        (EndpointError::BodyTimeout, 408),
        (EndpointError::BodyTooLarge, 413),
        (EndpointError::Configuration(MintError::SidsSwapped), 500),
        (EndpointError::DuplicateField("room"), 400),
        (
            EndpointError::InvalidField {
                name: "room",
                found: "a number",
            },
            400,
        ),
        (EndpointError::InvalidForm, 400),
        (EndpointError::InvalidJson, 400),
        (
            EndpointError::InvalidSid {
                variable: "WORKER_SID",
                error: "".parse::<WorkerSid>().unwrap_err().into(),
            },
            500,
        ),
        (
            EndpointError::InvalidVariable {
                name: "ALLOWED_ROOMS",
                wanted: "a list",
            },
            500,
        ),
        (EndpointError::MethodNotAllowed { allow: "POST, OPTIONS" }, 405),
        (EndpointError::Mint(MintError::EmptyRoom), 400),
        (EndpointError::MissingIdentity, 400),
        (EndpointError::MissingPasscode, 401),
        (EndpointError::MissingRoom, 400),
        (EndpointError::NotFound, 404),
        (EndpointError::OriginNotAllowed, 403),
        (
            EndpointError::PasscodeExpired {
                expires_at: UnixTime::from_secs(1),
            },
            401,
        ),
        (EndpointError::RoomNotAllowed, 403),
        (EndpointError::Session(SessionError::AlgorithmMismatch), 401),
        (EndpointError::Session(SessionError::Expired), 401),
        (
            EndpointError::Session(SessionError::InvalidClaim { name: Some("sub") }),
            401,
        ),
        (EndpointError::Session(SessionError::InvalidClaim { name: None }), 401),
        (EndpointError::Session(SessionError::InvalidPayload), 401),
        (
            EndpointError::Session(SessionError::Malformed(TokenFormatError::Parts { count: 2 })),
            401,
        ),
        (EndpointError::Session(SessionError::Missing), 401),
        (EndpointError::Session(SessionError::NotYetValid), 401),
        (EndpointError::Session(SessionError::SignatureMismatch), 401),
        (EndpointError::Session(SessionError::UnknownKey), 401),
        (EndpointError::Session(SessionError::UnsupportedHeader), 401),
        (EndpointError::Session(SessionError::WrongAudience), 401),
        (EndpointError::Session(SessionError::WrongIssuer), 401),
        (EndpointError::SessionKeyUnset, 500),
        (EndpointError::Signature(WebhookError::SignatureMismatch), 401),
        (EndpointError::SignatureConfiguration(WebhookError::EmptySecret), 500),
        (EndpointError::TokenAuthUnset, 500),
        (EndpointError::UnsupportedMediaType, 415),
        (EndpointError::UnsupportedTokenAuth, 500),
        (EndpointError::WrongPasscode, 401),
    ] {
        let (message, hint) = (error.to_string(), error.hint());
        assert_helpful(error.code(), &message, &hint);
        assert_eq!(error.full_message(), format!("{message}. {hint}"));
        assert_eq!(error.status(), status, "{error:?}");
    }
}

/// Whatever a request holds that is not ours to show.
#[test]
fn debug_of_a_request_shows_no_secret() {
    let request = twilio_access_token_endpoint::Request {
        method: "POST",
        target: "/create-room-token?passcode=marked",
        headers: &[("authorization", "Bearer marked")],
        body: b"passcode=marked",
    };
    let shown = format!("{request:?}");
    assert!(!shown.contains("marked"), "{shown}");
    assert!(
        shown.contains(r#"path: Some("/create-room-token"), headers: ["authorization"], body_bytes: 15"#),
        "{shown}"
    );
}

/// Whichever byte of a session token is another, cut off or added: it lets nobody in, and nothing panics.
#[test]
fn rejects_every_altered_session_token() {
    const SECRET: &str = "a-secret-that-two-servers-share.";
    let endpoint = endpoint(&[
        ("TOKEN_AUTH", "jwt"),
        ("JWT_SECRET", SECRET),
        ("JWT_ISSUER", "https://app.example"),
        ("JWT_AUDIENCE", "https://tokens.example"),
    ]);
    let now = UnixTime::from_secs(1_700_000_000);
    let status = |token: &[u8]| {
        let authorization = [b"Bearer ", token].concat();
        let request = Request::post("/create-room-token").header("authorization", authorization);
        endpoint.handle_http(&request.body("").unwrap(), now).status().as_u16()
    };
    let claims = serde_json::json!({
        "iss": "https://app.example",
        "aud": ["https://tokens.example"],
        "sub": "alice",
        "exp": 1_700_000_001,
    });
    let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
    let token = jsonwebtoken::encode(&jsonwebtoken::Header::default(), &claims, &key).unwrap();
    let token = token.as_bytes();
    assert_eq!(status(token), 200);

    for place in 0..token.len() {
        assert_eq!(status(&token[..place]), 401, "cut at {place}");
        for byte in *b"AB.=~" {
            let mut altered = token.to_vec();
            altered[place] = byte;
            assert_eq!(
                status(&altered),
                if altered == token { 200 } else { 401 },
                "{byte} at {place}"
            );
            altered[place] = token[place];
            altered.insert(place, byte);
            assert_eq!(status(&altered), 401, "{byte} before {place}");
        }
    }
    assert_eq!(status(&[token, b"."].concat()), 401);
    assert_eq!(status(&[b'.'; 20_000]), 401);
}

/// The code of the answer to a POST of JSON, or `None` for a token.
fn refused(variables: &[(&str, &str)], origin: &str, body: &str) -> Option<String> {
    let headers = [("content-type", "application/json"), ("origin", origin)];
    let request = twilio_access_token_endpoint::Request {
        method: "POST",
        target: "/create-room-token",
        headers: if origin.is_empty() { &headers[..1] } else { &headers },
        body: body.as_bytes(),
    };
    let response = endpoint(variables).handle(&request, UnixTime::from_secs(1_700_000_000));
    let answer: serde_json::Value = serde_json::from_str(&response.body).unwrap();
    answer["error"]["code"].as_str().map(str::to_owned)
}

#[test]
fn rejects_wrong_passcodes_origins_rooms_and_fields() {
    let passcode = [("TOKEN_AUTH", "passcode"), ("PASSCODE", "sixteen letters.")];
    let anyone = [
        ("TOKEN_AUTH", "anyone"),
        ("ALLOWED_ORIGINS", "https://app.example"),
        ("ALLOWED_ROOMS", "daily"),
    ];
    let expired = [&passcode[..], &[("PASSCODE_EXPIRES_AT", "1700000000")]].concat();
    let valid = [&passcode[..], &[("PASSCODE_EXPIRES_AT", "1700000001")]].concat();
    let short = [("TOKEN_AUTH", "passcode"), ("PASSCODE", "fifteen letters")];
    let right = r#"{"identity":"a","passcode":"sixteen letters."}"#;
    let daily = r#"{"identity":"a","room":"daily"}"#;
    for (variables, origin, body, code) in [
        (&passcode[..], "", right, None),
        (
            &passcode,
            "",
            r#"{"identity":"a","passcode":"sixteen letters,"}"#,
            Some("wrong-passcode"),
        ),
        (&passcode, "", r#"{"identity":"a"}"#, Some("missing-passcode")),
        (&expired, "", right, Some("passcode-expired")),
        (&valid, "", right, None),
        (&short, "", right, Some("invalid-variable")),
        (&anyone, "", daily, None),
        (&anyone, "https://app.example", daily, None),
        (&anyone, "https://evil.example", daily, Some("origin-not-allowed")),
        (
            &anyone,
            "",
            r#"{"identity":"a","room":"board"}"#,
            Some("room-not-allowed"),
        ),
        (&anyone, "", r#"{"identity":"a","room":null}"#, Some("missing-room")),
        (
            &anyone,
            "",
            r#"{"identity":"a","identity":"b","room":"daily"}"#,
            Some("duplicate-field"),
        ),
    ] {
        assert_eq!(refused(variables, origin, body).as_deref(), code, "{origin} {body}");
    }
}
