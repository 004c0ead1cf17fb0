//! `tests/vectors/webhooks.json`, the webhooks that every surface is run through, here through the Rust API; and that its
//! errors have the same names everywhere.

use serde::Deserialize;
use twilio_access_token::{EnvError, WebhookError, WebhookKey, WebhookParams, WebhookSettings, body_sha256};

#[derive(Deserialize)]
struct Vectors {
    auth_token: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    url: String,
    signed_url: Option<String>,
    #[serde(default)]
    params: Vec<(String, String)>,
    body: Option<String>,
    secret: Option<String>,
    settings: Option<String>,
    signature: String,
    error: Option<String>,
}

impl Vectors {
    fn read() -> Self {
        serde_json::from_str(include_str!("../../vectors/webhooks.json")).unwrap()
    }

    fn key(&self, case: &Case) -> Result<WebhookKey, WebhookError> {
        let settings = WebhookSettings::from_header(case.settings.as_deref())?;
        let secret = case.secret.as_ref().unwrap_or(&self.auth_token);
        WebhookKey::new(settings.algorithm, secret.as_bytes())
    }
}

impl Case {
    fn params(&self) -> WebhookParams {
        self.params.iter().cloned().collect()
    }

    fn validate(&self, key: &WebhookKey) -> Result<(), WebhookError> {
        match &self.body {
            None => key.validate_form(&self.signature, &self.url, &self.params()),
            Some(body) => key.validate_body(&self.signature, &self.url, body.as_bytes()),
        }
    }
}

/// One of each.
pub(crate) fn all() -> Vec<WebhookError> {
    vec![
        WebhookError::BodyMismatch,
        WebhookError::EmptySecret,
        WebhookError::Environment(EnvError::Conflicting {
            first: "AUTH_TOKEN",
            second: "TWILIO_AUTH_TOKEN",
        }),
        WebhookError::Environment(EnvError::Missing {
            names: vec!["AUTH_TOKEN"],
        }),
        WebhookError::MalformedSignature,
        WebhookError::MissingBodyHash,
        WebhookError::MissingSignature,
        WebhookError::SignatureMismatch,
        WebhookError::UnsupportedSignatureAlgorithm,
    ]
}

#[test]
fn every_case() {
    let vectors = Vectors::read();
    for case in &vectors.cases {
        let outcome = vectors.key(case).and_then(|key| case.validate(&key));
        let code = outcome.err().map(|error| error.code());
        assert_eq!(code, case.error.as_deref(), "{}", case.name);
    }
    assert!(vectors.cases.iter().filter(|case| case.error.is_none()).count() > 40);
    assert!(vectors.cases.iter().filter(|case| case.error.is_some()).count() > 30);
}

#[test]
fn accepts_only_the_signature_that_sign_returns() {
    let vectors = Vectors::read();
    for case in vectors.cases.iter().filter(|case| case.error.is_none()) {
        let url = case.signed_url.as_ref().unwrap_or(&case.url);
        let signature = vectors.key(case).unwrap().sign(url, &case.params());
        assert_eq!(signature, case.signature, "{}", case.name);
    }
}

/// Each byte of a valid request in turn is another one; the ports are left alone, being no part of what is signed.
#[test]
fn rejects_every_altered_byte() {
    let key = WebhookKey::auth_token("12345").unwrap();
    let body = br#"{"property": "value"}"#;
    let url = format!("https://mycompany.com/voice?a=1&bodySHA256={}", body_sha256(body));
    let signature = key.sign(&url, &WebhookParams::new());
    assert_eq!(key.validate_body(&signature, &url, body), Ok(()));

    let flipped = |text: &[u8], place: usize| {
        let mut bytes = text.to_vec();
        bytes[place] ^= 1;
        bytes
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    for place in 0..signature.len() {
        let altered = text(flipped(signature.as_bytes(), place));
        assert!(key.validate_body(&altered, &url, body).is_err(), "{altered}");
    }
    for place in 0..url.len() {
        let altered = text(flipped(url.as_bytes(), place));
        assert!(key.validate_body(&signature, &altered, body).is_err(), "{altered}");
    }
    for place in 0..body.len() {
        let outcome = key.validate_body(&signature, &url, &flipped(body, place));
        assert_eq!(outcome, Err(WebhookError::BodyMismatch));
    }
}

/// Whatever a caller sends, the answer is an answer.
#[test]
fn accepts_any_url_without_a_panic() {
    let key = WebhookKey::auth_token("12345").unwrap();
    let pieces = [
        "",
        "https",
        ":",
        "//",
        "\\",
        "@",
        "[",
        "]",
        ":8",
        "é",
        "%",
        "%2",
        "%2e",
        ".",
        "..",
        "/",
        "?",
        "#",
        "&",
        "=",
        "+",
        "bodySHA256",
        "\t",
        " ",
        "\u{0}",
        "😀",
    ];
    let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for url in [
                    format!("{a}{b}{c}"),
                    format!("https://{a}{b}{c}"),
                    format!("https://a/?{a}{b}{c}"),
                ] {
                    let outcome = key.validate_form(signature, &url, &WebhookParams::new());
                    assert_eq!(outcome, Err(WebhookError::SignatureMismatch), "{url}");
                    assert!(key.validate_body(signature, &url, b"").is_err(), "{url}");
                }
            }
        }
    }
}
