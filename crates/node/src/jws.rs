//! Signing of payloads that were written in JavaScript.

use napi::{
    Env, Error, JsString, JsValue as _,
    bindgen_prelude::{Either, Uint8Array},
};
use napi_derive::napi;
use twilio_access_token::{Algorithm, AlgorithmError, HmacKey};
use zeroize::Zeroizing;

use crate::{Closure, ascii, closure, refused};

/// Signs the JSON text `payload` as an access token, unchecked, with HS256 unless another algorithm is named.
///
/// # Errors
///
/// An algorithm that does not exist.
#[napi(catch_unwind)]
pub fn sign_payload(
    env: &Env,
    secret: Either<String, Uint8Array>,
    payload: String,
    region: Option<String>,
    algorithm: Option<String>,
) -> Result<JsString<'_>, Error<&'static str>> {
    ascii(
        env,
        &hmac_key(secret, algorithm)?.sign_payload(payload, region.as_deref()),
    )
}

/// As [`sign_payload`], for many payloads: a function `(payload, region) => jwt`.
///
/// # Errors
///
/// An algorithm that does not exist.
#[napi(catch_unwind)]
pub fn payload_signer(
    env: &Env,
    secret: Either<String, Uint8Array>,
    algorithm: Option<String>,
) -> Result<Closure<'_>, Error<&'static str>> {
    let key = hmac_key(secret, algorithm)?;
    closure(env, "sign", move |call| {
        let region = call.get::<Option<String>>(1)?;
        let jwt = key.sign_payload(call.get::<String>(0)?, region.as_deref());
        Ok(ascii(call.env, &jwt)?.raw())
    })
}

fn hmac_key(secret: Either<String, Uint8Array>, algorithm: Option<String>) -> Result<HmacKey, Error<&'static str>> {
    let algorithm = match algorithm {
        None => Algorithm::default(),
        Some(name) => name.parse().map_err(|error: AlgorithmError| refused(&error.into()))?,
    };
    Ok(match secret {
        Either::A(text) => HmacKey::new(algorithm, Zeroizing::new(text).as_bytes()),
        Either::B(bytes) => HmacKey::new(algorithm, &bytes),
    })
}
