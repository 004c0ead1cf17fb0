//! A request is hashed in one form in whichever order and notation it is given; its token verifies with another library. A text
//! that is a private key signs what that library signs.
//!
//! An input is a private key, or else a method, a host, a path, a query, an `Authorization` and, a line each, parameters; then an
//! empty line, and the body.

#![no_main]

use std::{cell::LazyCell, collections::HashMap};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation, crypto, decode};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;
use twilio_access_token::validation::{CanonicalRequest, PrivateKey, RsaAlgorithm, UnsignedToken, ValidationClient};
use twilio_access_token_fuzz::{ACCOUNT_SID, API_KEY_SID, NOW, RSA_PEM, check_error};
use url::{Url, form_urlencoded};

const CREDENTIAL_SID: &str = "CR8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";

thread_local! {
    static KEY: LazyCell<(PrivateKey, DecodingKey)> = LazyCell::new(|| {
        let public = include_bytes!("../keys/public.pem");
        let public = DecodingKey::from_rsa_pem(public).expect("the first of the keys is one of RSA");
        (PrivateKey::from_pem(RSA_PEM).expect("the key of the targets is a key"), public)
    });
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    hrh: String,
    rqh: String,
    iat: u64,
    exp: u64,
}

fuzz_target!(|input: &[u8]| {
    if input.windows(10).any(|window| window == b"-----BEGIN") {
        check_private_key(&String::from_utf8_lossy(input));
        return;
    }
    let end = input.windows(2).position(|window| window == b"\n\n");
    let (head, body) = end.map_or((input, &[][..]), |end| (&input[..end], &input[end + 2..]));
    let Ok(head) = std::str::from_utf8(head) else { return };
    let mut lines = head.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (method, host, path, query, authorization) = (line(), line(), line(), line(), line());
    let params = lines
        .map(|line| line.split_once('=').unwrap_or((line, "")))
        .collect::<Vec<_>>();
    let bare = || {
        CanonicalRequest::new(method, host, path)
            .with_authorization(authorization)
            .with_body(body)
    };

    let request = params.iter().fold(bare().with_query(query), |request, (name, value)| {
        request.with_param(*name, *value)
    });
    check_form(&request);
    check_path(path, request.path());

    let fields = form_urlencoded::parse(query.as_bytes()).into_owned();
    let fields = fields.chain(
        params
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value))),
    );
    let fields = fields.collect::<Vec<_>>();
    let with_fields = |fields: &mut dyn Iterator<Item = &(String, String)>| {
        fields.fold(bare(), |request, (name, value)| request.with_param(name, value))
    };
    assert_eq!(with_fields(&mut fields.iter()).to_string(), request.to_string());
    // Twilio sorts them as `name=value`, where a name that holds `=` may read as another.
    let mut read = HashMap::new();
    let one_reading =
        |(name, value): &(String, String)| *read.entry(format!("{name}={value}")).or_insert(name.len()) == name.len();
    if fields.iter().all(one_reading) {
        assert_eq!(with_fields(&mut fields.iter().rev()).to_string(), request.to_string());
    }
    let mut hashed = form_urlencoded::parse(request.query().as_bytes())
        .into_owned()
        .collect::<Vec<_>>();
    let mut given = fields;
    hashed.sort();
    given.sort();
    assert_eq!(hashed, given);

    KEY.with(|key| check_token(&request, key, input.len().is_multiple_of(2)));
});

/// That what is hashed has the lines that it must have, and is a request that is hashed in the same way.
fn check_form(request: &CanonicalRequest) {
    let text = request.to_string();
    let lines = text.split('\n').collect::<Vec<_>>();
    let [method, path, query, authorization, host, "", signed, body_hash] = lines[..] else {
        panic!("{text}")
    };
    assert_eq!(
        (method, path, query.to_owned()),
        (request.method(), request.path(), request.query())
    );
    assert_eq!(
        (signed, body_hash),
        (CanonicalRequest::SIGNED_HEADERS, request.body_hash())
    );
    let authorization = authorization
        .strip_prefix("authorization:")
        .expect("it is the first of the headers");
    let host = host.strip_prefix("host:").expect("it is the second of the headers");
    let again = CanonicalRequest::new(method, host, path)
        .with_query(query)
        .with_authorization(authorization);
    assert_eq!((again.path(), again.query()), (request.path(), request.query()));
    assert_eq!(again.headers(), request.headers());
}

/// That a path is the same as the crate `url` writes it, unless it has what that resolves or leaves out.
fn check_path(path: &str, canonical: &str) {
    let resolved = |part: &str| [".", ".."].contains(&part.to_ascii_lowercase().replace("%2e", ".").as_str());
    let left_out = |character: char| matches!(character, '?' | '#' | '\\') || character.is_ascii_control();
    if !path.starts_with('/') || path.split('/').any(resolved) || path.contains(left_out) || path.ends_with(' ') {
        return;
    }
    let url = Url::parse(&format!("https://h{path}")).expect("it is a URL whatever the path");
    assert_eq!(CanonicalRequest::new("", "", url.path()).path(), canonical);
}

fn check_token(request: &CanonicalRequest, (private, public): &(PrivateKey, DecodingKey), pss: bool) {
    let (algorithm, judged) = if pss {
        (RsaAlgorithm::Ps256, Algorithm::PS256)
    } else {
        (RsaAlgorithm::Rs256, Algorithm::RS256)
    };
    let client = ValidationClient::new(ACCOUNT_SID, CREDENTIAL_SID, API_KEY_SID, algorithm).expect("the SIDs are SIDs");
    let unsigned = client.unsigned_token(request, NOW).expect("the time is in range");
    let jwt = private.sign(unsigned).expect("the key signs");
    let mut validation = Validation::new(judged);
    validation.validate_exp = false;
    let claims = decode::<Claims>(&jwt, public, &validation)
        .expect("the token is another library's as well")
        .claims;
    assert_eq!((claims.iss.as_str(), claims.sub.as_str()), (API_KEY_SID, ACCOUNT_SID));
    assert_eq!(
        (claims.hrh.as_str(), claims.rqh),
        (CanonicalRequest::SIGNED_HEADERS, request.hash())
    );
    assert_eq!((claims.iat, claims.exp), (NOW.as_secs(), NOW.as_secs() + 300));
}

fn check_private_key(text: &str) {
    let key = match PrivateKey::from_pem(text) {
        Ok(key) => key,
        Err(error) => return check_error(error.code(), &format!("{error}. {}", error.hint())),
    };
    let token = UnsignedToken::unchecked(RsaAlgorithm::Rs256, CREDENTIAL_SID, b"{}");
    let input = token.signing_input().to_owned();
    let jwt = key.sign(token).expect("the key signs");
    // The two read PEM of different strictness.
    if let Ok(judge) = EncodingKey::from_rsa_pem(text.as_bytes()) {
        let signature = crypto::sign(input.as_bytes(), &judge, Algorithm::RS256).expect("the key signs");
        assert_eq!(jwt, format!("{input}.{signature}"));
    }
}
