//! What the targets share: a key, and tokens that its owner would never sign.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::EncodingKey;
use serde::Deserialize;
use twilio_access_token::{SigningKey, UnixTime};
use twilio_access_token_endpoint::Endpoint;

pub const ACCOUNT_SID: &str = "AC8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";
pub const API_KEY_SID: &str = "SK5e6d7c8b9a0f1e2d3c4b5a69788796a5";
pub const SECRET: &str = "NotARealSecret0NotARealSecret012";
pub const NOW: UnixTime = UnixTime::from_secs(1_700_000_000);

/// Keys that are nobody's but the targets', which all may know.
pub const RSA_PEM: &str = include_str!("../keys/rsa.pem");
pub const P256_PEM: &str = include_str!("../keys/p256.pem");
pub const ED25519_PEM: &str = include_str!("../keys/ed25519.pem");

/// The variables that name the key.
const KEY_VARIABLES: [(&str, &str); 3] = [
    ("ACCOUNT_SID", ACCOUNT_SID),
    ("API_KEY", API_KEY_SID),
    ("API_SECRET", SECRET),
];

pub fn key() -> SigningKey {
    SigningKey::new(ACCOUNT_SID, API_KEY_SID, SECRET).expect("the key of the targets is a key")
}

/// The value of a variable, of those that are given or of the key's. Where one is given twice, the last counts.
pub fn variable(given: &[(&str, &str)], name: &str) -> Option<String> {
    let mut known = given.iter().rev().chain(&KEY_VARIABLES);
    known.find_map(|(known, value)| (*known == name).then(|| String::from(*value)))
}

pub fn endpoint(variables: &[(&str, &str)]) -> Endpoint {
    Endpoint::from_env(|name| variable(variables, name))
}

/// Whether a pattern, in which `*` stands for any characters or none, is that of a text: by following all ways at once.
pub fn matches(pattern: &str, text: &str) -> bool {
    let text = text.chars().collect::<Vec<_>>();
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for wanted in pattern.chars() {
        if wanted == '*' {
            for place in 0..text.len() {
                reached[place + 1] |= reached[place];
            }
        } else {
            for place in (0..text.len()).rev() {
                reached[place + 1] = reached[place] && text[place] == wanted;
            }
            reached[0] = false;
        }
    }
    reached[text.len()]
}

/// The token that an input stands for. One with a line break is a header and a payload, to be signed with HS256 whatever they
/// are: no mutation would come by a right signature, and all that is read after it would never be reached.
pub fn token(input: &[u8]) -> Vec<u8> {
    match input.iter().position(|&byte| byte == b'\n') {
        None => input.to_vec(),
        Some(line) => signed(&input[..line], &input[line + 1..]),
    }
}

/// What the signature of a token is over.
pub fn signing_input(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload))
}

fn signed(header: &[u8], payload: &[u8]) -> Vec<u8> {
    let input = signing_input(header, payload);
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
