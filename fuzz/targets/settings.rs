//! An endpoint is what its variables say, or says what is wrong with them: which rooms and origins it allows, what its tokens
//! permit and how long they live. Each value that is some kind of text is written as it was read.
//!
//! An input is a room, an origin, and, a line each, variables.

#![no_main]

use std::{fmt::Display, str::FromStr};

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use twilio_access_token::{
    AccountSid, Algorithm, ApiKeySid, ApplicationSid, CredentialSid, MintError, Region, RoleSid, ServiceSid,
    TaskQueueSid, Ttl, UnixTime, Verifier, WebhookAlgorithm, WorkerSid, WorkspaceSid, validation::RsaAlgorithm,
};
use twilio_access_token_endpoint::{Endpoint, HEALTH_PATH, PATH, Request, Response};
use twilio_access_token_fuzz::{NOW, SECRET, check_error, endpoint, leaks, matches, variable};

/// All that is secret, and who may ask.
const SETTINGS: [(&str, &str); 7] = [
    ("TOKEN_AUTH", "anyone"),
    ("ALLOWED_ORIGINS", "*"),
    ("PASSCODE", SECRET),
    ("JWT_SECRET", SECRET),
    ("AUTH_TOKEN", SECRET),
    ("JWT_ISSUER", "https://app.example"),
    ("TOKEN_URL", "https://tokens.example/create-room-token"),
];

/// SIDs that are set, and where in the grants they stand.
const SIDS: [([&str; 2], &str); 6] = [
    (
        ["TWIML_APP_SID", "TWILIO_TWIML_APP_SID"],
        "/voice/outgoing/application_sid",
    ),
    (
        ["PUSH_CREDENTIAL_SID", "TWILIO_PUSH_CREDENTIAL_SID"],
        "/voice/push_credential_sid",
    ),
    (["CHAT_SERVICE_SID", "TWILIO_CHAT_SERVICE_SID"], "/chat/service_sid"),
    (
        ["SYNC_SERVICE_SID", "TWILIO_SYNC_SERVICE_SID"],
        "/data_sync/service_sid",
    ),
    (["WORKSPACE_SID", "TWILIO_WORKSPACE_SID"], "/task_router/workspace_sid"),
    (["WORKER_SID", "TWILIO_WORKER_SID"], "/task_router/worker_sid"),
];

fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let (room, origin) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let lines = lines.filter_map(|line| line.split_once('='));
    let variables = SETTINGS.into_iter().chain(lines).collect::<Vec<_>>();
    for (_, value) in &variables {
        check_text(value);
    }

    let endpoint = endpoint(&variables);
    assert!(!leaks(&format!("{endpoint:?}"), input.as_bytes()));
    let health = ask(&endpoint, "GET", HEALTH_PATH, origin, "");
    let body =
        serde_json::to_string(&serde_json::json!({ "identity": "alice", "room": room })).expect("texts are JSON");
    let answer = ask(&endpoint, "POST", PATH, origin, &body);
    assert!(!leaks(&answer.body, input.as_bytes()));
    if let Some(problem) = endpoint.problem() {
        check_error(problem.code(), &problem.full_message());
        assert!(!leaks(&problem.full_message(), input.as_bytes()));
        assert_eq!((health.status, answer.status), (500, 500));
        return;
    }
    assert_eq!(health.status, 200);

    let set = |name: &str| variable(&variables, name).filter(|value| !value.is_empty());
    let list = |name: &str| {
        let items = set(name)?;
        let items = items.split(',').map(|item| item.trim().to_ascii_lowercase());
        Some(items.filter(|item| !item.is_empty()).collect::<Vec<_>>())
    };
    let origins = list("ALLOWED_ORIGINS").filter(|origins| origins != &["*"]);
    let allowed = origins
        .as_ref()
        .is_none_or(|origins| origins.iter().any(|allowed| allowed == origin));
    let shown = if origins.is_none() { "*" } else { origin };
    for answer in [&health, &answer] {
        assert_eq!(header(answer, "access-control-allow-origin"), allowed.then_some(shown));
    }

    if set("TOKEN_AUTH").as_deref() != Some("anyone") {
        return;
    }
    let one_origin = |character: char| ('!'..='~').contains(&character) && character != ',';
    let admitted = allowed && (origins.is_some() || origin.chars().all(one_origin));
    let rooms = set("ALLOWED_ROOMS");
    let rooms = rooms.as_deref().unwrap_or("*").split(',').map(str::trim);
    let room_allowed = rooms
        .filter(|pattern| !pattern.is_empty())
        .any(|pattern| matches(pattern, room));
    let possible = (1..=128).contains(&room.chars().count());
    assert_eq!(
        answer.status == 200,
        admitted && room_allowed && possible,
        "{}",
        answer.body
    );
    if answer.status == 200 {
        let answer = serde_json::from_str::<Value>(&answer.body).expect("an answer is JSON");
        let expires_in = answer["expires_at"].as_u64().map(|time| time - NOW.as_secs());
        assert_eq!(
            expires_in,
            set("TOKEN_TTL").unwrap_or(String::from("3600")).parse().ok()
        );
        check_grants(&answer, &variables);
    }
});

fn ask(endpoint: &Endpoint, method: &str, target: &str, origin: &str, body: &str) -> Response {
    let headers = [("Origin", origin), ("Content-Type", "application/json")];
    let body = body.as_bytes();
    endpoint.handle(
        &Request {
            method,
            target,
            headers: &headers,
            body,
        },
        NOW,
    )
}

fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    let mut headers = response.headers.iter();
    headers.find_map(|(other, value)| (*other == name).then_some(value.as_ref()))
}

/// That a token permits what is set, where its key is the usual one.
fn check_grants(answer: &Value, variables: &[(&str, &str)]) {
    let token = answer["token"].as_str().expect("an answer has a token");
    let Ok(claims) = Verifier::new(twilio_access_token_fuzz::key()).verify(token, NOW) else {
        return;
    };
    let claims = serde_json::from_str::<Value>(&claims.to_json()).expect("claims are JSON");
    for (spellings, place) in SIDS {
        let set = spellings.iter().filter_map(|name| variable(variables, name));
        let set = set.filter(|value| !value.is_empty()).last();
        let granted = claims["grants"].pointer(place).and_then(Value::as_str);
        assert_eq!(granted, set.as_deref(), "{place}");
    }
}

/// Reads a text as all that it may be, and again as that is written.
fn check_text(text: &str) {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().unwrap_or(u64::MAX));
    let ttl = accepted(text.parse::<Ttl>()).map(Ttl::as_secs);
    assert_eq!(ttl, number.filter(|seconds| (1..=86_400).contains(seconds)));
    let time = accepted(text.parse::<UnixTime>());
    assert_eq!(time.map(UnixTime::as_secs), number);
    assert!(time.is_none_or(|time| time.to_string().parse() == Ok(time)));

    let of_region = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    let sid = |prefix: &str| {
        let digits = text.strip_prefix(prefix).filter(|digits| digits.len() == 32);
        digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    let readings = [
        (is::<Region>(text), !text.is_empty() && text.bytes().all(of_region)),
        (is::<Algorithm>(text), ["HS256", "HS384", "HS512"].contains(&text)),
        (is::<RsaAlgorithm>(text), ["PS256", "RS256"].contains(&text)),
        (is::<AccountSid>(text), sid("AC")),
        (is::<ApiKeySid>(text), sid("SK")),
        (is::<ApplicationSid>(text), sid("AP")),
        (is::<CredentialSid>(text), sid("CR")),
        (is::<RoleSid>(text), sid("RL")),
        (is::<ServiceSid>(text), sid("IS")),
        (is::<TaskQueueSid>(text), sid("WQ")),
        (is::<WorkerSid>(text), sid("WK")),
        (is::<WorkspaceSid>(text), sid("WS")),
    ];
    for (place, (read, expected)) in readings.into_iter().enumerate() {
        assert_eq!(read, expected, "{text}, the reading {place}");
    }
    if let Ok(named) = text.parse::<WebhookAlgorithm>() {
        assert!(named.as_str().eq_ignore_ascii_case(text));
    }
}

/// Whether a text is read as something, which then is written in the same way.
fn is<T: Display + FromStr<Err: Into<MintError>>>(text: &str) -> bool {
    let read = accepted(text.parse::<T>());
    read.is_some_and(|read| {
        assert_eq!(read.to_string(), text);
        true
    })
}

fn accepted<T>(read: Result<T, impl Into<MintError>>) -> Option<T> {
    read.map_err(Into::into)
        .inspect_err(|error| check_error(error.code(), &error.full_message()))
        .ok()
}
