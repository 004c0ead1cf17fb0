//! A session token lets in whom its claims name, and nobody unless another library as well finds a key in the variables that it
//! is signed with. No public key is ever taken for a secret.
//!
//! An input is a header, a payload, and, a line each, the variables of an endpoint. The token is signed as the header says, with
//! keys that are known here.

#![no_main]

use std::{borrow::Cow, sync::LazyLock};

use base64::{
    Engine as _, alphabet,
    engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use twilio_access_token::Verifier;
use twilio_access_token_endpoint::{Endpoint, Request};
use twilio_access_token_fuzz::{
    ED25519_PEM, NOW, P256_PEM, RSA_PEM, SECRET, check_error, endpoint, key, leaks, matches, signing_input, variable,
};

const SETTINGS: [(&str, &str); 4] = [
    ("TOKEN_AUTH", "jwt"),
    ("JWT_ISSUER", "https://app.example"),
    ("JWT_AUDIENCE", "https://tokens.example"),
    ("JWT_SECRET", SECRET),
];

/// Those who sign.
static SIGNERS: LazyLock<[(Algorithm, EncodingKey); 4]> = LazyLock::new(|| {
    let read = "the keys are keys";
    [
        (Algorithm::HS256, EncodingKey::from_secret(SECRET.as_bytes())),
        (
            Algorithm::ES256,
            EncodingKey::from_ec_pem(P256_PEM.as_bytes()).expect(read),
        ),
        (
            Algorithm::EdDSA,
            EncodingKey::from_ed_pem(ED25519_PEM.as_bytes()).expect(read),
        ),
        (
            Algorithm::RS256,
            EncodingKey::from_rsa_pem(RSA_PEM.as_bytes()).expect(read),
        ),
    ]
});

/// Endpoints that have the keys of all of them, in each way to write keys.
static KNOWING: LazyLock<[Endpoint; 2]> = LazyLock::new(|| {
    let pem = [("JWT_PUBLIC_KEY", include_str!("../keys/public.pem"))];
    let jwks = [
        ("JWT_SECRET", ""),
        ("JWT_JWKS", include_str!("../keys/public.jwks.json")),
    ];
    [pem.as_slice(), &jwks].map(|keys| endpoint(&[&SETTINGS, keys].concat()))
});

/// Codes of refusals by which a token's signature has not been found right.
const UNVERIFIED: [&str; 6] = [
    "algorithm-mismatch",
    "malformed",
    "missing-token",
    "signature-mismatch",
    "unknown-key",
    "unsupported-header",
];

fuzz_target!(|input: &str| {
    let mut lines = input.split('\n');
    let (header, payload) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let given = lines.filter_map(|line| line.split_once('='));
    let given = given.filter(|(name, _)| *name != "TOKEN_AUTH");
    let variables = SETTINGS.into_iter().chain(given).collect::<Vec<_>>();
    let endpoint = endpoint(&variables);
    if let Some(problem) = endpoint.problem() {
        check_error(problem.code(), &problem.full_message());
        assert!(!leaks(
            &format!("{problem:?} {}", problem.full_message()),
            input.as_bytes()
        ));
        return;
    }
    assert!(!leaks(&format!("{endpoint:?}"), input.as_bytes()));

    let named = serde_json::from_str::<Value>(header).ok();
    let named = named.as_ref().and_then(|header| header["alg"].as_str());
    let signer = SIGNERS.iter().find(|(algorithm, _)| match *algorithm {
        Algorithm::EdDSA => [Some("EdDSA"), Some("Ed25519")].contains(&named),
        other => named == Some(format!("{other:?}").as_str()),
    });
    let (algorithm, private) = signer.unwrap_or(&SIGNERS[0]);
    let signed = signing_input(header, payload);
    let sign = |text: &str| crypto::sign(text.as_bytes(), private, *algorithm).expect("anything can be signed");
    let signature = sign(&signed);
    let token = format!("{signed}.{signature}");

    if signer.is_some() {
        for endpoint in KNOWING.iter() {
            assert_ne!(ask(endpoint, &token).code, "signature-mismatch");
        }
    }

    let answer = ask(&endpoint, &token);
    assert!(!leaks(&answer.body, input.as_bytes()));
    if !UNVERIFIED.contains(&answer.code.as_str()) {
        let verifies = |key| crypto::verify(&signature, signed.as_bytes(), &key, *algorithm).unwrap_or_default();
        assert!(
            keys(&variables, *algorithm).into_iter().any(verifies),
            "{}",
            answer.body
        );
    }
    if answer.status == 200 {
        // Where a string is not Unicode, in a claim that is not looked at, serde_json reads nothing.
        let Ok(claims) = serde_json::from_str::<Value>(payload) else {
            return;
        };
        check_claims(&claims, &variables);
        check_header(&serde_json::from_str(header).unwrap_or_default(), &variables);
        let answer = serde_json::from_str::<Value>(&answer.body).expect("an answer is JSON");
        let minted = answer["token"].as_str().expect("an answer has a token");
        let minted = Verifier::new(key()).verify(minted, NOW).expect("the token is good");
        let identity = variable(&variables, "JWT_IDENTITY_CLAIM").filter(|name| !name.is_empty());
        let identity = &claims[identity.as_deref().unwrap_or("sub")];
        assert_eq!(minted.grants.identity.as_deref(), identity.as_str());
    }

    let other = sign(&format!("{signed}."));
    let code = ask(&endpoint, &format!("{signed}.{other}")).code;
    assert!(UNVERIFIED.contains(&code.as_str()), "with another signature: {code}");

    // One that is empty is no key, but as a secret is the same as one of zeros.
    let texts = ["JWT_PUBLIC_KEY", "JWT_JWKS"].map(|name| variable(&variables, name).unwrap_or_default());
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        let signed = signing_input(r#"{"alg":"HS256"}"#, payload);
        for secret in [text.clone(), text.replace("\\n", "\n")] {
            let signer = EncodingKey::from_secret(secret.as_bytes());
            let signature = crypto::sign(signed.as_bytes(), &signer, Algorithm::HS256).expect("anything can be signed");
            let code = ask(&endpoint, &format!("{signed}.{signature}")).code;
            assert!(
                UNVERIFIED.contains(&code.as_str()),
                "with a public key as secret: {code}"
            );
        }
    }
});

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    k: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

struct Answer {
    status: u16,
    /// That of the refusal, or nothing.
    code: String,
    body: String,
}

fn ask(endpoint: &Endpoint, token: &str) -> Answer {
    let response = endpoint.handle(
        &Request {
            method: "POST",
            target: "/create-room-token?room=daily",
            headers: &[("Authorization", &format!("Bearer {token}"))],
            body: b"",
        },
        NOW,
    );
    let answer = serde_json::from_str::<Value>(&response.body).expect("an answer is JSON");
    Answer {
        status: response.status,
        code: String::from(answer["error"]["code"].as_str().unwrap_or_default()),
        body: response.body,
    }
}

/// The keys for an algorithm that another library finds in the variables.
fn keys(variables: &[(&str, &str)], algorithm: Algorithm) -> Vec<DecodingKey> {
    let [secret, pem, jwks] =
        ["JWT_SECRET", "JWT_PUBLIC_KEY", "JWT_JWKS"].map(|name| variable(variables, name).unwrap_or_default());
    let pem = pem.replace("\\n", "\n");
    let starts = pem.match_indices("-----BEGIN");
    let from_pem = starts.filter_map(|(start, _)| {
        let pem = without_spare_bits(&pem[start..]);
        match algorithm {
            Algorithm::ES256 => DecodingKey::from_ec_pem(pem.as_bytes()).ok(),
            Algorithm::EdDSA => DecodingKey::from_ed_pem(pem.as_bytes()).ok(),
            Algorithm::RS256 => DecodingKey::from_rsa_pem(pem.as_bytes()).ok(),
            _ => None,
        }
    });
    let jwks = serde_json::from_str::<Jwks>(&jwks).ok();
    let jwks = jwks.into_iter().flat_map(|set| set.keys);
    let from_jwks = jwks.filter_map(|key| {
        let Jwk { kty, k, x, y, n, e } = serde_json::from_str(key.get()).ok()?;
        match (algorithm, kty.as_str()) {
            (Algorithm::HS256, "oct") => Some(DecodingKey::from_secret(&URL_SAFE_NO_PAD.decode(k?).ok()?)),
            (Algorithm::ES256, "EC") => DecodingKey::from_ec_components(&x?, &y?).ok(),
            (Algorithm::EdDSA, "OKP") => DecodingKey::from_ed_components(&x?).ok(),
            (Algorithm::RS256, "RSA") => DecodingKey::from_rsa_components(&n?, &e?).ok(),
            _ => None,
        }
    });
    let secret = (algorithm == Algorithm::HS256).then(|| DecodingKey::from_secret(secret.as_bytes()));
    secret.into_iter().chain(from_pem).chain(from_jwks).collect()
}

/// A key's text without the bits that the last letter of its base64 has to spare. A reader may ignore them, RFC 4648 §3.5; the
/// endpoint does, and the other library does not.
fn without_spare_bits(pem: &str) -> Cow<'_, str> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
    );
    let rewritten = || {
        let (begin, rest) = pem.split_once("KEY-----")?;
        let (base64, end) = rest.split_once("-----END")?;
        let der = LENIENT
            .decode(base64.split_ascii_whitespace().collect::<String>())
            .ok()?;
        Some(format!("{begin}KEY-----\n{}\n-----END{end}", LENIENT.encode(der)))
    };
    rewritten().map_or(Cow::Borrowed(pem), Cow::Owned)
}

/// That the header is that of a session token.
fn check_header(header: &Value, variables: &[(&str, &str)]) {
    assert!(header.get("crit").is_none());
    let short = |typ: &str| typ.to_ascii_lowercase().trim_start_matches("application/").to_owned();
    let wanted = variable(variables, "JWT_TYPE").filter(|typ| !typ.is_empty());
    match (wanted, header.get("typ")) {
        (Some(wanted), typ) => assert_eq!(typ.and_then(Value::as_str).map(short), Some(short(&wanted))),
        (None, Some(typ)) => assert!(
            typ.as_str()
                .is_some_and(|typ| ["jwt", "at+jwt"].contains(&&*short(typ)))
        ),
        (None, None) => {}
    }
}

/// That the claims are such that they let somebody in.
fn check_claims(claims: &Value, variables: &[(&str, &str)]) {
    assert_eq!(claims["iss"].as_str(), variable(variables, "JWT_ISSUER").as_deref());
    let audience = variable(variables, "JWT_AUDIENCE").map(Value::from).unwrap_or_default();
    assert!(claims["aud"] == audience || claims["aud"].as_array().is_some_and(|all| all.contains(&audience)));
    let leeway = variable(variables, "JWT_LEEWAY").and_then(|seconds| seconds.parse().ok());
    let (now, leeway) = (NOW.as_secs() as f64, leeway.unwrap_or(5.0));
    assert!(claims["exp"].as_f64().is_some_and(|expiry| expiry > now - leeway));
    assert!(claims["nbf"].as_f64().is_none_or(|start| start <= now + leeway));
    if let Some(name) = variable(variables, "JWT_ROOMS_CLAIM").filter(|name| !name.is_empty()) {
        let rooms = &claims[name];
        let mut rooms = rooms.as_array().into_iter().flatten().chain([rooms]);
        let patterns = variable(variables, "JWT_ROOMS_MATCH").as_deref() == Some("pattern");
        let allows = |room: &str| {
            if patterns {
                matches(room, "daily")
            } else {
                room == "daily"
            }
        };
        assert!(rooms.any(|room| room.as_str().is_some_and(allows)));
    }
}
