//! What the targets share: a key, and tokens that its owner would never sign.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use serde::Deserialize;
use twilio_access_token::{SigningKey, UnixTime};

pub const ACCOUNT_SID: &str = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";
pub const API_KEY_SID: &str = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5";
pub const SECRET: &str = "NotARealSecret0NotARealSecret012";
pub const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

pub fn key() -> SigningKey {
    SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).expect("the key of the targets is a key")
}

/// The token that an input stands for. One with a line break is a header and a payload, to be signed with HS256 whatever they
/// are: no mutation would come by a right signature, and all that is read after it would never be reached.
pub fn token(input: &[u8]) -> Vec<u8> {
    match input.iter().position(|&byte| byte == b'\n') {
        None => input.to_vec(),
        Some(line) => signed(&input[..line], &input[line + 1..]),
    }
}

fn signed(header: &[u8], payload: &[u8]) -> Vec<u8> {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(input.as_bytes(), &key, jsonwebtoken::Algorithm::HS256);
    format!("{input}.{}", signature.expect("HS256 signs anything")).into_bytes()
}

/// The claims that another library is asked for; members that both pass over may be what either could not hold.
#[derive(Deserialize)]
pub struct Judged {
    pub jti: String,
    pub grants: JudgedGrants,
    pub exp: u64,
    pub iss: String,
    pub sub: String,
}

#[derive(Deserialize)]
pub struct JudgedGrants {
    pub identity: Option<String>,
}

/// Holds an error to what all are promised to be.
pub fn check_error(code: &str, message: &str) {
    assert!(
        code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
        "{code}"
    );
    assert!(!message.is_empty());
}

/// Whether a text holds the secret; one that an input had in it is not ours.
pub fn leaks(text: &str, input: &[u8]) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
    holds(text.as_bytes()) && !holds(input)
}
