//! What is done with a token that somebody else made.

use napi::Error;
use napi_derive::napi;
use twilio_access_token::{self as core_api, SigningKey, UnixTime};
use zeroize::Zeroizing;

use crate::refused;

/// Keys that verify.
#[napi]
#[derive(Debug)]
pub struct Verifier(core_api::Verifier);

#[napi]
impl Verifier {
    /// Verifies with some keys, each given as Account SID, API key SID and secret in turn, and with clocks that may differ by
    /// `leeway` seconds.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::new`].
    #[napi(constructor, catch_unwind)]
    pub fn new(keys: Vec<String>, leeway: u32) -> Result<Self, Error<&'static str>> {
        let keys = Zeroizing::new(keys);
        let mut verifier: Option<core_api::Verifier> = None;
        for key in keys.chunks_exact(3) {
            let key = SigningKey::new(&key[0], &key[1], &key[2]).map_err(|error| refused(&error))?;
            verifier = Some(match verifier {
                None => core_api::Verifier::new(key),
                Some(verifier) => verifier.with_key(key),
            });
        }
        let verifier =
            verifier.ok_or_else(|| Error::new("missing-key", String::from("There is no key to verify with.")))?;
        Ok(Self(verifier.with_leeway(leeway)))
    }

    /// The JSON text of the claims of `token`, if it is valid at `now`.
    ///
    /// # Errors
    ///
    /// As [`core_api::Verifier::verify`], and a `now` that is not a whole number of seconds.
    #[napi(catch_unwind)]
    pub fn verify(&self, token: String, now: f64) -> Result<String, Error<&'static str>> {
        let now = UnixTime::try_from(now).map_err(|error| refused(&error.into()))?;
        let claims = self
            .0
            .verify(token, now)
            .map_err(|error| Error::new(error.code(), error.full_message()))?;
        Ok(claims.to_json())
    }
}

/// The JSON text of the report on `token`, as of `now`.
///
/// # Errors
///
/// A `now` that is not a whole number of seconds.
#[napi(catch_unwind)]
pub fn inspect(
    token: String,
    secret: Option<String>,
    region: Option<String>,
    now: f64,
) -> Result<String, Error<&'static str>> {
    let secret = Zeroizing::new(secret);
    let mut inspector = core_api::Inspector::new(UnixTime::try_from(now).map_err(|error| refused(&error.into()))?);
    if let Some(secret) = &*secret {
        inspector = inspector.with_secret(secret);
    }
    if let Some(region) = &region {
        inspector = inspector.with_region(region);
    }
    Ok(inspector.inspect(&token).to_json())
}
