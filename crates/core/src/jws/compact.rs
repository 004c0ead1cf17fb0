//! A token in compact serialization.

use alloc::{vec, vec::Vec};
use core::fmt;

use serde::Deserialize;

use crate::{base64url, json};

/// The longest token that is read, in bytes: 16 KiB.
///
/// ```
/// use twilio_access_token::{Inspector, MAX_TOKEN_BYTES, UnixTime};
///
/// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect(&"x".repeat(MAX_TOKEN_BYTES + 1));
/// assert!(report.findings()[0].message.contains("it has 16385 bytes"));
/// ```
#[doc(hidden)]
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
/// assert!(key.verify(&jws));
/// assert_eq!(jws.payload, br#"{"sub":"alice"}"#);
/// # Ok::<(), twilio_access_token::TokenFormatError>(())
/// ```
#[doc(hidden)]
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
///
/// ```
/// use twilio_access_token::{TokenFormatError, SigningKey, UnixTime, Verifier, VerifyError};
///
/// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
/// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
/// let error = Verifier::new(key).verify("eyJhbGciOiJIUzI1NiJ9", UnixTime::from_secs(1_700_000_000)).unwrap_err();
/// assert_eq!(error, VerifyError::Malformed(TokenFormatError::Parts { count: 1 }));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TokenFormatError {
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

impl fmt::Display for TokenFormatError {
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

impl core::error::Error for TokenFormatError {}

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
    /// What keeps it from being a token, but for [`TokenFormatError::NotJson`].
    ///
    /// ```
    /// # use twilio_access_token::{CompactJws, TokenFormatError};
    /// assert_eq!(CompactJws::parse(b"e30.e30.")?.payload, b"{}");
    /// assert_eq!(CompactJws::parse(b"e30.e30").unwrap_err(), TokenFormatError::Parts { count: 2 });
    /// # Ok::<(), TokenFormatError>(())
    /// ```
    pub fn parse(token: &'t [u8]) -> Result<Self, TokenFormatError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenFormatError::TooLong { bytes: token.len() });
        }
        let mut dots = memchr::memchr_iter(b'.', token);
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            let count = memchr::memchr_iter(b'.', token).count() + 1;
            return Err(TokenFormatError::Parts { count });
        };
        let decode = |part, text| base64url::decode(text).ok_or(TokenFormatError::NotBase64Url { part });
        Ok(Self {
            header: decode("header", &token[..first])?,
            payload: decode("payload", &token[first + 1..second])?,
            signature: decode("signature", &token[second + 1..])?,
            signing_input: &token[..second],
        })
    }

    /// Reads the header, which must be a JSON object: serde alone would take an array in place of a struct.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON, and where. It may quote what it found in the token.
    ///
    /// ```
    /// # use twilio_access_token::CompactJws;
    /// #[derive(serde::Deserialize)]
    /// struct Header {
    ///     alg: String,
    /// }
    ///
    /// let header: Header = CompactJws::parse(b"eyJhbGciOiJFUzI1NiJ9.e30.")?.header_object()?;
    /// assert_eq!(header.alg, "ES256");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header_object<'j, T: Deserialize<'j>>(&'j self) -> Result<T, serde_json::Error> {
        json::from_object(&self.header)
    }

    /// Reads the payload as [`header_object`](Self::header_object) reads the header.
    ///
    /// # Errors
    ///
    /// What is wrong with the JSON, and where. It may quote what it found in the token.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use twilio_access_token::CompactJws;
    /// let token = CompactJws::parse(b"e30.eyJzdWIiOiJhbGljZSJ9.")?;
    /// let claims: BTreeMap<&str, &str> = token.payload_object()?;
    /// assert_eq!(claims["sub"], "alice");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn payload_object<'j, T: Deserialize<'j>>(&'j self) -> Result<T, serde_json::Error> {
        json::from_object(&self.payload)
    }
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

#[cfg(test)]
mod tests {
    use alloc::{format, vec};

    use super::{CompactJws, MAX_TOKEN_BYTES, TokenFormatError};

    #[test]
    fn rejects_another_number_of_parts_and_too_many_bytes() {
        let rejected = |token: &[u8]| CompactJws::parse(token).unwrap_err();
        for (token, count) in [("", 1), ("e30.e30", 2), ("e30.e30..", 4)] {
            assert_eq!(rejected(token.as_bytes()), TokenFormatError::Parts { count });
        }
        let bytes = MAX_TOKEN_BYTES + 1;
        let longer = vec![b'x'; bytes];
        assert_eq!(rejected(&longer[1..]), TokenFormatError::Parts { count: 1 });
        assert_eq!(rejected(&longer), TokenFormatError::TooLong { bytes });
    }

    #[test]
    fn debug_shows_no_part_of_a_token() {
        let shown = format!("{:?}", CompactJws::parse(b"e30.e30.e30").unwrap());
        assert_eq!(shown, "CompactJws { .. }");
    }

    #[test]
    fn messages_name_the_part_and_the_limit() {
        for (problem, message) in [
            (
                TokenFormatError::NotBase64Url { part: "header" },
                "its header is not base64url without padding",
            ),
            (
                TokenFormatError::NotJson { part: "payload" },
                "its payload is not a JSON object",
            ),
            (
                TokenFormatError::Parts { count: 1 },
                "it has 1 part where a token has 3, with dots between",
            ),
            (
                TokenFormatError::Parts { count: 2 },
                "it has 2 parts where a token has 3, with dots between",
            ),
            (
                TokenFormatError::TooLong { bytes: 16_385 },
                "it has 16385 bytes, and no more than 16384 are read",
            ),
        ] {
            assert_eq!(format!("{problem}"), message);
        }
    }
}
