//! The token before it is signed.

use alloc::string::String;

use serde::Serialize;

use super::algorithm::RsaAlgorithm;
use crate::{base64url, jws};

/// A validation token that lacks its signature.
///
/// ```
/// use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
///
/// # fn sign_elsewhere(_: &str) -> [u8; 256] { [0; 256] }
/// # let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b"{}");
/// let signature = match unsigned.algorithm() {
///     RsaAlgorithm::Rs256 => sign_elsewhere(unsigned.signing_input()),
///     other => panic!("the key is not one for {other}"),
/// };
/// assert_eq!(unsigned.with_signature(&signature).split('.').count(), 3);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnsignedToken {
    algorithm: RsaAlgorithm,
    signing_input: String,
}

impl UnsignedToken {
    /// The token whose payload is `payload`, which should be the JSON text of the claims.
    ///
    /// **Nothing is checked**: not that the payload is JSON, nor that Twilio would take it.
    /// [`ValidationClient::unsigned_token`](super::ValidationClient::unsigned_token) checks.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", br#"{"iss":"SK1"}"#);
    /// assert!(unsigned.signing_input().ends_with(".eyJpc3MiOiJTSzEifQ"));
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn unchecked(algorithm: RsaAlgorithm, credential_sid: &str, payload: &[u8]) -> Self {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: RsaAlgorithm,
            typ: &'static str,
            kid: &'a str,
            cty: &'static str,
        }

        let header = jws::encode_header(&Header {
            alg: algorithm,
            typ: "JWT",
            kid: credential_sid,
            cty: "twilio-pkrv;v=1",
        });
        Self {
            algorithm,
            signing_input: base64url::into_string(jws::signing_input(&header, payload, 0)),
        }
    }

    /// The algorithm to sign with.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Ps256, "CR1", b"{}");
    /// assert_eq!(unsigned.algorithm(), RsaAlgorithm::Ps256);
    /// ```
    #[must_use]
    pub const fn algorithm(&self) -> RsaAlgorithm {
        self.algorithm
    }

    /// What is to be signed, RFC 7515 §5.1. It is ASCII.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", b"{}");
    /// assert_eq!(unsigned.signing_input().split('.').count(), 2);
    /// ```
    #[must_use]
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The compact JWT with `signature`, which is taken as it is.
    ///
    /// ```
    /// # use twilio_access_token::validation::{RsaAlgorithm, UnsignedToken};
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CR1", b"{}");
    /// assert!(unsigned.with_signature(&[3, 236, 255, 224, 193]).ends_with(".e30.A-z_4ME"));
    /// ```
    #[must_use]
    pub fn with_signature(self, signature: &[u8]) -> String {
        let mut token = self.signing_input.into_bytes();
        let signed_len = token.len();
        token.resize(signed_len + 1 + base64url::encoded_len(signature.len()), b'.');
        base64url::encode_into(signature, &mut token[signed_len + 1..]);
        base64url::into_string(token)
    }
}
