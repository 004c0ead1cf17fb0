use ed25519_dalek as ed25519;
use p256::ecdsa::{self, signature::Verifier as _};
use rsa::{pkcs1v15, traits::PublicKeyParts as _};
use sha2::Sha256;
use twilio_access_token::CompactJws;

use super::jwk::{Jwk, decode};

/// A public key, and with it the one algorithm that goes with it. No private key is ever here, and what is computed with public
/// ones need not be in constant time; so RUSTSEC-2023-0071, which is about decrypting and signing with RSA, is of no concern.
pub(super) enum PublicKey {
    EdDsa(ed25519::VerifyingKey),
    Es256(ecdsa::VerifyingKey),
    Rs256(pkcs1v15::VerifyingKey<Sha256>),
}

impl PublicKey {
    /// RFC 7518 §3.3 asks for 2048 bits at least.
    const MIN_RSA_BITS: u32 = 2048;

    /// A key whose own encoding says what it is, RFC 5280 §4.1.2.7.
    pub(super) fn from_der(der: &[u8]) -> Option<Self> {
        if let Ok(key) = ed25519::pkcs8::DecodePublicKey::from_public_key_der(der) {
            Some(Self::EdDsa(key))
        } else if let Ok(key) = p256::pkcs8::DecodePublicKey::from_public_key_der(der) {
            Some(Self::Es256(key))
        } else {
            rsa::pkcs8::DecodePublicKey::from_public_key_der(der)
                .ok()
                .and_then(Self::rsa)
        }
    }

    /// RFC 7518 §6.2 and §6.3, RFC 8037 §2.
    pub(super) fn from_jwk(jwk: &Jwk<'_>) -> Option<Self> {
        match (jwk.kty, jwk.crv) {
            ("EC", Some("P-256")) => {
                let (x, y) = (decode(jwk.x)?, decode(jwk.y)?);
                let (x, y) = (x.as_slice().try_into().ok()?, y.as_slice().try_into().ok()?);
                let point = p256::Sec1Point::from_affine_coordinates(x, y, false);
                ecdsa::VerifyingKey::from_sec1_point(&point).ok().map(Self::Es256)
            }
            ("OKP", Some("Ed25519")) => {
                let key = ed25519::VerifyingKey::try_from(decode(jwk.x)?.as_slice());
                key.ok().map(Self::EdDsa)
            }
            ("RSA", _) => {
                let (n, e) = (decode(jwk.n)?, decode(jwk.e)?);
                let [n, e] = [n, e].map(|bytes| rsa::BoxedUint::from_be_slice_vartime(&bytes));
                rsa::PublicKey::new(n, e).ok().and_then(Self::rsa)
            }
            _ => None,
        }
    }

    fn rsa(key: rsa::PublicKey) -> Option<Self> {
        let long_enough = key.n().bit_width_vartime() >= Self::MIN_RSA_BITS;
        long_enough.then(|| Self::Rs256(pkcs1v15::VerifyingKey::new(key)))
    }

    /// Whether it signs in the algorithm of this name: RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2.
    pub(super) fn is_for(&self, alg: &str) -> bool {
        match self {
            Self::EdDsa(_) => alg == "EdDSA" || alg == "Ed25519",
            Self::Es256(_) => alg == "ES256",
            Self::Rs256(_) => alg == "RS256",
        }
    }

    pub(super) fn verify(&self, token: &CompactJws<'_>) -> bool {
        let (input, signature) = (token.signing_input, token.signature.as_slice());
        let outcome = match self {
            Self::EdDsa(key) => ed25519::Signature::from_slice(signature).and_then(|s| key.verify_strict(input, &s)),
            Self::Es256(key) => ecdsa::Signature::from_slice(signature).and_then(|s| key.verify(input, &s)),
            Self::Rs256(key) => pkcs1v15::Signature::try_from(signature).and_then(|s| key.verify(input, &s)),
        };
        outcome.is_ok()
    }
}
