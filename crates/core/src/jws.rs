//! The signature: JSON Web Signature in compact serialization, RFC 7515 §3.1 and §5.1.

use alloc::{borrow::Cow, string::String, vec, vec::Vec};
use core::{fmt, str::FromStr};

use hmac::{Hmac, KeyInit, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
#[cfg(feature = "sha512")]
use sha2::{Sha384, Sha512};

use crate::{base64url, error::MintError, json};

/// Declares the algorithms: the public names, and the hash states behind them.
macro_rules! algorithms {
    ($(
        $(#[$attribute:meta])+
        $variant:ident = $name:literal, $digest:ty, $header:literal $(, feature = $feature:literal)?;
    )+) => {
        /// The HMAC algorithm of a token, RFC 7518 §3.2.
        #[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
        #[non_exhaustive]
        pub enum Algorithm {
            $(
                $(#[$attribute])+
                $(#[cfg(feature = $feature)])?
                #[serde(rename = $name)]
                $variant,
            )+
        }

        impl Algorithm {
            /// The name in the header's `alg`, RFC 7518 §3.1.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant => $name,)+
                }
            }

            /// [`encode_header`] of the header of an access token without a region. To write it out is an eighth of what a token
            /// takes whose key is not kept.
            const fn encoded_header(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant => $header,)+
                }
            }
        }

        impl FromStr for Algorithm {
            type Err = MintError;

            /// # Errors
            ///
            /// [`MintError::UnsupportedAlgorithm`] for any name but those of the variants, in just their spelling.
            fn from_str(name: &str) -> Result<Self, MintError> {
                match name {
                    $($(#[cfg(feature = $feature)])? $name => Ok(Self::$variant),)+
                    _ => Err(MintError::UnsupportedAlgorithm),
                }
            }
        }

        /// HMAC states after the key block, RFC 2104 §4: each signature starts from a copy of one.
        enum MacState {
            $($(#[cfg(feature = $feature)])? $variant(Hmac<$digest>),)+
        }

        impl MacState {
            fn new(algorithm: Algorithm, secret: &[u8]) -> Self {
                match algorithm {
                    $($(#[cfg(feature = $feature)])? Algorithm::$variant => Self::$variant(prepare(secret)),)+
                }
            }

            const fn algorithm(&self) -> Algorithm {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(_) => Algorithm::$variant,)+
                }
            }

            /// Bytes of the MAC.
            fn len(&self) -> usize {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(_) => <$digest as sha2::Digest>::output_size(),)+
                }
            }

            /// The state once it has taken in `input`, which then is the beginning of all that it signs.
            fn after(&self, input: &[u8]) -> Self {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(mac) => Self::$variant(mac.clone().chain_update(input)),)+
                }
            }

            /// Writes base64url of the MAC of `input`.
            fn encode_mac(&self, input: &[u8], output: &mut [u8]) {
                match self {
                    $(
                        $(#[cfg(feature = $feature)])?
                        Self::$variant(mac) => {
                            let mac = mac.clone().chain_update(input).finalize().into_bytes();
                            base64url::encode_into(&mac, output);
                        }
                    )+
                }
            }

            /// Whether `mac` is that of `input`, in a time that does not depend on how much of it is.
            fn verifies(&self, input: &[u8], mac: &[u8]) -> bool {
                match self {
                    $(
                        $(#[cfg(feature = $feature)])?
                        Self::$variant(state) => state.clone().chain_update(input).verify_slice(mac).is_ok(),
                    )+
                }
            }
        }
    };
}

algorithms! {
    /// HMAC with SHA-256, the one that Twilio documents.
    #[default]
    Hs256 = "HS256", Sha256, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.";

    /// HMAC with SHA-384, which Twilio's Node library offers and Twilio's documentation does not.
    Hs384 = "HS384", Sha384, "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.", feature = "sha512";

    /// HMAC with SHA-512, which Twilio's Node library offers and Twilio's documentation does not.
    Hs512 = "HS512", Sha512, "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.", feature = "sha512";
}

pub(crate) fn prepare<M: KeyInit>(secret: &[u8]) -> M {
    M::new_from_slice(secret).unwrap_or_else(|_| unreachable!("HMAC takes a key of any length, RFC 2104 §2"))
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The protected header of an access token, in the order in which Twilio's Node library writes it.
///
/// It is what [`jsonwebtoken`](https://docs.rs/jsonwebtoken) and its like need beside [`Claims`](crate::Claims).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The algorithm, RFC 7515 §4.1.1.
    pub alg: Algorithm,
    /// `JWT`, RFC 7519 §5.1.
    pub typ: Cow<'a, str>,
    /// `twilio-fpa;v=1`, which tells Twilio that this is an access token. RFC 7519 §5.2 reserves the name.
    pub cty: Cow<'a, str>,
    /// The Twilio region, such as `ie1`, where the key belongs to one other than `us1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twr: Option<Cow<'a, str>>,
}

impl<'a> Header<'a> {
    pub(crate) const TYP: &'static str = "JWT";
    pub(crate) const CTY: &'static str = "twilio-fpa;v=1";

    /// The header of an access token.
    #[must_use]
    pub fn access_token(algorithm: Algorithm, region: Option<&'a str>) -> Self {
        Self {
            alg: algorithm,
            typ: Cow::Borrowed(Self::TYP),
            cty: Cow::Borrowed(Self::CTY),
            twr: region.map(Cow::Borrowed),
        }
    }
}

/// Base64url of a header's JSON, and the `.` that follows it.
pub(crate) fn encode_header(header: &impl Serialize) -> String {
    let header = json::to_vec(header, 128);
    let mut encoded = vec![b'.'; base64url::encoded_len(header.len()) + 1];
    base64url::encode_into(&header, &mut encoded);
    base64url::into_string(encoded)
}

/// What is signed of a token, RFC 7515 §5.1: `header`, which is encoded and ends with its `.`, and the payload. The buffer is
/// `spare` bytes longer.
pub(crate) fn signing_input(header: &str, payload: &[u8], spare: usize) -> Vec<u8> {
    let mut buffer = vec![0; header.len() + base64url::encoded_len(payload.len()) + spare];
    let (head, body) = buffer.split_at_mut(header.len());
    head.copy_from_slice(header.as_bytes());
    base64url::encode_into(payload, body);
    buffer
}

/// The longest token that is read, in bytes: 16 KiB.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// The three parts of a token in compact serialization, [RFC 7515 §7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1),
/// decoded but **not verified**: for tokens of other kinds than Twilio's, of which [`Verifier`](crate::Verifier) says more.
///
/// ```
/// use twilio_access_token::{Algorithm, CompactJws, HmacKey};
///
/// let key = HmacKey::new(Algorithm::Hs256, b"secret");
/// let token = key.sign_payload(r#"{"sub":"alice"}"#, None);
/// let jws = CompactJws::parse(token.as_bytes())?;
/// assert!(key.verifies(&jws));
/// assert_eq!(jws.payload, br#"{"sub":"alice"}"#);
/// # Ok::<(), twilio_access_token::FormatProblem>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct CompactJws<'t> {
    /// The header, which should be JSON.
    pub header: Vec<u8>,
    /// The payload, which of a JWT should be JSON.
    pub payload: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
    /// What the signature is of: header and payload as they were written.
    pub signing_input: &'t [u8],
}

/// Why a text is not a token in compact serialization.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FormatProblem {
    /// A part is not base64url without padding, RFC 7515 §2.
    NotBase64Url {
        /// `header`, `payload` or `signature`.
        part: &'static str,
    },
    /// A part is not a JSON object.
    NotJson {
        /// `header` or `payload`.
        part: &'static str,
    },
    /// There are more or fewer than three parts with dots between.
    Parts {
        /// How many there are.
        count: usize,
    },
    /// The token is longer than [`MAX_TOKEN_BYTES`].
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
}

impl fmt::Display for FormatProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBase64Url { part } => write!(f, "its {part} is not base64url without padding"),
            Self::NotJson { part } => write!(f, "its {part} is not a JSON object"),
            Self::Parts { count: 1 } => f.write_str("it has 1 part where a token has 3, with dots between"),
            Self::Parts { count } => write!(f, "it has {count} parts where a token has 3, with dots between"),
            Self::TooLong { bytes } => write!(f, "it has {bytes} bytes, and no more than {MAX_TOKEN_BYTES} are read"),
        }
    }
}

/// Without its parts, which together let in whoever has them.
impl fmt::Debug for CompactJws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompactJws").finish_non_exhaustive()
    }
}

impl<'t> CompactJws<'t> {
    /// Takes `token` apart.
    ///
    /// # Errors
    ///
    /// What keeps it from being a token, but for [`FormatProblem::NotJson`].
    pub fn parse(token: &'t [u8]) -> Result<Self, FormatProblem> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(FormatProblem::TooLong { bytes: token.len() });
        }
        let mut parts = token.split(|&byte| byte == b'.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            let count = token.split(|&byte| byte == b'.').count();
            return Err(FormatProblem::Parts { count });
        };
        let decode = |part, text| base64url::decode(text).ok_or(FormatProblem::NotBase64Url { part });
        Ok(Self {
            header: decode("header", header)?,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
            signing_input: &token[..header.len() + 1 + payload.len()],
        })
    }

    /// Reads the header, which must be a JSON object: serde alone would take an array in place of a struct.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON, and where.
    pub fn header_object<'j, T: Deserialize<'j>>(&'j self) -> Result<T, serde_json::Error> {
        json::from_object(&self.header)
    }

    /// Reads the payload as [`header_object`](Self::header_object) reads the header.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON, and where.
    pub fn payload_object<'j, T: Deserialize<'j>>(&'j self) -> Result<T, serde_json::Error> {
        json::from_object(&self.payload)
    }
}

/// A secret made ready for signing: an API key's, for access tokens.
///
/// The secret itself is not kept: only the two hash states derived from it are, which are as good as the secret and are
/// wiped when this is dropped. That is why there is no `Clone`, no `Display` and no `Serialize`.
///
/// [`SigningKey`](crate::SigningKey) is what most callers want; this is for payloads that are written elsewhere.
pub struct HmacKey {
    mac: MacState,
    /// The same once it has taken in `header`: a block of 64 bytes less for each token.
    mac_after_header: MacState,
    /// The encoded header of what this key signs, where that is no token with a region.
    header: Cow<'static, str>,
}

impl HmacKey {
    /// Prepares `secret` for `algorithm`. Any length is taken, as in Twilio's libraries.
    #[must_use]
    pub fn new(algorithm: Algorithm, secret: &[u8]) -> Self {
        Self::with_encoded_header(algorithm, secret, Cow::Borrowed(algorithm.encoded_header()))
    }

    /// Prepares `secret` for what has another header than access tokens.
    pub(crate) fn with_header(algorithm: Algorithm, secret: &[u8], header: &impl Serialize) -> Self {
        Self::with_encoded_header(algorithm, secret, Cow::Owned(encode_header(header)))
    }

    fn with_encoded_header(algorithm: Algorithm, secret: &[u8], header: Cow<'static, str>) -> Self {
        let mac = MacState::new(algorithm, secret);
        Self {
            mac_after_header: mac.after(header.as_bytes()),
            mac,
            header,
        }
    }

    /// The algorithm that this key signs with.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.mac.algorithm()
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
                sign_under(&header, &self.mac.after(header.as_bytes()), payload.as_ref())
            }
        }
    }

    /// Whether the signature of `token` is this key's, in a time that does not depend on how much of it is.
    ///
    /// **Nothing else is looked at**, the algorithm that the header names among it.
    #[must_use]
    pub fn verifies(&self, token: &CompactJws<'_>) -> bool {
        self.mac.verifies(token.signing_input, &token.signature)
    }

    /// Signs `payload` under the header that this key was made with.
    pub(crate) fn sign(&self, payload: &[u8]) -> String {
        sign_under(&self.header, &self.mac_after_header, payload)
    }
}

/// The compact serialization of RFC 7515 §7.1, by the state of a MAC that has taken in `header`.
fn sign_under(header: &str, mac_after_header: &MacState, payload: &[u8]) -> String {
    let signature_len = base64url::encoded_len(mac_after_header.len());
    let mut token = signing_input(header, payload, 1 + signature_len);
    let signed_len = token.len() - signature_len - 1;

    let (signing_input, signature) = token.split_at_mut(signed_len);
    signature[0] = b'.';
    mac_after_header.encode_mac(&signing_input[header.len()..], &mut signature[1..]);

    base64url::into_string(token)
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
    use alloc::format;

    use super::{Algorithm, HmacKey, sign_under};

    /// RFC 7515 Appendix A.1: header and payload as given there, line breaks and all.
    #[test]
    fn rfc_7515_a1() {
        let secret: [u8; 64] = [
            3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90, 179, 40, 230, 240, 84, 201, 40,
            169, 15, 132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239, 150, 138, 180, 195, 119, 98, 61,
            34, 61, 46, 33, 114, 5, 46, 79, 8, 192, 205, 154, 245, 103, 208, 128, 163,
        ];
        let key = HmacKey::new(Algorithm::Hs256, &secret);
        let header = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.";
        let payload = b"{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
        let token = sign_under(header, &key.mac.after(header.as_bytes()), payload);
        assert!(token.ends_with(".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", HmacKey::new(Algorithm::Hs256, b"marked-secret"));
        assert_eq!(shown, r#"HmacKey { algorithm: Hs256, secret: "[secret elided]" }"#);
    }

    #[test]
    #[cfg(feature = "sha512")]
    fn names_are_read_back() {
        use alloc::string::ToString as _;

        use super::{Header, encode_header};

        for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
            assert_eq!(
                algorithm.encoded_header(),
                encode_header(&Header::access_token(algorithm, None))
            );
        }
        for name in ["none", "hs256", "RS256", "", "HS256 "] {
            assert!(name.parse::<Algorithm>().is_err(), "{name}");
        }
    }
}
