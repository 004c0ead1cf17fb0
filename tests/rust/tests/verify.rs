//! Tokens that must not pass, by the attacks of RFC 8725 and by their times.

use std::collections::{HashMap, HashSet};

use jsonwebtoken::{EncodingKey, encode};
use serde::Deserialize;
use serde_json::{Value, json};
use twilio_access_token::{
    AccessToken, Algorithm, HmacKey, MAX_TOKEN_BYTES, SigningKey, TokenFormatError, UnixTime, Verifier, VerifierError,
    VerifyError,
};

const NOW: u64 = 1_700_000_000;
const ACCOUNT_SID: &str = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";
const API_KEY_SID: &str = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5";
const SECRET: &str = "NotARealSecret0NotARealSecret012";

fn now() -> UnixTime {
    UnixTime::from_secs(NOW)
}

fn key() -> SigningKey {
    SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).unwrap()
}

fn good() -> String {
    key().sign(&AccessToken::new("alice").unwrap(), now()).unwrap()
}

fn claims() -> Value {
    json!({
        "jti": "x", "grants": { "identity": "alice" }, "iat": NOW, "exp": NOW + 60, "iss": API_KEY_SID, "sub": ACCOUNT_SID,
    })
}

/// A token with a right signature over whatever is given.
fn signed(header: &str, payload: &str) -> String {
    signed_with(SECRET, header, payload)
}

/// The same with any secret, made by another library.
pub(crate) fn signed_with(secret: &str, header: &str, payload: &str) -> String {
    let input = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
    let signature = jsonwebtoken::crypto::sign(
        input.as_bytes(),
        &EncodingKey::from_secret(secret.as_bytes()),
        jsonwebtoken::Algorithm::HS256,
    )
    .unwrap();
    format!("{input}.{signature}")
}

/// Base64url without padding, by way of a token whose payload is the bytes: the judge has no function of its own for it.
fn base64url(bytes: &[u8]) -> String {
    let token = HmacKey::new(Algorithm::Hs256, b"").sign_payload(bytes, None);
    token.split('.').nth(1).unwrap().to_owned()
}

pub(crate) const HEADER: &str = r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#;

fn code(token: impl AsRef<[u8]>) -> &'static str {
    verify(token).map_or_else(|error| error.code(), |_| "ok")
}

fn verify(token: impl AsRef<[u8]>) -> Result<twilio_access_token::Claims, VerifyError> {
    Verifier::new(&key()).verify(token, now())
}

#[test]
fn accepts_valid_tokens() {
    assert_eq!(code(good()), "ok");
    assert_eq!(code(signed(HEADER, &claims().to_string())), "ok");
    let theirs = encode(
        &serde_json::from_str(HEADER).unwrap(),
        &claims(),
        &EncodingKey::from_secret(SECRET.as_bytes()),
    );
    assert_eq!(code(theirs.unwrap()), "ok");
}

/// Headers in all the orders and forms that Twilio's seven libraries write.
#[test]
fn accepts_the_headers_of_all_libraries() {
    for header in [
        r#"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        r#"{"cty":"twilio-fpa;v=1","typ":"JWT","alg":"HS256"}"#,
        r#"{"cty":"twilio-fpa;v=1","twr":null,"typ":"JWT","alg":"HS256"}"#,
        r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","twr":"ie1"}"#,
    ] {
        assert_eq!(code(signed(header, &claims().to_string())), "ok", "{header}");
    }
}

#[test]
fn rejects_the_headers_of_attacks() {
    for (header, expected) in [
        (
            r#"{"alg":"none","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"None","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"hs256","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"RS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS384","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "algorithm-mismatch",
        ),
        (
            r#"{"alg":"HS512","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "algorithm-mismatch",
        ),
        (
            r#"{"alg":["HS256"],"typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (r#"{"typ":"JWT","cty":"twilio-fpa;v=1"}"#, "unsupported-header"),
        (r#"{"alg":"HS256","typ":"JWT"}"#, "unsupported-header"),
        (r#"{"alg":"HS256","cty":"twilio-fpa;v=1"}"#, "unsupported-header"),
        (
            r#"{"alg":"HS256","typ":"at+jwt","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-pkrv;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","kid":"../../dev/null"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","jku":"https://evil.example"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","jwk":{"kty":"oct","k":"AA"}}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","x5u":"https://evil.example"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","crit":["exp"]}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","b64":false}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"none","alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#,
            "unsupported-header",
        ),
        (
            r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}{}"#,
            "unsupported-header",
        ),
        (r#"["HS256","JWT","twilio-fpa;v=1"] "#, "unsupported-header"),
        ("", "unsupported-header"),
        ("null", "unsupported-header"),
    ] {
        assert_eq!(code(signed(header, &claims().to_string())), expected, "{header}");
    }
}

#[test]
fn rejects_malformed_tokens() {
    let good = good();
    let (head, signature) = good.rsplit_once('.').unwrap();
    for token in [
        String::new(),
        ".".to_owned(),
        "...".to_owned(),
        head.to_owned(),
        format!("{good}."),
        format!("{good}.{signature}"),
        format!("{good}="),
        format!("{good} "),
        format!(" {good}"),
        format!("{good}\n"),
        format!("Bearer {good}"),
        format!("{}+.{signature}", &head[..head.len() - 1]),
        format!("{head}.{}", &signature[..signature.len() - 2]),
        format!("{head}.{signature}{}", "A".repeat(MAX_TOKEN_BYTES)),
    ] {
        assert_eq!(code(&token), "malformed", "{token}");
    }
    let mut bytes = good.clone().into_bytes();
    bytes[20] = 0xff;
    assert_eq!(code(bytes), "malformed");
    assert_eq!(code(format!("{head}.")), "signature-mismatch");
    assert_eq!(code(format!("{head}.{}", base64url(&[0; 31]))), "signature-mismatch");
}

/// Bits to spare at the end of the signature must be zero, or one token would have several texts.
#[test]
fn rejects_a_second_encoding_of_a_token() {
    let good = good();
    let mut others = 0;
    for last in (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9') {
        let other = format!("{}{}", &good[..good.len() - 1], char::from(last));
        if other != good {
            assert_ne!(code(&other), "ok", "{other}");
            others += 1;
        }
    }
    assert!(others >= 61);
}

#[test]
fn any_changed_byte_changes_the_signature() {
    let good = good().into_bytes();
    for index in 0..good.len() {
        for replacement in [b'A', b'B', b'.', b'_', good[index] ^ 1, good[index] ^ 0x20, 0] {
            let mut token = good.clone();
            token[index] = replacement;
            if token != good {
                assert_ne!(code(&token), "ok", "byte {index} as {replacement}");
            }
        }
    }
}

/// `tests/vectors/pitfalls.json`: what RFC 8725 warns of.
#[test]
fn every_pitfall() {
    #[derive(Deserialize)]
    struct Vectors {
        key: HashMap<String, String>,
        now: u64,
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        section: String,
        name: String,
        token: String,
        error: Option<String>,
    }

    let Vectors { key, now, cases } = serde_json::from_str(include_str!("../../vectors/pitfalls.json")).unwrap();
    let key = SigningKey::new(&key["account_sid"], &key["api_key_sid"], &key["api_key_secret"]).unwrap();
    let verifier = Verifier::new(key);
    for Case {
        section,
        name,
        token,
        error,
    } in &cases
    {
        let outcome = verifier.verify(token, UnixTime::from_secs(now));
        let code = outcome.as_ref().map_err(VerifyError::code).err();
        assert_eq!(code, error.as_deref(), "{section}, {name}");
    }
    let sections = cases.iter().map(|case| case.section.as_str()).collect::<HashSet<_>>();
    for section in 1..=9 {
        assert!(
            sections.contains(format!("RFC 8725 §2.{section}").as_str()),
            "§2.{section}"
        );
    }
}

#[test]
fn rejects_the_token_of_another_key() {
    for (secret, expected) in [("another", "signature-mismatch"), (SECRET, "ok")] {
        let key = SigningKey::new(ACCOUNT_SID, API_KEY_SID, secret).unwrap();
        let outcome = Verifier::new(&key).verify(good(), now());
        assert_eq!(outcome.map_or_else(|error| error.code(), |_| "ok"), expected);
    }
    let mut elsewhere = claims();
    elsewhere["sub"] = json!("AC00000000000000000000000000000000");
    assert_eq!(code(signed(HEADER, &elsewhere.to_string())), "wrong-account");
    let mut other = claims();
    other["iss"] = json!("SK00000000000000000000000000000000");
    assert_eq!(code(signed(HEADER, &other.to_string())), "wrong-issuer");
}

#[test]
fn accepts_every_key_during_rotation() {
    let old = key();
    let new = SigningKey::new(ACCOUNT_SID, "SK00000000000000000000000000000001", "the-new-secret").unwrap();
    let long = SigningKey::with_algorithm(ACCOUNT_SID, API_KEY_SID, SECRET, Algorithm::Hs512).unwrap();
    let token = AccessToken::new("alice").unwrap();
    let both = Verifier::new(&old).with_key(&new);
    for key in [&old, &new] {
        assert!(both.verify(key.sign(&token, now()).unwrap(), now()).is_ok());
    }
    let hs512 = long.sign(&token, now()).unwrap();
    assert_eq!(
        both.verify(&hs512, now()),
        Err(VerifyError::AlgorithmMismatch {
            found: Algorithm::Hs512
        })
    );
    assert!(both.with_key(&long).verify(&hs512, now()).is_ok());
    // The verifier may own its keys.
    let both = Verifier::from_keys([new, old]).unwrap();
    assert!(both.verify(good(), now()).is_ok());
    let none = Verifier::<SigningKey>::from_keys([]);
    assert_eq!(none.unwrap_err(), VerifierError::MissingKey);
}

fn with_time(claim: &str, value: Value) -> String {
    let mut claims = claims();
    claims[claim] = value;
    signed(HEADER, &claims.to_string())
}

#[test]
fn times_to_the_second() {
    let at = |token: &str, seconds: u64, leeway: u32| {
        let outcome = Verifier::new(key())
            .with_leeway(leeway)
            .verify(token, UnixTime::from_secs(seconds));
        outcome.map_or_else(|error| error.code(), |_| "ok")
    };
    let expires = with_time("exp", json!(NOW));
    assert_eq!(at(&expires, NOW - 1, 0), "ok");
    assert_eq!(at(&expires, NOW, 0), "expired");
    assert_eq!(at(&expires, NOW + 4, 5), "ok");
    assert_eq!(at(&expires, NOW + 5, 5), "expired");
    let starts = with_time("nbf", json!(NOW));
    assert_eq!(at(&starts, NOW - 1, 0), "not-yet-valid");
    assert_eq!(at(&starts, NOW, 0), "ok");
    assert_eq!(at(&starts, NOW - 5, 5), "ok");
    assert_eq!(at(&starts, NOW - 6, 5), "not-yet-valid");
    // The borders of the type.
    assert_eq!(at(&expires, 0, u32::MAX), "ok");
    assert_eq!(at(&expires, u64::MAX, u32::MAX), "expired");
    assert_eq!(at(&with_time("exp", json!(u64::MAX)), u64::MAX - 1, 0), "ok");
    // When it was issued is not compared with anything.
    assert_eq!(at(&with_time("iat", json!(NOW + 9999)), NOW, 0), "ok");
}

#[test]
fn rejects_invalid_times() {
    for claim in ["exp", "nbf", "iat"] {
        for value in [
            json!("1700000060"),
            json!(-1),
            json!(1_700_000_060.5),
            json!(1e30),
            json!(true),
            json!([1]),
            json!({}),
        ] {
            assert_eq!(
                code(with_time(claim, value.clone())),
                "invalid-claims",
                "{claim} {value}"
            );
        }
    }
    let missing = signed(HEADER, &claims().to_string().replace("\"exp\"", "\"expires\""));
    let error = verify(missing).unwrap_err();
    assert!(error.to_string().contains("missing field `exp`"), "{error}");
}

#[test]
fn rejects_invalid_claims() {
    let usual = claims().to_string();
    let rest = &usual[1..];
    for payload in [
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\u{feff}{}",
        &format!("{usual}x"),
        &format!(r#"{{"exp":{},{rest}"#, NOW + 60),
        &format!(r#"{{"sub":"{ACCOUNT_SID}",{rest}"#),
        &usual.replace("\"alice\"", "\"alice\",\"identity\":\"mallory\""),
        &usual.replace("\"alice\"", "\"alice\",\"video\":{},\"video\":{}"),
        &usual.replace("\"alice\"", "5"),
        &format!(
            r#"["x",{{"identity":"alice"}},null,{NOW},{},"{API_KEY_SID}","{ACCOUNT_SID}"]"#,
            NOW + 60
        ),
        &"[".repeat(9000),
    ] {
        assert_eq!(code(signed(HEADER, payload)), "invalid-claims", "{payload}");
    }
    // Claims of one's own, as Twilio's PHP library lets add.
    assert_eq!(code(signed(HEADER, &format!(r#"{{"mine":1,{rest}"#))), "ok");
}

#[test]
fn messages_state_when_the_token_expired() {
    let error = Verifier::new(key())
        .verify(good(), UnixTime::from_secs(NOW + 3600))
        .unwrap_err();
    assert_eq!(
        error.full_message(),
        "the token expired at 1700003600. Ask for a new token, or allow for clocks that differ."
    );
}

/// One of each.
pub(crate) fn all() -> Vec<VerifyError> {
    let reason = || "a reason".to_owned();
    vec![
        VerifyError::AlgorithmMismatch {
            found: Algorithm::Hs512,
        },
        VerifyError::Expired { expired_at: now() },
        VerifyError::InvalidClaims { reason: reason() },
        VerifyError::Malformed(TokenFormatError::Parts { count: 1 }),
        VerifyError::NotYetValid { not_before: now() },
        VerifyError::SignatureMismatch,
        VerifyError::UnsupportedHeader { reason: reason() },
        VerifyError::WrongAccount,
        VerifyError::WrongIssuer,
    ]
}
