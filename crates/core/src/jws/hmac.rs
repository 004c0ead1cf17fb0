//! The signature.

use alloc::{boxed::Box, string::String};
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
#[cfg(feature = "sha512")]
use sha2::{Sha384, Sha512};

use super::{
    algorithm::Algorithm,
    compact::{CompactJws, signing_input},
    header::{Header, encode_header},
};
use crate::{base64url, secret};

/// Declares the hash states behind each algorithm.
macro_rules! mac_states {
    ($($variant:ident = $digest:ty $(, feature = $feature:literal)?;)+) => {
        /// The HMAC states of a key. Each has a place of its own and of its size, so that there is nothing beside it to wipe.
        enum MacStates {
            $($(#[cfg(feature = $feature)])? $variant(Box<Prepared<Hmac<$digest>>>),)+
        }

        impl MacStates {
            fn new(algorithm: Algorithm, secret: &[u8], header: &[u8]) -> Self {
                match algorithm {
                    $($(#[cfg(feature = $feature)])? Algorithm::$variant => Self::$variant(Prepared::new(secret, header)),)+
                }
            }

            const fn algorithm(&self) -> Algorithm {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(_) => Algorithm::$variant,)+
                }
            }

            /// Bytes of the MAC.
            fn mac_len(&self) -> usize {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(_) => <$digest as sha2::Digest>::output_size(),)+
                }
            }

            /// Writes base64url of the MAC of `input`.
            fn encode_mac(&self, input: &[u8], output: &mut [u8]) {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(states) => encode_mac(&states.keyed, input, output),)+
                }
            }

            /// Writes base64url of the MAC of the header and `rest`.
            fn encode_mac_after_header(&self, rest: &[u8], output: &mut [u8]) {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(states) => encode_mac(&states.after_header, rest, output),)+
                }
            }

            /// Whether `mac` is that of `input`, in a time that does not depend on how much of it is.
            fn verify(&self, input: &[u8], mac: &[u8]) -> bool {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(states) => verifies(&states.keyed, input, mac),)+
                }
            }

            /// Whether `mac` is that of the header and `rest`, in such a time.
            fn verifies_after_header(&self, rest: &[u8], mac: &[u8]) -> bool {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(states) => verifies(&states.after_header, rest, mac),)+
                }
            }
        }
    };
}

mac_states! {
    Hs256 = Sha256;
    Hs384 = Sha384, feature = "sha512";
    Hs512 = Sha512, feature = "sha512";
}

/// HMAC states from which each signature starts, as a copy of one.
struct Prepared<M> {
    /// After the key block, RFC 2104 §4.
    keyed: M,
    /// After the header as well: a block of 64 bytes less for each token.
    after_header: M,
}

impl<M: Clone + KeyInit + Mac> Prepared<M> {
    fn new(secret: &[u8], header: &[u8]) -> Box<Self> {
        secret::boxed(|| {
            let keyed = prepare::<M>(secret);
            Self {
                after_header: keyed.clone().chain_update(header),
                keyed,
            }
        })
    }
}

fn encode_mac(state: &(impl Clone + Mac), input: &[u8], output: &mut [u8]) {
    let mac = state.clone().chain_update(input).finalize().into_bytes();
    base64url::encode_into(&mac, output);
}

fn verifies(state: &(impl Clone + Mac), input: &[u8], mac: &[u8]) -> bool {
    state.clone().chain_update(input).verify_slice(mac).is_ok()
}

pub(crate) fn prepare<M: KeyInit>(secret: &[u8]) -> M {
    M::new_from_slice(secret).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length, RFC 2104 §2"))
}

/// A secret made ready for signing: an API key's, for access tokens.
///
/// The secret itself is not kept: only the two hash states derived from it are, which are as good as the secret and are
/// wiped when this is dropped. That is why there is no `Clone`, no `Display` and no `Serialize`.
///
/// [`SigningKey`](crate::SigningKey) is what most callers want; this is for payloads that are written elsewhere.
///
/// ```
/// use twilio_access_token::{Algorithm, HmacKey};
///
/// let key = HmacKey::new(Algorithm::Hs256, b"secret");
/// assert_eq!(format!("{key:?}"), r#"HmacKey { algorithm: Hs256, secret: "[secret elided]" }"#);
/// ```
#[doc(hidden)]
pub struct HmacKey {
    states: MacStates,
    /// The encoded header of what this key signs, where that is no token with a region.
    header: &'static str,
}

impl HmacKey {
    /// Prepares `secret` for `algorithm`. Any length is taken, as in Twilio's libraries.
    ///
    /// ```
    /// # use twilio_access_token::{Algorithm, HmacKey};
    /// let from_text = HmacKey::new(Algorithm::Hs256, "secret".as_bytes());
    /// let from_bytes = HmacKey::new(Algorithm::Hs256, &[0x73, 0x65, 0x63, 0x72, 0x65, 0x74]);
    /// assert_eq!(from_text.sign_payload("{}", None), from_bytes.sign_payload("{}", None));
    /// ```
    #[must_use]
    pub fn new(algorithm: Algorithm, secret: &[u8]) -> Self {
        Self::with_encoded_header(algorithm, secret, algorithm.encoded_header())
    }

    fn with_encoded_header(algorithm: Algorithm, secret: &[u8], header: &'static str) -> Self {
        let states = MacStates::new(algorithm, secret, header.as_bytes());
        Self { states, header }
    }

    /// The algorithm that this key signs with.
    ///
    /// ```
    /// # use twilio_access_token::{Algorithm, HmacKey};
    /// assert_eq!(HmacKey::new(Algorithm::Hs256, b"secret").algorithm(), Algorithm::Hs256);
    /// ```
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.states.algorithm()
    }

    /// Signs `payload`, which should be the JSON text of the claims, under an access token's header.
    ///
    /// **Nothing is checked**: not that the payload is JSON, nor that Twilio would take it. [`SigningKey::sign`] checks.
    ///
    /// [`SigningKey::sign`]: crate::SigningKey::sign
    ///
    /// ```
    /// use twilio_access_token::{Algorithm, HmacKey};
    ///
    /// let key = HmacKey::new(Algorithm::Hs256, b"secret");
    /// let jwt = key.sign_payload(r#"{"grants":{}}"#, None);
    /// assert!(jwt.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.eyJncmFudHMiOnt9fQ."));
    /// ```
    #[must_use]
    pub fn sign_payload(&self, payload: impl AsRef<[u8]>, region: Option<&str>) -> String {
        match region {
            None => self.sign(payload.as_ref()),
            Some(_) => {
                let header = encode_header(&Header::access_token(self.algorithm(), region));
                self.sign_under_header(&header, payload.as_ref())
            }
        }
    }

    /// Signs `payload` under the header `{"alg":…,"typ":"JWT"}`: a JWT that is not an access token.
    ///
    /// **Nothing is checked**, as in [`sign_payload`](Self::sign_payload).
    ///
    /// ```
    /// use twilio_access_token::{Algorithm, HmacKey};
    ///
    /// let key = HmacKey::new(Algorithm::Hs256, b"auth token");
    /// let jwt = key.sign_jwt(r#"{"scope":""}"#);
    /// assert!(jwt.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzY29wZSI6IiJ9."));
    /// ```
    #[must_use]
    pub fn sign_jwt(&self, payload: impl AsRef<[u8]>) -> String {
        #[derive(Serialize)]
        struct JwtHeader {
            alg: Algorithm,
            typ: &'static str,
        }

        let header = JwtHeader {
            alg: self.algorithm(),
            typ: Header::TYP,
        };
        self.sign_under_header(&encode_header(&header), payload.as_ref())
    }

    /// Whether the signature of `token` is this key's, in a time that does not depend on how much of it is.
    ///
    /// **Nothing else is looked at**, the algorithm that the header names among it.
    ///
    /// ```
    /// # use twilio_access_token::{Algorithm, CompactJws, HmacKey};
    /// let token = HmacKey::new(Algorithm::Hs256, b"secret").sign_payload("{}", None);
    /// let token = CompactJws::parse(token.as_bytes())?;
    /// assert!(!HmacKey::new(Algorithm::Hs256, b"another").verify(&token));
    /// # Ok::<(), twilio_access_token::TokenFormatError>(())
    /// ```
    #[must_use]
    pub fn verify(&self, token: &CompactJws<'_>) -> bool {
        match token.signing_input.strip_prefix(self.header.as_bytes()) {
            Some(payload) => self.states.verifies_after_header(payload, &token.signature),
            None => self.states.verify(token.signing_input, &token.signature),
        }
    }

    fn sign_under_header(&self, header: &str, payload: &[u8]) -> String {
        self.sign_under(header, payload, |input, mac| self.states.encode_mac(input, mac))
    }

    /// Signs `payload` under the header that this key was made with.
    fn sign(&self, payload: &[u8]) -> String {
        self.sign_under(self.header, payload, |input, mac| {
            self.states.encode_mac_after_header(&input[self.header.len()..], mac);
        })
    }

    /// The compact serialization of RFC 7515 §7.1, with the MAC that `encode_mac` writes of what is signed.
    fn sign_under(&self, header: &str, payload: &[u8], encode_mac: impl FnOnce(&[u8], &mut [u8])) -> String {
        let signature_len = base64url::encoded_len(self.states.mac_len());
        let mut token = signing_input(header, payload, 1 + signature_len);
        let signed_len = token.len() - signature_len - 1;

        let (signing_input, signature) = token.split_at_mut(signed_len);
        signature[0] = b'.';
        encode_mac(signing_input, &mut signature[1..]);

        base64url::into_string(token)
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacKey")
            .field("algorithm", &self.algorithm())
            .field("secret", &"[secret elided]")
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::String, vec};

    use super::{Algorithm, HmacKey, MacStates, base64url};

    /// RFC 7515 Appendix A.1: header and payload as given there, line breaks and all.
    #[test]
    fn rfc_7515_a1() {
        let secret: [u8; 64] = [
            3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90, 179, 40, 230, 240, 84, 201, 40,
            169, 15, 132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239, 150, 138, 180, 195, 119, 98, 61,
            34, 61, 46, 33, 114, 5, 46, 79, 8, 192, 205, 154, 245, 103, 208, 128, 163,
        ];
        let header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.";
        let payload = b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
        let token = HmacKey::with_encoded_header(Algorithm::Hs256, &secret, header).sign(payload);
        assert!(token.ends_with(".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    }

    struct HmacCase {
        key: &'static [u8],
        data: &'static [u8],
        /// The MAC, in hexadecimal, by SHA-256, SHA-384 and SHA-512.
        macs: [&'static str; 3],
    }

    /// RFC 4231 §4.2 to §4.8, in that order. It cuts the MACs of the fifth to 128 bits, which no JWS may: RFC 7518 §3.2.
    const RFC_4231: [HmacCase; 7] = [
        HmacCase {
            key: &[0x0b; 20],
            data: b"Hi There",
            macs: [
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
                "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde\
                 daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
            ],
        },
        HmacCase {
            key: b"Jefe",
            data: b"what do ya want for nothing?",
            macs: [
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554\
                 9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ],
        },
        HmacCase {
            key: &[0xaa; 20],
            data: &[0xdd; 50],
            macs: [
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
                "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39\
                 bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
            ],
        },
        HmacCase {
            key: &[
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
            ],
            data: &[0xcd; 50],
            macs: [
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
                "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb",
                "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db\
                 a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
            ],
        },
        HmacCase {
            key: &[0x0c; 20],
            data: b"Test With Truncation",
            macs: [
                "a3b6167473100ee06e0c796c2955552b",
                "3abf34c3503b2a23a46efc619baef897",
                "415fad6271580a531d4179bc891d87a6",
            ],
        },
        HmacCase {
            key: &[0xaa; 131],
            data: b"Test Using Larger Than Block-Size Key - Hash Key First",
            macs: [
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
                "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
                "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352\
                 6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
            ],
        },
        HmacCase {
            key: &[0xaa; 131],
            data:
                b"This is a test using a larger than block-size key and a larger than block-size data. The key needs \
                    to be hashed before being used by the HMAC algorithm.",
            macs: [
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
                "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d3860e6110c46523e",
                "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944\
                 b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
            ],
        },
    ];

    #[test]
    fn rfc_4231() {
        let algorithms = [
            Algorithm::Hs256,
            #[cfg(feature = "sha512")]
            Algorithm::Hs384,
            #[cfg(feature = "sha512")]
            Algorithm::Hs512,
        ];
        for (number, HmacCase { key, data, macs }) in (1..).zip(&RFC_4231) {
            for (algorithm, expected) in algorithms.into_iter().zip(macs) {
                let case = format!("case {number}, {algorithm}");
                let states = MacStates::new(algorithm, key, b"");
                let mut encoded = vec![0; base64url::encoded_len(states.mac_len())];
                states.encode_mac(data, &mut encoded);
                let mut mac = base64url::decode(&encoded).unwrap();
                let hex = mac.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                assert_eq!(hex.get(..expected.len()), Some(*expected), "{case}");

                assert!(states.verify(data, &mac), "{case}");
                assert!(!states.verify(data, &mac[..16]), "{case}");
                mac[0] ^= 1;
                assert!(!states.verify(data, &mac), "{case}");
            }
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", HmacKey::new(Algorithm::Hs256, b"marked-secret"));
        assert_eq!(shown, r#"HmacKey { algorithm: Hs256, secret: "[secret elided]" }"#);
    }
}
