//! `jsonwebtoken` as judge of every token, and as another way to make and read them.

use jsonwebtoken::{DecodingKey, EncodingKey, Validation, decode, decode_header, encode};
use serde_json::Value;
use twilio_access_token::{Algorithm, Claims, Grant, Header, HmacKey, SigningKey, UnixTime};

use crate::vectors::Vectors;

fn judge(jwt: &str, secret: &str, algorithm: jsonwebtoken::Algorithm) -> Claims {
    let mut validation = Validation::new(algorithm);
    // The vectors' clock stands still in 2023, or elsewhere.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    decode::<Claims>(jwt, &DecodingKey::from_secret(secret.as_bytes()), &validation)
        .unwrap()
        .claims
}

#[test]
fn every_token_verifies_with_its_claims() {
    let vectors = Vectors::read();
    for case in vectors.cases.iter().filter(|case| case.jwt.is_some()) {
        let key = case.key(&vectors.key);
        let now = case.now.unwrap_or(vectors.now);
        let signing_key = key.signing_key().unwrap();
        let jwt = signing_key
            .sign(&case.token().unwrap(), UnixTime::from_secs(now))
            .unwrap();

        let header = decode_header(&jwt).unwrap();
        assert_eq!(header.alg, jsonwebtoken::Algorithm::HS256);
        assert_eq!(
            (header.typ.as_deref(), header.cty.as_deref()),
            (Some("JWT"), Some("twilio-fpa;v=1"))
        );

        let claims = judge(&jwt, &key.api_key_secret, jsonwebtoken::Algorithm::HS256);
        assert_eq!(claims.jti, format!("{}-{now}", key.api_key_sid));
        assert_eq!((claims.iss, claims.sub), (key.api_key_sid.clone(), key.account_sid));
        assert_eq!(claims.iat.map(UnixTime::as_secs), Some(now));
        assert_eq!(claims.exp.as_secs(), now + case.ttl.unwrap_or(3600));
        assert_eq!(claims.nbf.map(UnixTime::as_secs), case.not_before);
        assert_eq!(claims.grants.identity.as_deref(), Some(&*case.identity));
        let grants = claims.grants.iter().map(Grant::key).collect::<Vec<_>>();
        assert_eq!(grants, ["video"], "{}", case.name);
    }
}

#[test]
fn rejects_the_signature_of_another_secret() {
    let vectors = Vectors::read();
    let jwt = vectors.case("any room").jwt.as_deref().unwrap();
    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    assert!(decode::<Claims>(jwt, &DecodingKey::from_secret(b"another"), &validation).is_err());
}

#[test]
fn the_longer_hashes_verify() {
    let vectors = Vectors::read();
    let key = &vectors.key;
    let token = vectors.case("one room").token().unwrap();
    for (ours, theirs) in [
        (Algorithm::Hs384, jsonwebtoken::Algorithm::HS384),
        (Algorithm::Hs512, jsonwebtoken::Algorithm::HS512),
    ] {
        let signing_key =
            SigningKey::with_algorithm(&key.account_sid, &key.api_key_sid, &key.api_key_secret, ours).unwrap();
        let jwt = signing_key.sign(&token, UnixTime::from_secs(vectors.now)).unwrap();
        judge(&jwt, &key.api_key_secret, theirs);
    }
}

#[test]
fn plain_jwts_verify_and_have_no_content_type() {
    for (ours, theirs) in [
        (Algorithm::Hs256, jsonwebtoken::Algorithm::HS256),
        (Algorithm::Hs384, jsonwebtoken::Algorithm::HS384),
        (Algorithm::Hs512, jsonwebtoken::Algorithm::HS512),
    ] {
        let jwt = HmacKey::new(ours, b"secret").sign_jwt(r#"{"scope":"","exp":1700003600}"#);
        let header = decode_header(&jwt).unwrap();
        assert_eq!(
            (header.alg, header.typ.as_deref(), header.cty),
            (theirs, Some("JWT"), None)
        );

        let mut validation = Validation::new(theirs);
        validation.validate_exp = false;
        let claims = decode::<Value>(&jwt, &DecodingKey::from_secret(b"secret"), &validation)
            .unwrap()
            .claims;
        assert_eq!(claims["scope"], "");
        assert!(decode::<Value>(&jwt, &DecodingKey::from_secret(b"another"), &validation).is_err());
    }
}

/// Claims and header are what another library needs to make the token itself; only the header's order is its own.
#[test]
fn jsonwebtoken_makes_the_same_token_of_our_claims() {
    let vectors = Vectors::read();
    let signing_key = vectors.key.signing_key().unwrap();
    let token = vectors.case("all at once").token().unwrap();
    let now = UnixTime::from_secs(vectors.now);

    let claims = signing_key.claims(&token, now).unwrap();
    let ours = Header::access_token(Algorithm::Hs256, Some("au1"));
    let header: jsonwebtoken::Header = serde_json::from_value(serde_json::to_value(&ours).unwrap()).unwrap();
    let theirs = encode(
        &header,
        &claims,
        &EncodingKey::from_secret(vectors.key.api_key_secret.as_bytes()),
    )
    .unwrap();

    let segment = |jwt: &str, index: usize| jwt.split('.').nth(index).unwrap().to_owned();
    let jwt = signing_key.sign(&token, now).unwrap();
    assert_eq!(segment(&jwt, 1), segment(&theirs, 1));
    assert_eq!(
        judge(&theirs, &vectors.key.api_key_secret, jsonwebtoken::Algorithm::HS256),
        claims
    );
}

#[test]
fn claims_keep_unknown_grants() {
    let json = r#"{"jti":"j","grants":{"identity":"alice","voice":{"b":1,"a":[ ]},"video":{"room":"r"}},"iat":1,"exp":2,"iss":"i","sub":"s"}"#;
    let claims: Claims = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&claims).unwrap(), json);
}
