//! Validation tokens, all but their signature: Node brings an RSA implementation of its own.

use napi::{
    Error,
    bindgen_prelude::{Either, Uint8Array},
};
use napi_derive::napi;
use twilio_access_token::validation::{self, RsaAlgorithm};

use crate::refused;

/// A request, as far as it is hashed.
#[napi(object, object_to_js = false)]
#[expect(missing_debug_implementations, reason = "the body has no Debug")]
pub struct RequestToHash {
    /// The method.
    pub method: String,
    /// The header `Host`.
    pub host: String,
    /// The path, as in a URL.
    pub path: String,
    /// The query, as in a URL, without its `?`.
    pub query: String,
    /// Names and values of further parameters, not encoded.
    pub params: Vec<(String, String)>,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The body.
    pub body: Option<Either<String, Uint8Array>>,
}

/// The parts of a canonical request.
#[napi(object, object_from_js = false)]
#[derive(Debug)]
pub struct CanonicalRequest {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The query.
    pub query: String,
    /// The headers.
    pub headers: String,
    /// The names of the headers.
    pub hashed_headers: &'static str,
    /// The hash of the body.
    pub body_hash: String,
    /// All of it.
    pub text: String,
    /// The hash of all of it.
    pub hash: String,
}

/// See [`validation::CanonicalRequest`].
#[napi(catch_unwind)]
#[must_use]
pub fn canonicalize(request: RequestToHash) -> CanonicalRequest {
    let mut canonical = validation::CanonicalRequest::new(&request.method, &request.host, &request.path)
        .with_query(&request.query)
        .with_authorization(request.authorization.as_deref().unwrap_or_default());
    for (name, value) in request.params {
        canonical = canonical.with_param(name, value);
    }
    canonical = match &request.body {
        None => canonical,
        Some(Either::A(text)) => canonical.with_body(text.as_bytes()),
        Some(Either::B(bytes)) => canonical.with_body(bytes),
    };
    CanonicalRequest {
        method: canonical.method().to_owned(),
        path: canonical.path().to_owned(),
        query: canonical.query(),
        headers: canonical.headers(),
        hashed_headers: validation::CanonicalRequest::SIGNED_HEADERS,
        body_hash: canonical.body_hash().to_owned(),
        text: canonical.to_string(),
        hash: canonical.hash(),
    }
}

/// A validation token that lacks its signature.
#[napi]
#[derive(Debug)]
pub struct UnsignedToken(validation::UnsignedToken);

#[napi]
impl UnsignedToken {
    /// The token with the JSON text `payload`, unchecked.
    ///
    /// # Errors
    ///
    /// An algorithm that does not exist.
    #[napi(constructor, catch_unwind)]
    pub fn new(algorithm: String, credential_sid: String, payload: String) -> Result<Self, Error<&'static str>> {
        let algorithm = algorithm
            .parse::<RsaAlgorithm>()
            .map_err(|error| refused(&error.into()))?;
        let token = validation::UnsignedToken::unchecked(algorithm, &credential_sid, payload.as_bytes());
        Ok(Self(token))
    }

    /// What is to be signed.
    #[napi(getter, catch_unwind)]
    pub fn signing_input(&self) -> &str {
        self.0.signing_input()
    }

    /// The token with its signature.
    #[napi(catch_unwind)]
    pub fn with_signature(&self, signature: Uint8Array) -> String {
        self.0.clone().with_signature(&signature)
    }
}
