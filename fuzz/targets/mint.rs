//! Whatever text [`AccessToken::from_json`] takes makes a token that verifies, says what the text said, and has nothing that
//! an inspection would call an error of form.

#![no_main]

use jsonwebtoken::{DecodingKey, Validation, decode};
use libfuzzer_sys::fuzz_target;
use twilio_access_token::{AccessToken, Inspector, SignatureState, SigningKey, UnixTime, Verifier};
use twilio_access_token_fuzz::{Judged, JudgedGrants, NOW, SECRET, check_error, key, leaks};

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let key = key();
    check_lines(&key, text);
    let signed = AccessToken::from_json(text).and_then(|token| Ok((key.sign(&token, NOW)?, token)));
    let (jwt, token) = match signed {
        Ok(signed) => signed,
        Err(error) => {
            check_error(error.code(), &error.full_message());
            assert!(!leaks(&error.full_message(), input));
            return;
        }
    };
    let asked: JudgedGrants = serde_json::from_str(text).expect("it was read as JSON before");
    let expires_at = token.expires_at(NOW).expect("it was signed");

    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    let judged = decode::<Judged>(&jwt, &DecodingKey::from_secret(SECRET.as_bytes()), &validation);
    let judged = judged.expect("a minted token is another library's as well").claims;
    assert_eq!(judged.exp, expires_at.as_secs());
    assert_eq!(judged.grants.identity, asked.identity);

    let last_second = UnixTime::from_secs(expires_at.as_secs() - 1);
    let verifier = Verifier::new(&key);
    match verifier.verify(&jwt, last_second) {
        Ok(claims) => assert_eq!(claims.exp, expires_at),
        Err(error) => panic!("{error}: {jwt}"),
    }
    assert_eq!(
        verifier.verify(&jwt, expires_at).map_err(|error| error.code()),
        Err("expired")
    );

    let report = Inspector::new(last_second).with_secret(SECRET).inspect(&jwt);
    assert_eq!(report.signature(), SignatureState::Verified);
});

/// That many tokens in one call are what each of them is in one of its own.
fn check_lines(key: &SigningKey, lines: &str) {
    let answers = lines.lines().map(|line| {
        let signed = AccessToken::from_json(line).and_then(|token| key.sign(&token, NOW));
        signed.unwrap_or_else(|error| error.to_json()) + "\n"
    });
    assert_eq!(key.sign_json_lines(lines, NOW), answers.collect::<String>());
}
