//! The same done by other libraries, and by hand.

use std::sync::atomic::{AtomicBool, Ordering};

use base64::{
    Engine as _,
    engine::{Simd, general_purpose::NO_PAD},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, aws_lc, rust_crypto},
};
use jwt_compact::AlgorithmExt as _;
use serde::Serialize;
use sha2::Sha256;

use crate::subject::{Claims, HEADER, SECRET, Subject};

/// What no library can do without: the claims written out into a buffer that is kept, base64url by SIMD, and the MAC by a key that
/// is kept.
pub struct Floor {
    engine: Simd,
    mac: Hmac<Sha256>,
    header: String,
    json: Vec<u8>,
}

impl Floor {
    pub fn new() -> Self {
        let engine = Simd::url_safe(NO_PAD);
        Self {
            mac: Hmac::new_from_slice(SECRET.as_bytes()).expect("HMAC takes any key"),
            header: engine.encode(HEADER),
            engine,
            json: Vec::with_capacity(2048),
        }
    }

    pub fn mint(&mut self, subject: Subject, identity: &str, room: &str) -> String {
        self.json.clear();
        subject.write_claims(&mut self.json, identity, room);
        let json = std::mem::take(&mut self.json);
        let token = self.seal(&json, |signed| {
            self.mac.clone().chain_update(signed).finalize().into_bytes().into()
        });
        self.json = json;
        token
    }

    /// The compact serialization, by one buffer.
    fn seal(&self, json: &[u8], mac: impl FnOnce(&[u8]) -> [u8; 32]) -> String {
        let signed = self.header.len() + 1 + (json.len() * 4).div_ceil(3);
        let mut token = vec![b'.'; signed + 1 + 43];
        token[..self.header.len()].copy_from_slice(self.header.as_bytes());
        self.encode(json, &mut token[self.header.len() + 1..signed]);
        let mac = mac(&token[..signed]);
        self.encode(&mac, &mut token[signed + 1..]);
        String::from_utf8(token).expect("ASCII")
    }

    fn encode(&self, bytes: &[u8], to: &mut [u8]) {
        self.engine.encode_slice(bytes, to).expect("there is room");
    }

    pub fn verify(&self, token: &str, now: u64) -> Claims {
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let (header, claims) = signed.split_once('.').expect("three parts");
        assert_eq!(header, self.header);
        let signature = self.engine.decode(signature).expect("base64url");
        let mac = self.mac.clone().chain_update(signed);
        mac.verify_slice(&signature).expect("the right signature");
        let claims = self.engine.decode(claims).expect("base64url");
        let claims = serde_json::from_slice::<Claims>(&claims).expect("claims");
        assert!(now < claims.exp);
        claims
    }

    /// What a report needs at the least: both parts read as JSON of any kind, and the MAC.
    pub fn inspect(&self, token: &str) -> (serde_json::Value, serde_json::Value, bool) {
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let (header, claims) = signed.split_once('.').expect("three parts");
        let read = |part: &str| {
            let json = self.engine.decode(part).expect("base64url");
            serde_json::from_slice(&json).expect("JSON")
        };
        let signature = self.engine.decode(signature).expect("base64url");
        let mac = self.mac.clone().chain_update(signed);
        (read(header), read(claims), mac.verify_slice(&signature).is_ok())
    }
}

/// serde's JSON and ring's HMAC, put together with the same care.
pub struct Ring {
    floor: Floor,
    key: ring::hmac::Key,
}

impl Ring {
    pub fn new() -> Self {
        Self {
            floor: Floor::new(),
            key: ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes()),
        }
    }

    pub fn mint(&self, claims: &Claims) -> String {
        let json = serde_json::to_vec(claims).expect("claims are JSON");
        self.floor.seal(&json, |signed| {
            let mac = ring::hmac::sign(&self.key, signed);
            mac.as_ref().try_into().expect("32 bytes")
        })
    }
}

/// jsonwebtoken, whose cryptography is chosen once for a process: this one hands on to the one of the moment.
pub struct JsonWebToken {
    header: Header,
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    aws_lc: bool,
}

static AWS_LC: AtomicBool = AtomicBool::new(false);

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| (current().signer_factory)(algorithm, key),
    verifier_factory: |algorithm, key| (current().verifier_factory)(algorithm, key),
    key_utils: jsonwebtoken::crypto::KeyUtils::new_unimplemented(),
};

fn current() -> &'static CryptoProvider {
    if AWS_LC.load(Ordering::Relaxed) {
        &aws_lc::DEFAULT_PROVIDER
    } else {
        &rust_crypto::DEFAULT_PROVIDER
    }
}

impl JsonWebToken {
    pub fn new(aws_lc: bool) -> Self {
        // The second of the two finds it installed.
        let _ = PROVIDER.install_default();
        let mut header = Header::new(Algorithm::HS256);
        header.cty = Some("twilio-fpa;v=1".to_owned());
        let mut validation = Validation::new(Algorithm::HS256);
        // The time of the tokens is long past.
        validation.validate_exp = false;
        Self {
            header,
            encoding: EncodingKey::from_secret(SECRET.as_bytes()),
            decoding: DecodingKey::from_secret(SECRET.as_bytes()),
            validation,
            aws_lc,
        }
    }

    pub fn mint(&self, claims: &Claims) -> String {
        AWS_LC.store(self.aws_lc, Ordering::Relaxed);
        jsonwebtoken::encode(&self.header, claims, &self.encoding).expect("a token")
    }

    pub fn verify(&self, token: &str) -> Claims {
        AWS_LC.store(self.aws_lc, Ordering::Relaxed);
        jsonwebtoken::decode(token, &self.decoding, &self.validation)
            .expect("a good token")
            .claims
    }
}

/// jwt-compact, which mints alone: it does not read tokens of another `cty` than its own.
pub struct JwtCompact {
    header: jwt_compact::Header<ContentType>,
    key: jwt_compact::alg::Hs256Key,
}

#[derive(Serialize)]
struct ContentType {
    cty: &'static str,
}

impl JwtCompact {
    pub fn new() -> Self {
        let header = jwt_compact::Header::new(ContentType { cty: "twilio-fpa;v=1" });
        Self {
            header: header.with_token_type("JWT"),
            key: jwt_compact::alg::Hs256Key::new(SECRET),
        }
    }

    pub fn mint(&self, claims: &jwt_compact::Claims<Claims>) -> String {
        jwt_compact::alg::Hs256
            .token(&self.header, claims, &self.key)
            .expect("a token")
    }
}
