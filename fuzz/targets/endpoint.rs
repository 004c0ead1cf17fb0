//! Whatever is asked of an endpoint, it answers with what HTTP can carry, and the same to a request of the crate `http`; and no
//! token is had without what `TOKEN_AUTH` asks for.
//!
//! An input is a request line, headers, an empty line and a body, as HTTP/1.1 writes them but for the line ends.

#![no_main]

use std::sync::LazyLock;

use http::{HeaderName, HeaderValue, StatusCode};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use twilio_access_token::Verifier;
use twilio_access_token_endpoint::{Endpoint, Request, Response};
use twilio_access_token_fuzz::{NOW, check_error, key, leaks};

const PASSCODE: &str = "correct-horse-battery-staple";

static ANYONE: LazyLock<Endpoint> = LazyLock::new(|| {
    endpoint(&[
        ("TOKEN_AUTH", "anyone"),
        ("ALLOWED_ORIGINS", "*"),
        ("ACCESS_LOG", "json"),
    ])
});
static RESTRICTED: LazyLock<[Endpoint; 3]> = LazyLock::new(|| {
    [
        endpoint(&[
            ("TOKEN_AUTH", "passcode"),
            ("PASSCODE", PASSCODE),
            ("ALLOWED_ROOMS", "daily,team-*"),
            ("ALLOWED_ORIGINS", "https://app.example"),
        ]),
        endpoint(&[
            ("TOKEN_AUTH", "jwt"),
            ("JWT_SECRET", "another-secret-that-two-servers-share"),
            ("JWT_ISSUER", "https://app.example"),
            ("JWT_AUDIENCE", "https://tokens.example"),
        ]),
        endpoint(&[
            ("TOKEN_AUTH", "twilio-signature"),
            ("AUTH_TOKEN", "another-secret-that-Twilio-knows"),
            ("TOKEN_URL", "https://tokens.example/create-room-token"),
        ]),
    ]
});

fn endpoint(variables: &[(&str, &str)]) -> Endpoint {
    let endpoint = twilio_access_token_fuzz::endpoint(variables);
    assert_eq!(endpoint.problem(), None);
    endpoint
}

fuzz_target!(|input: &[u8]| {
    let Some(request) = read(input) else { return };
    let (head, body) = request;
    let mut lines = head.split('\n');
    let mut first = lines.next().unwrap_or_default().splitn(2, ' ');
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name, value.trim())).collect::<Vec<_>>();
    let request = Request {
        method: first.next().unwrap_or_default(),
        target: first.next().unwrap_or_default(),
        headers: &headers,
        body,
    };

    let response = ANYONE.handle(&request, NOW);
    check(&response, request.method, input);
    if let Some(request) = as_http(&request) {
        let same = ANYONE.handle_http(&request, NOW);
        assert_eq!((same.status().as_u16(), same.body()), (response.status, &response.body));
        assert_eq!(same.headers().len(), response.headers.len());
    }
    let log: Value = serde_json::from_str(response.log.as_deref().expect("it was asked for")).expect("a line is JSON");
    assert_eq!(log["status"].as_u64(), Some(response.status.into()));
    if request.method == "POST" && response.status == 200 {
        let token = match serde_json::from_str::<Value>(&response.body) {
            Ok(answer) => String::from(answer["token"].as_str().expect("an answer has a token")),
            Err(_) => response.body,
        };
        let claims = Verifier::new(key()).verify(&token, NOW).expect("the token is good");
        assert_eq!(claims.grants.identity.as_deref(), log["identity"].as_str());
    }

    for (place, endpoint) in RESTRICTED.iter().enumerate() {
        let response = endpoint.handle(&request, NOW);
        check(&response, request.method, input);
        if request.method == "POST" && response.status == 200 {
            // The passcode stands among the seeds; the other secrets would have to be guessed.
            assert_eq!(place, 0, "{}", response.body);
        }
    }
});

/// The same as a request of the crate `http`, where that can say it.
fn as_http<'r>(request: &Request<'r>) -> Option<http::Request<&'r [u8]>> {
    let head = http::Request::builder().method(request.method).uri(request.target);
    let headers = request.headers.iter();
    let head = headers.fold(head, |head, (name, value)| head.header(*name, value.as_bytes()));
    let same = head.body(request.body).ok()?;
    let target = same.uri().path_and_query()?;
    (target.as_str() == request.target).then_some(same)
}

/// Head and body.
fn read(input: &[u8]) -> Option<(&str, &[u8])> {
    let end = input.windows(2).position(|window| window == b"\n\n")?;
    Some((std::str::from_utf8(&input[..end]).ok()?, &input[end + 2..]))
}

fn check(response: &Response, method: &str, input: &[u8]) {
    assert!(StatusCode::from_u16(response.status).is_ok());
    for (index, (name, value)) in response.headers.iter().enumerate() {
        assert!(HeaderName::from_lowercase(name.as_bytes()).is_ok(), "{name}");
        assert!(HeaderValue::from_str(value).is_ok(), "{name}: {value}");
        assert!(
            response.headers[..index].iter().all(|(other, _)| other != name),
            "{name} twice"
        );
    }
    assert!(!leaks(&response.body, input));
    assert!(!leaks(response.log.as_deref().unwrap_or_default(), input));
    if response.status >= 400 && method != "HEAD" {
        let answer: Value = serde_json::from_str(&response.body).expect("a refusal is JSON");
        let text = |name: &str| String::from(answer["error"][name].as_str().expect("a refusal has it"));
        check_error(&text("code"), &text("message"));
        assert!(!text("hint").is_empty());
    }
}
