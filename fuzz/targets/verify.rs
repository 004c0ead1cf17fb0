//! Whatever [`Verifier`] takes, another library takes, too, and claims the same of it; and no bit of it can be changed.

#![no_main]

use std::sync::LazyLock;

use jsonwebtoken::{DecodingKey, Validation, decode};
use libfuzzer_sys::fuzz_target;
use twilio_access_token::{Inspector, SignatureState, SigningKey, Verifier};
use twilio_access_token_fuzz::{Judged, NOW, SECRET, check_error, key, leaks, token};

static VERIFIER: LazyLock<Verifier<SigningKey>> = LazyLock::new(|| Verifier::new(key()));

fuzz_target!(|input: &[u8]| {
    let token = token(input);
    let claims = match VERIFIER.verify(&token, NOW) {
        Ok(claims) => claims,
        Err(error) => {
            check_error(error.code(), &error.full_message());
            assert!(!leaks(&error.full_message(), input));
            return;
        }
    };
    let text = std::str::from_utf8(&token).expect("a valid token is ASCII");

    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    let judged = decode::<Judged>(text, &DecodingKey::from_secret(SECRET.as_bytes()), &validation);
    let judged = judged.expect("a valid token is another library's as well").claims;
    assert_eq!(judged.exp, claims.exp.as_secs());
    assert_eq!(
        (judged.iss, judged.sub, judged.jti),
        (claims.iss, claims.sub, claims.jti)
    );
    assert_eq!(judged.grants.identity, claims.grants.identity);

    let report = Inspector::new(NOW).with_secret(SECRET).inspect(text);
    assert_eq!(report.signature(), SignatureState::Verified);

    let place = token.len() * usize::from(input[0]) / 256;
    let mut altered = token.clone();
    altered[place] ^= 1 << (input.len() % 7);
    assert!(VERIFIER.verify(&altered, NOW).is_err(), "changed at {place}");
});
