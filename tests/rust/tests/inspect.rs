//! `tests/vectors/inspect.json`: a token for everything that an inspection finds, through the Rust API.

use serde::Deserialize;
use serde_json::Value;
use twilio_access_token::{Inspector, Severity, SigningKey, UnixTime};

#[derive(Deserialize)]
struct Vectors {
    now: u64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    token: String,
    secret: Option<String>,
    region: Option<String>,
    signature: Value,
    findings: Vec<Value>,
}

#[test]
fn every_case() {
    let vectors: Vectors = serde_json::from_str(include_str!("../../vectors/inspect.json")).unwrap();
    for case in vectors.cases {
        let mut inspector = Inspector::new(UnixTime::from_secs(vectors.now));
        if let Some(secret) = &case.secret {
            inspector = inspector.with_secret(secret);
        }
        if let Some(region) = &case.region {
            inspector = inspector.with_region(region);
        }
        let report = inspector.inspect(&case.token);
        let json: Value = serde_json::from_str(&report.to_json()).unwrap();
        let found = json["findings"].as_array().unwrap().iter();
        let found = found.map(|finding| {
            Value::from(vec![
                finding["code"].clone(),
                finding["twilio_code"].clone(),
                finding["severity"].clone(),
            ])
        });
        assert_eq!(found.collect::<Vec<_>>(), case.findings, "{}", case.name);
        assert_eq!(json["signature"], case.signature, "{}", case.name);

        let refused = report
            .findings()
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        assert_eq!(report.is_rejected(), refused, "{}", case.name);
        for finding in report.findings() {
            for sentence in [&finding.message, finding.hint] {
                assert!(
                    sentence.ends_with(['.', '?']) && sentence.len() > 15,
                    "{}: {sentence}",
                    case.name
                );
            }
            if let Some(secret) = &case.secret {
                assert!(!finding.message.contains(secret.trim()), "{}", case.name);
            }
        }
        let shown = format!("{inspector:?}");
        assert!(case.secret.is_none_or(|secret| !shown.contains(&secret)), "{shown}");
    }
}

/// All of Twilio's codes that the project promises to explain.
#[test]
fn every_promised_code_has_a_case() {
    let text = include_str!("../../vectors/inspect.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    let promised = [
        20101, 20102, 20103, 20104, 20105, 20106, 20107, 20156, 20157, 31207, 31105, 53200, 53201, 53202, 51003, 54351,
        53101, 53102,
    ];
    for code in promised {
        let has = |case: &Case| case.findings.iter().any(|finding| finding[1] == code);
        assert!(vectors.cases.iter().any(has), "{code}");
    }
}

/// What this crate mints, nothing is found in.
#[test]
fn inspect_finds_nothing_in_minted_tokens() {
    let vectors = crate::vectors::Vectors::read();
    let key = SigningKey::new(
        "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b",
        "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5",
        &vectors.key.api_key_secret,
    )
    .unwrap();
    let now = UnixTime::from_secs(vectors.now);
    let jwt = key.sign(&vectors.case("one room").token().unwrap(), now).unwrap();
    let report = Inspector::new(now)
        .with_secret(&vectors.key.api_key_secret)
        .with_region("us1")
        .inspect(&jwt);
    assert!(report.findings().is_empty(), "{report:?}");
}
