//! The keys that session tokens are verified with.

use alloc::{boxed::Box, string::String, vec::Vec};

use rustls_pki_types::{SubjectPublicKeyInfoDer, pem::PemObject as _};
use serde::Deserialize;
use serde_json::value::RawValue;
use twilio_access_token::{Algorithm, CompactJws, HmacKey};
use zeroize::Zeroizing;

use super::jwk::{self, Jwk};
#[cfg(feature = "public-keys")]
use super::public_key::PublicKey;
use crate::{
    env::{Env, optional},
    error::EndpointError,
};

const JWKS: &str = "JWT_JWKS";
const PUBLIC_KEY: &str = "JWT_PUBLIC_KEY";
const SECRET: &str = "JWT_SECRET";
const PEM_START: &str = "-----BEGIN ";

/// A key that signs sessions, and with it the one algorithm in which it does.
pub(super) struct Key {
    id: Option<String>,
    verifier: Verifier,
}

enum Verifier {
    Hs256(Box<HmacKey>),
    #[cfg(feature = "public-keys")]
    Public(PublicKey),
}

/// All keys of the three variables, one at least.
pub(super) fn from_env(variable: Env<'_>) -> Result<Vec<Key>, EndpointError> {
    let mut keys = Vec::new();
    if let Some(secret) = optional(variable, &[SECRET])? {
        let verifier = Verifier::secret(secret.as_bytes()).ok_or(EndpointError::InvalidVariable {
            name: SECRET,
            wanted: "a secret of at least 32 bytes, and not a key in PEM, which goes into JWT_PUBLIC_KEY if it is public",
        })?;
        keys.push(Key { id: None, verifier });
    }
    if let Some(pem) = optional(variable, &[PUBLIC_KEY])? {
        keys.extend(from_pem(&pem).ok_or(EndpointError::InvalidVariable {
            name: PUBLIC_KEY,
            wanted: "public keys in PEM (-----BEGIN PUBLIC KEY-----) and nothing else, each of P-256, Ed25519, or RSA with 2048 to \
                     8192 bits",
        })?);
    }
    if let Some(json) = optional(variable, &[JWKS])? {
        keys.extend(from_jwks(&json).ok_or(EndpointError::InvalidVariable {
            name: JWKS,
            wanted: "a JSON Web Key Set with a public key of P-256, Ed25519, or RSA with 2048 to 8192 bits, or with a secret of \
                     at least 32 bytes, and without private keys",
        })?);
    }
    if keys.is_empty() {
        return Err(EndpointError::SessionKeyUnset);
    }
    Ok(keys)
}

/// The keys of a string in PEM, RFC 7468 §13; `None` if there is no key, an unusable one, or another kind of PEM, such as a
/// private key. Line ends may be written as `\n`, since not everything that sets variables can set several lines.
fn from_pem(pem: &str) -> Option<Vec<Key>> {
    let pem = Zeroizing::new(pem.replace("\\n", "\n"));
    let keys = SubjectPublicKeyInfoDer::pem_slice_iter(pem.as_bytes());
    let keys = keys.map(|der| {
        let verifier = Verifier::public_key(&der.ok()?)?;
        Some(Key { id: None, verifier })
    });
    let keys = keys.collect::<Option<Vec<_>>>()?;
    // The reader passes over what is not a public key.
    let only_public = keys.len() == pem.matches(PEM_START).count();
    Some(keys).filter(|keys| !keys.is_empty() && only_public)
}

/// The keys of a set, RFC 7517 §5, but for those that are not understood or not for signatures; `None` where none is left.
fn from_jwks(json: &str) -> Option<Vec<Key>> {
    #[derive(Deserialize)]
    struct Set<'a> {
        #[serde(borrow)]
        keys: Vec<&'a RawValue>,
    }

    let set: Set<'_> = serde_json::from_str(json).ok()?;
    // This server verifies. With a private key, anyone who reads its environment can sign sessions.
    if set.keys.iter().any(|key| jwk::is_private(key)) {
        return None;
    }
    let keys = set.keys.into_iter().filter_map(|key| {
        let key: Jwk<'_> = serde_json::from_str(key.get()).ok()?;
        Key::from_jwk(key)
    });
    Some(keys.collect::<Vec<_>>()).filter(|keys| !keys.is_empty())
}

impl Verifier {
    /// A secret for HS256, which RFC 7518 §3.2 wants to be as long as the hash at least. With a public key for a secret, all who
    /// know the key could sign: RFC 8725 §2.1.
    fn secret(secret: &[u8]) -> Option<Self> {
        let is_pem = secret
            .windows(PEM_START.len())
            .any(|window| window == PEM_START.as_bytes());
        (secret.len() >= 32 && !is_pem).then(|| Self::Hs256(Box::new(HmacKey::new(Algorithm::Hs256, secret))))
    }

    fn is_for(&self, alg: &str) -> bool {
        match self {
            Self::Hs256(_) => alg == "HS256",
            #[cfg(feature = "public-keys")]
            Self::Public(key) => key.is_for(alg),
        }
    }
}

#[cfg(feature = "public-keys")]
impl Verifier {
    fn public_key(der: &[u8]) -> Option<Self> {
        PublicKey::from_der(der).map(Self::Public)
    }

    fn public_jwk(jwk: &Jwk<'_>) -> Option<Self> {
        PublicKey::from_jwk(jwk).map(Self::Public)
    }
}

#[cfg(not(feature = "public-keys"))]
impl Verifier {
    const fn public_key(_der: &[u8]) -> Option<Self> {
        None
    }

    const fn public_jwk(_jwk: &Jwk<'_>) -> Option<Self> {
        None
    }
}

impl Key {
    fn from_jwk(jwk: Jwk<'_>) -> Option<Self> {
        let verifier = match jwk.kty {
            "oct" => Verifier::secret(&jwk.secret()?),
            _ => Verifier::public_jwk(&jwk),
        };
        let verifier =
            verifier.filter(|verifier| jwk.is_for_signatures() && jwk.alg.is_none_or(|alg| verifier.is_for(alg)))?;
        Some(Self { id: jwk.kid, verifier })
    }

    /// Whether it signs in the algorithm of this name, RFC 7518 §3.1.
    pub(super) fn is_for(&self, alg: &str) -> bool {
        self.verifier.is_for(alg)
    }

    /// Whether it can be the one that a token names. Either may have no name.
    pub(super) fn may_be(&self, id: Option<&str>) -> bool {
        match (&self.id, id) {
            (Some(own), Some(named)) => own == named,
            _ => true,
        }
    }

    pub(super) fn verify(&self, token: &CompactJws<'_>) -> bool {
        match &self.verifier {
            Verifier::Hs256(key) => key.verify(token),
            #[cfg(feature = "public-keys")]
            Verifier::Public(key) => key.verify(token),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use twilio_access_token::CompactJws;

    use super::{Verifier, from_jwks, from_pem};

    /// RFC 7515 §A.1 to §A.3 and RFC 8037 §A.4: the public keys, and what they have signed.
    const VECTORS: &[[&str; 3]] = &[
        [
            "HS256",
            r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#,
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        ],
        #[cfg(feature = "public-keys")]
        [
            "RS256",
            r#"{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
        ],
        #[cfg(feature = "public-keys")]
        [
            "ES256",
            r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        ],
        #[cfg(feature = "public-keys")]
        [
            "EdDSA",
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        ],
    ];

    #[test]
    fn rfc_vectors() {
        for [alg, jwk, token] in VECTORS {
            let keys = from_jwks(&format!(r#"{{"keys":[{jwk}]}}"#)).unwrap();
            for [other, _, _] in VECTORS {
                assert_eq!(keys[0].is_for(other), other == alg, "{other} {alg}");
            }
            assert!(keys[0].verify(&CompactJws::parse(token.as_bytes()).unwrap()), "{alg}");

            // Whichever byte of the signature is another one.
            let mut altered = CompactJws::parse(token.as_bytes()).unwrap();
            for place in 0..altered.signature.len() {
                altered.signature[place] ^= 1;
                assert!(!keys[0].verify(&altered), "{alg} {place}");
                altered.signature[place] ^= 1;
            }
            altered.signature.push(0);
            assert!(!keys[0].verify(&altered), "{alg}");
            altered.signature.clear();
            assert!(!keys[0].verify(&altered), "{alg}");
        }
    }

    #[test]
    fn rejects_private_keys() {
        const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        #[cfg(feature = "public-keys")]
        assert_eq!(from_pem(PUBLIC).unwrap().len(), 1);
        for label in [
            "PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "RSA PRIVATE KEY",
            "EC PRIVATE KEY",
            "CERTIFICATE",
        ] {
            let other = format!("-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n");
            for pem in [format!("{PUBLIC}{other}"), format!("{other}{PUBLIC}"), other] {
                assert!(from_pem(&pem).is_none(), "{pem}");
            }
        }

        let usable = r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#;
        let set = |other: &str| format!(r#"{{"keys":[{usable},{other}]}}"#);
        assert!(from_jwks(&set(r#"{"kty":"EC"}"#)).is_some());
        for private in [
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AA"}"#,
            r#"{"kty":"EC","crv":"P-256","d":null}"#,
            r#"{"kty":"OKP","d":5,"x":"AA","crv":"Ed25519"}"#,
            r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"AA","priv":"AA"}"#,
        ] {
            assert!(from_jwks(&set(private)).is_none(), "{private}");
        }
    }

    #[test]
    fn rejects_a_public_key_as_a_secret() {
        for pem in [
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n",
            "ssh\n-----BEGIN CERTIFICATE-----\nMIIB\n",
        ] {
            assert!(Verifier::secret(pem.as_bytes()).is_none(), "{pem}");
            let k = URL_SAFE_NO_PAD.encode(pem);
            assert!(
                from_jwks(&format!(r#"{{"keys":[{{"kty":"oct","k":"{k}"}}]}}"#)).is_none(),
                "{pem}"
            );
        }
        assert!(Verifier::secret(b"----BEGIN a secret of 32 bytes-----").is_some());
    }

    #[test]
    fn rejects_unusable_session_keys() {
        for json in [
            "",
            "[]",
            "{}",
            r#"{"keys":{}}"#,
            r#"{"keys":[5]}"#,
            r#"{"keys":[{"kty":"oct","k":"c2hvcnQ"}]}"#,
            r#"{"keys":[{"kty":"oct"}]}"#,
            r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#,
            r#"{"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}]}"#,
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}"#,
            r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}"#,
            r#"{"keys":[{"kty":"RSA","n":"","e":""}]}"#,
        ] {
            assert!(from_jwks(json).is_none(), "{json}");
        }
        for pem in [
            "",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\n",
        ] {
            assert!(from_pem(pem).is_none(), "{pem}");
        }
    }
}
