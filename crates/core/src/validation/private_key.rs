//! The private key, in AWS-LC.

use alloc::{string::String, vec};
use core::fmt;

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};
use zeroize::Zeroizing;

use super::{algorithm::RsaAlgorithm, unsigned::UnsignedToken};

/// An RSA private key whose public half Twilio has.
///
/// The arithmetic is [AWS-LC](https://docs.rs/aws-lc-rs)'s, rather than that of the crate `rsa`, whose private-key operations
/// have a timing side channel ([RUSTSEC-2023-0071]). There is no `Clone`, and nothing prints it.
///
/// PS256 takes its salt from random numbers.
///
/// ```
/// use twilio_access_token::UnixTime;
/// use twilio_access_token::validation::{CanonicalRequest, PrivateKey, RsaAlgorithm, ValidationClient};
///
/// # // The cases that all surfaces are tested with have a key.
/// # let cases = std::fs::read_to_string("../../tests/vectors/capability.json")?;
/// # let cases: serde_json::Value = serde_json::from_str(&cases)?;
/// # let pem = cases["validation"]["private_key"].as_str().unwrap_or_default();
/// // The text of the file that `openssl genpkey -algorithm RSA` writes:
/// let key = PrivateKey::from_pem(pem)?;
/// let client = ValidationClient::new(
///     "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
///     "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
///     RsaAlgorithm::Rs256,
/// )?;
/// let request = CanonicalRequest::new("GET", "api.twilio.com", "/2010-04-01/Accounts.json");
/// let jwt = key.sign(client.unsigned_token(&request, UnixTime::now())?)?;
/// # assert_eq!(jwt.split('.').count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RUSTSEC-2023-0071]: https://rustsec.org/advisories/RUSTSEC-2023-0071.html
pub struct PrivateKey(KeyPair);

impl PrivateKey {
    /// Reads the first private key in a PEM text: RSA, 2048 to 8192 bits, unencrypted; PKCS #8 (`BEGIN PRIVATE KEY`) or
    /// PKCS #1 (`BEGIN RSA PRIVATE KEY`).
    ///
    /// # Errors
    ///
    /// [`PrivateKeyError::Encrypted`], [`PrivateKeyError::NotPem`] and [`PrivateKeyError::Rejected`].
    ///
    /// ```
    /// # use twilio_access_token::validation::{PrivateKey, PrivateKeyError};
    /// # // The cases that all surfaces are tested with have a key.
    /// # let cases = std::fs::read_to_string("../../tests/vectors/capability.json")?;
    /// # let cases: serde_json::Value = serde_json::from_str(&cases)?;
    /// # let pem = cases["validation"]["private_key"].as_str().unwrap_or_default();
    /// assert!(PrivateKey::from_pem(pem).is_ok());
    /// assert_eq!(PrivateKey::from_pem("-----BEGIN PUBLIC KEY-----").unwrap_err(), PrivateKeyError::NotPem);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_pem(text: &str) -> Result<Self, PrivateKeyError> {
        let der = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| {
            // Both PKCS #8 and OpenSSL's older form say so, in another place each.
            if text.contains("ENCRYPTED") {
                PrivateKeyError::Encrypted
            } else {
                PrivateKeyError::NotPem
            }
        })?;
        let der = Zeroizing::new(der);
        let key = match &*der {
            PrivateKeyDer::Pkcs1(key) => KeyPair::from_der(key.secret_pkcs1_der()),
            PrivateKeyDer::Pkcs8(key) => KeyPair::from_pkcs8(key.secret_pkcs8_der()),
            _ => return Err(PrivateKeyError::Rejected),
        };
        key.map(Self).map_err(|_| PrivateKeyError::Rejected)
    }

    /// Signs `token` with the algorithm that its header names.
    ///
    /// # Errors
    ///
    /// [`PrivateKeyError::SigningFailed`].
    ///
    /// ```
    /// # use twilio_access_token::validation::{PrivateKey, RsaAlgorithm, UnsignedToken};
    /// # // The cases that all surfaces are tested with have a key.
    /// # let cases = std::fs::read_to_string("../../tests/vectors/capability.json")?;
    /// # let cases: serde_json::Value = serde_json::from_str(&cases)?;
    /// # let pem = cases["validation"]["private_key"].as_str().unwrap_or_default();
    /// # let key = PrivateKey::from_pem(pem)?;
    /// let unsigned = UnsignedToken::unchecked(RsaAlgorithm::Rs256, "CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", b"{}");
    /// let signed = format!("{}.", unsigned.signing_input());
    /// let jwt = key.sign(unsigned)?;
    /// assert_eq!(jwt.strip_prefix(&signed).map(str::len), Some(342), "256 bytes in base64url");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sign(&self, token: UnsignedToken) -> Result<String, PrivateKeyError> {
        let padding: &dyn RsaEncoding = match token.algorithm() {
            RsaAlgorithm::Ps256 => &RSA_PSS_SHA256,
            RsaAlgorithm::Rs256 => &RSA_PKCS1_SHA256,
        };
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(
                padding,
                &SystemRandom::new(),
                token.signing_input().as_bytes(),
                &mut signature,
            )
            .map_err(|_| PrivateKeyError::SigningFailed)?;
        Ok(token.with_signature(&signature))
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PrivateKey").field(&"[secret elided]").finish()
    }
}

crate::error_table! {
    /// Why a private key does not sign. It holds nothing of the key.
    ///
    /// ```
    /// use twilio_access_token::validation::{PrivateKey, PrivateKeyError};
    ///
    /// let error = PrivateKey::from_pem("-----BEGIN ENCRYPTED PRIVATE KEY-----").unwrap_err();
    /// assert_eq!((error, error.code()), (PrivateKeyError::Encrypted, "private-key-encrypted"));
    /// assert!(error.hint().starts_with("Decrypt it with `openssl pkey`"));
    /// ```
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum PrivateKeyError -> &'static str {
        /// The key is encrypted with a passphrase.
        Encrypted => "private-key-encrypted", "the private key is encrypted",
            "Decrypt it with `openssl pkey`, and keep the result where only this program can read it.";
        /// There is no private key in the input, or it is not PEM.
        NotPem => "private-key-not-pem", "the private key is not in PEM",
            "Give the text of the file that `openssl genpkey -algorithm RSA` writes, from -----BEGIN to the last dash.";
        /// It is not an RSA key, not whole, or not of 2048 to 8192 bits.
        Rejected => "private-key-rejected", "the private key is not an RSA key of 2048 to 8192 bits",
            "Give an RSA key of 2048 bits, as `openssl genpkey -algorithm RSA` makes them.";
        /// AWS-LC could not sign: there were no random numbers, or the arithmetic went wrong.
        SigningFailed => "signing-failed", "the private key could not sign",
            "Try once more; if it fails again, suspect the machine.";
    }
}
