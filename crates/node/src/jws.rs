//! Signing of payloads that were written in JavaScript.

use napi::{
    Error,
    bindgen_prelude::{Either, Uint8Array},
};
use napi_derive::napi;
use twilio_access_token::{Algorithm, HmacKey};
use zeroize::Zeroizing;

use crate::refused;

/// Signs the JSON text `payload` as an access token, unchecked.
///
/// # Errors
///
/// An algorithm that does not exist.
#[napi(catch_unwind)]
pub fn sign_payload(
    secret: Either<String, Uint8Array>,
    algorithm: String,
    region: Option<String>,
    payload: String,
) -> Result<String, Error<&'static str>> {
    let algorithm = algorithm.parse::<Algorithm>().map_err(|error| refused(&error))?;
    let key = match secret {
        Either::A(text) => HmacKey::new(algorithm, Zeroizing::new(text).as_bytes()),
        Either::B(bytes) => HmacKey::new(algorithm, &bytes),
    };
    Ok(key.sign_payload(payload, region.as_deref()))
}
