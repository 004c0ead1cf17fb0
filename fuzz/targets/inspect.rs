//! [`Inspector`] reads any text to the end, reports in JSON, and keeps the secret to itself.

#![no_main]

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use twilio_access_token::{Inspector, MAX_TOKEN_BYTES, SignatureState, Verifier};
use twilio_access_token_fuzz::{NOW, SECRET, check_error, key, leaks, token};

fuzz_target!(|input: &[u8]| {
    let token = token(input);
    let Ok(text) = std::str::from_utf8(&token) else { return };

    let report = Inspector::new(NOW).with_secret(SECRET).with_region("us1").inspect(text);
    let json: Value = serde_json::from_str(&report.to_json()).expect("a report is JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(report.findings().len()));
    assert!(!leaks(&report.to_json(), input));
    for finding in report.findings() {
        check_error(finding.code, &finding.message);
    }

    let without_secret = Inspector::new(NOW).inspect(text);
    assert_eq!(without_secret.signature(), SignatureState::Unchecked);
    assert_eq!(without_secret.header(), report.header());
    assert_eq!(without_secret.payload(), report.payload());

    // What is shown is what serde_json finds in the parts.
    let parts = text.split('.').collect::<Vec<_>>();
    if parts.len() == 3
        && text.len() <= MAX_TOKEN_BYTES
        && !text.contains(['"', '\''])
        && !text.contains(char::is_whitespace)
    {
        let decoded = parts
            .iter()
            .map(|part| URL_SAFE_NO_PAD.decode(part))
            .collect::<Result<Vec<_>, _>>();
        let object = |part: usize| {
            let decoded = decoded.as_ref().ok()?;
            serde_json::from_slice::<Map<String, Value>>(&decoded[part]).ok()
        };
        let shown = |json: Option<&str>| json.map(|json| serde_json::from_str(json).expect("it is shown as JSON"));
        assert_eq!(shown(report.header()), object(0));
        assert_eq!(shown(report.payload()), object(1));
    }

    if Verifier::new(key()).verify(text, NOW).is_ok() {
        assert_eq!(report.signature(), SignatureState::Verified);
    }
});
