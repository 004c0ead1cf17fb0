//! JSON Web Keys, RFC 7517.

use alloc::{string::String, vec::Vec};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::present;

/// A key of a set, RFC 7517 §4.
#[derive(Deserialize)]
#[cfg_attr(
    not(feature = "public-keys"),
    expect(dead_code, reason = "what public keys consist of")
)]
pub(super) struct Jwk<'a> {
    pub(super) kty: &'a str,
    pub(super) kid: Option<String>,
    pub(super) alg: Option<&'a str>,
    r#use: Option<&'a str>,
    #[serde(borrow)]
    key_ops: Option<Vec<&'a str>>,
    pub(super) crv: Option<&'a str>,
    pub(super) x: Option<&'a str>,
    pub(super) y: Option<&'a str>,
    pub(super) n: Option<&'a str>,
    pub(super) e: Option<&'a str>,
    k: Option<&'a str>,
}

impl Jwk<'_> {
    /// Whether `use` and `key_ops` allow the key to verify signatures.
    pub(super) fn is_for_signatures(&self) -> bool {
        self.r#use.is_none_or(|purpose| purpose == "sig")
            && self
                .key_ops
                .as_ref()
                .is_none_or(|purposes| purposes.contains(&"verify"))
    }

    /// The secret of a key of the type `oct`, wiped when dropped, as is the start of one that cannot be decoded.
    pub(super) fn secret(&self) -> Option<Zeroizing<Vec<u8>>> {
        let k = self.k?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(k.len()));
        URL_SAFE_NO_PAD.decode_vec(k, &mut bytes).ok()?;
        Some(bytes)
    }
}

/// Whether a key of a set has a private part: RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2, and `priv` of the type `AKP`.
pub(super) fn is_private(key: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Private {
        #[serde(default, deserialize_with = "present")]
        d: bool,
        #[serde(default, deserialize_with = "present")]
        r#priv: bool,
    }

    // A key with either of them twice cannot be read, here nor as a public one.
    serde_json::from_str::<Private>(key.get()).is_ok_and(|private| private.d || private.r#priv)
}

/// Bytes as JSON Web Keys write them.
#[cfg(feature = "public-keys")]
pub(super) fn decode(text: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok()
}
