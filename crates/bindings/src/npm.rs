//! The calls of the npm package alone.
#![expect(missing_docs, reason = "no one else can call them")]
#![expect(
    clippy::missing_errors_doc,
    reason = "each call fails as the core function that it calls"
)]

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use twilio_access_token::{
    AccessToken, Algorithm, HmacKey, MintError, Ttl, UnixTime, VideoGrant, WebhookAlgorithm, WebhookKey,
    WebhookSettings,
    validation::{CanonicalRequest, RsaAlgorithm, UnsignedToken},
};
use twilio_access_token_endpoint::{
    BODY_TIMEOUT_SECONDS, Endpoint, EndpointError, MAX_BODY_BYTES, PUBLIC_KEY_VARIABLES, Request, Response, VARIABLES,
};
use zeroize::Zeroizing;

use crate::calls::{Failure, Objects, Outcome, json};

impl From<&EndpointError> for Failure {
    fn from(error: &EndpointError) -> Self {
        Self::new(error.code(), format!("{error}"), error.hint())
    }
}

/// The shortcut for the token that most callers ask for, one room. Without its own function, writing and reading JSON would take as long
/// as signing. A lifetime of 0 is the default.
pub fn signer_sign_room(
    objects: &mut Objects,
    signer: u32,
    identity: &str,
    now: u64,
    ttl: u32,
    room: &str,
) -> Outcome<String> {
    let signer = objects.signers.get(signer)?;
    let mut token = AccessToken::new(identity)?.with_grant(VideoGrant::room(room)?);
    if ttl != 0 {
        token = token.with_ttl(Ttl::seconds(ttl.into()).map_err(MintError::from)?);
    }
    Ok(signer.sign(&token, UnixTime::from_secs(now))?)
}

fn payload_key(secret: &[u8], algorithm: Option<&str>) -> Result<HmacKey, MintError> {
    let algorithm = algorithm.map_or_else(|| Ok(Algorithm::default()), str::parse)?;
    Ok(HmacKey::new(algorithm, secret))
}

pub fn sign_payload(
    _: &mut Objects,
    secret: &[u8],
    payload: &str,
    region: Option<&str>,
    algorithm: Option<&str>,
) -> Outcome<String> {
    Ok(payload_key(secret, algorithm)?.sign_payload(payload, region))
}

/// Signs a JWT that is not an access token: one of Twilio's capability tokens.
pub fn sign_jwt(_: &mut Objects, secret: &[u8], payload: &str) -> Outcome<String> {
    Ok(payload_key(secret, None)?.sign_jwt(payload))
}

pub fn payload_key_new(objects: &mut Objects, secret: &[u8], algorithm: &str) -> Outcome<u32> {
    let key = payload_key(secret, Some(algorithm))?;
    Ok(objects.keep(key, |objects| &mut objects.payload_keys))
}

pub fn payload_key_sign(objects: &mut Objects, key: u32, payload: &str, region: Option<&str>) -> Outcome<String> {
    Ok(objects.payload_keys.get(key)?.sign_payload(payload, region))
}

pub fn payload_key_free(objects: &mut Objects, key: u32) -> Outcome<()> {
    objects.payload_keys.free(key)
}

pub fn validation_signing_input(
    _: &mut Objects,
    algorithm: &str,
    credential_sid: &str,
    payload: &str,
) -> Outcome<String> {
    let algorithm = algorithm.parse::<RsaAlgorithm>().map_err(MintError::from)?;
    let token = UnsignedToken::unchecked(algorithm, credential_sid, payload.as_bytes());
    Ok(token.signing_input().into())
}

pub fn canonicalize(_: &mut Objects, request: &str, body: Option<&[u8]>) -> Outcome<String> {
    #[derive(Deserialize)]
    struct Head {
        method: String,
        host: String,
        path: String,
        query: String,
        params: Vec<(String, String)>,
        authorization: Option<String>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Parts<'t> {
        method: &'t str,
        path: &'t str,
        query: String,
        headers: String,
        hashed_headers: &'t str,
        body_hash: &'t str,
        text: String,
        hash: String,
    }

    let head: Head = object("request", request)?;
    let mut request = CanonicalRequest::new(&head.method, &head.host, &head.path)
        .with_query(&head.query)
        .with_authorization(head.authorization.as_deref().unwrap_or_default());
    for (name, value) in head.params {
        request = request.with_param(name, value);
    }
    if let Some(body) = body {
        request = request.with_body(body);
    }
    Ok(json(&Parts {
        method: request.method(),
        path: request.path(),
        query: request.query(),
        headers: request.headers(),
        hashed_headers: CanonicalRequest::SIGNED_HEADERS,
        body_hash: request.body_hash(),
        text: format!("{request}"),
        hash: request.hash(),
    }))
}

pub fn webhook_key_of_algorithm(objects: &mut Objects, algorithm: &str, secret: &[u8]) -> Outcome<u32> {
    let key = WebhookKey::new(algorithm.parse::<WebhookAlgorithm>()?, secret)?;
    Ok(objects.keep(key, |objects| &mut objects.webhook_keys))
}

pub fn webhook_settings(_: &mut Objects, header: Option<&str>) -> Outcome<String> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Settings {
        #[serde(skip_serializing_if = "Option::is_none")]
        key_id: Option<String>,
        algorithm: &'static str,
    }

    let WebhookSettings { key_id, algorithm, .. } = WebhookSettings::from_header(header)?;
    let algorithm = algorithm.as_str();
    Ok(json(&Settings { key_id, algorithm }))
}

pub fn body_sha256(_: &mut Objects, body: &[u8]) -> Outcome<String> {
    Ok(twilio_access_token::body_sha256(body))
}

/// What a host needs before it makes an endpoint: the variables to pass, and the limits to keep.
pub fn endpoint_limits(_: &mut Objects) -> Outcome<String> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Limits {
        variables: &'static [&'static str],
        /// Those that this build cannot read: the addon's has no public-key algorithms.
        public_key_variables: &'static [&'static str],
        max_body_bytes: usize,
        body_timeout_seconds: u64,
    }

    Ok(json(&Limits {
        variables: VARIABLES,
        public_key_variables: if cfg!(feature = "public-keys") {
            &[]
        } else {
            PUBLIC_KEY_VARIABLES
        },
        max_body_bytes: MAX_BODY_BYTES,
        body_timeout_seconds: BODY_TIMEOUT_SECONDS,
    }))
}

/// The variables of an endpoint that is about to be made. They come one by one, since a JSON reader would leave copies of secrets.
#[derive(Default)]
pub(crate) struct Environment(Vec<(String, Zeroizing<String>)>);

impl core::fmt::Debug for Environment {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

pub fn environment_new(objects: &mut Objects) -> Outcome<u32> {
    Ok(objects.keep(Environment::default(), |objects| &mut objects.environments))
}

pub fn environment_set(objects: &mut Objects, environment: u32, name: &str, value: &[u8]) -> Outcome<()> {
    let value = Zeroizing::new(String::from(crate::calls::utf8("value", value)?));
    objects.environments.get(environment)?.0.push((name.into(), value));
    Ok(())
}

/// Makes an endpoint, and frees the environment.
pub fn endpoint_new(objects: &mut Objects, environment: u32) -> Outcome<u32> {
    let environment = objects.environments.take(environment)?;
    let endpoint = Endpoint::from_env(|name| {
        let mut variables = environment.0.iter();
        variables.find_map(|(key, value)| (key == name).then(|| String::clone(value)))
    });
    Ok(objects.keep(endpoint, |objects| &mut objects.endpoints))
}

pub fn endpoint_check(objects: &mut Objects, endpoint: u32) -> Outcome<()> {
    objects
        .endpoints
        .get(endpoint)?
        .problem()
        .map_or(Ok(()), |problem| Err(problem.into()))
}

pub fn endpoint_handle(objects: &mut Objects, endpoint: u32, head: &str, body: &[u8], now: u64) -> Outcome<String> {
    respond(objects.endpoints.get(endpoint)?, head, body, now, Endpoint::handle)
}

/// Answers a client that did not send its body within the time limit.
pub fn endpoint_timed_out(objects: &mut Objects, endpoint: u32, head: &str, now: u64) -> Outcome<String> {
    respond(
        objects.endpoints.get(endpoint)?,
        head,
        &[],
        now,
        |endpoint, head, now| match endpoint.start(head, now) {
            Ok(pending) => pending.timed_out(head, now),
            Err(response) => response,
        },
    )
}

pub fn endpoint_free(objects: &mut Objects, endpoint: u32) -> Outcome<()> {
    objects.endpoints.free(endpoint)
}

fn respond(
    endpoint: &Endpoint,
    head: &str,
    body: &[u8],
    now: u64,
    handle: impl FnOnce(&Endpoint, &Request<'_>, UnixTime) -> Response,
) -> Outcome<String> {
    #[derive(Deserialize)]
    struct Head<'t> {
        #[serde(borrow)]
        method: Cow<'t, str>,
        #[serde(borrow)]
        target: Cow<'t, str>,
        /// Names and values in turn: `request.rawHeaders`.
        #[serde(borrow)]
        headers: Vec<Text<'t>>,
    }

    /// serde borrows a `Cow` only as a field of its own.
    #[derive(Deserialize)]
    struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

    #[derive(Serialize)]
    struct Answer<'t> {
        status: u16,
        headers: Vec<&'t str>,
        body: &'t str,
        #[serde(skip_serializing_if = "Option::is_none")]
        log: Option<&'t str>,
    }

    let head: Head<'_> = object("head", head)?;
    let (pairs, _) = head.headers.as_chunks();
    let headers = pairs
        .iter()
        .map(|[name, value]| (&*name.0, &*value.0))
        .collect::<Vec<_>>();
    let request = Request {
        method: &head.method,
        target: &head.target,
        headers: &headers,
        body,
    };
    let response = handle(endpoint, &request, UnixTime::from_secs(now));
    Ok(json(&Answer {
        status: response.status,
        headers: response
            .headers
            .iter()
            .flat_map(|(name, value)| [*name, value])
            .collect(),
        body: &response.body,
        log: response.log.as_deref(),
    }))
}

/// An argument that is a JSON object. serde's own message would quote it.
fn object<'t, T: Deserialize<'t>>(name: &str, text: &'t str) -> Outcome<T> {
    let hint = "Pass the JSON object that the npm package writes.";
    serde_json::from_str(text).map_err(|_| Failure::argument(name, "is not the JSON object that it must be", hint))
}
