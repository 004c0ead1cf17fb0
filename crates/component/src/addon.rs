//! `twilio:access-token-addon/api`, the npm package's back end where no native addon loads: the same over the same crates as
//! `crates/node`.

// The options of either back end are types that its own glue makes, of the same names and fields.
#[path = "../../node/src/signer/token.rs"]
mod options;

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

use twilio_access_token::{
    self as token, AccessToken, Algorithm, HmacKey, Inspector, MintError, SigningKey, UnixTime, VerifyError,
    WebhookAlgorithm, WebhookError, WebhookParams, WebhookSettings,
    capability::{self, EventStreamScope, IncomingClientScope, OutgoingClientScope, urls},
    validation::{self, RsaAlgorithm},
};
use twilio_access_token_endpoint as endpoint;
use zeroize::Zeroizing;

use self::bindings::exports::twilio::access_token_addon::api::{
    CanonicalRequest, ChatOptions, Guest, GuestEndpoint, GuestPayloadSigner, GuestSigner, GuestUnsignedToken,
    GuestVerifier, GuestWebhookKey, Refusal, Request, RequestToHash, Response, SignatureSettings, TokenOptions,
    VoiceOptions,
};
use crate::lookup;

struct Addon;

impl Guest for Addon {
    type Endpoint = endpoint::Endpoint;
    type PayloadSigner = HmacKey;
    type Signer = SigningKey;
    type UnsignedToken = validation::UnsignedToken;
    type Verifier = token::Verifier;
    type WebhookKey = token::WebhookKey;

    fn sign_payload(
        secret: Vec<u8>,
        payload: String,
        region: Option<String>,
        algorithm: Option<String>,
    ) -> Result<String, Refusal> {
        let key = <HmacKey as GuestPayloadSigner>::new(secret, algorithm)?;
        Ok(key.sign_payload(payload, region.as_deref()))
    }

    fn sign_capability_payload(auth_token: Vec<u8>, payload: String) -> String {
        capability::sign_payload(&Zeroizing::new(auth_token), payload)
    }

    fn incoming_client_scope(client_name: String) -> String {
        IncomingClientScope::unchecked(client_name).to_string()
    }

    fn outgoing_client_scope(
        application_sid: String,
        client_name: Option<String>,
        params: Option<Vec<(String, String)>>,
    ) -> String {
        let scope = OutgoingClientScope::unchecked(application_sid, client_name);
        match params {
            None => scope.to_string(),
            Some(params) => scope.with_params(params).to_string(),
        }
    }

    fn event_stream_scope(filters: Vec<(String, String)>) -> String {
        EventStreamScope::new().with_filters(filters).to_string()
    }

    fn default_worker_urls(version: String, workspace_sid: String, worker_sid: String) -> Vec<String> {
        urls::default_worker(&version, &workspace_sid, &worker_sid).into()
    }

    fn event_bridge_url(account_sid: String, channel_id: String) -> String {
        urls::event_bridge(&account_sid, &channel_id)
    }

    fn workspaces_url(workspace_sid: Option<String>) -> String {
        urls::workspaces(workspace_sid.as_deref())
    }

    fn task_queues_url(workspace_sid: Option<String>, task_queue_sid: Option<String>) -> String {
        urls::task_queues(workspace_sid.as_deref(), task_queue_sid.as_deref())
    }

    fn tasks_url(workspace_sid: Option<String>, task_sid: Option<String>) -> String {
        urls::tasks(workspace_sid.as_deref(), task_sid.as_deref())
    }

    fn activities_url(workspace_sid: Option<String>, activity_sid: Option<String>) -> String {
        urls::activities(workspace_sid.as_deref(), activity_sid.as_deref())
    }

    fn workers_url(workspace_sid: Option<String>, worker_sid: Option<String>) -> String {
        urls::workers(workspace_sid.as_deref(), worker_sid.as_deref())
    }

    fn reservations_url(
        workspace_sid: Option<String>,
        worker_sid: Option<String>,
        reservation_sid: Option<String>,
    ) -> String {
        urls::reservations(
            workspace_sid.as_deref(),
            worker_sid.as_deref(),
            reservation_sid.as_deref(),
        )
    }

    fn inspect(token: String, secret: Option<String>, region: Option<String>, now: f64) -> Result<String, Refusal> {
        let secret = Zeroizing::new(secret);
        let mut inspector = Inspector::new(UnixTime::try_from(now).map_err(MintError::from)?);
        if let Some(secret) = &*secret {
            inspector = inspector.with_secret(secret);
        }
        if let Some(region) = &region {
            inspector = inspector.with_region(region);
        }
        Ok(inspector.inspect(&token).to_json())
    }

    fn endpoint_variables() -> Vec<String> {
        endpoint::VARIABLES.iter().map(ToString::to_string).collect()
    }

    fn canonicalize(request: RequestToHash) -> CanonicalRequest {
        let mut canonical = validation::CanonicalRequest::new(&request.method, &request.host, &request.path)
            .with_query(&request.query)
            .with_authorization(request.authorization.as_deref().unwrap_or_default());
        for (name, value) in request.params {
            canonical = canonical.with_param(name, value);
        }
        if let Some(body) = &request.body {
            canonical = canonical.with_body(body);
        }
        CanonicalRequest {
            method: canonical.method().to_owned(),
            path: canonical.path().to_owned(),
            query: canonical.query(),
            headers: canonical.headers(),
            hashed_headers: validation::CanonicalRequest::SIGNED_HEADERS.to_owned(),
            body_hash: canonical.body_hash().to_owned(),
            text: canonical.to_string(),
            hash: canonical.hash(),
        }
    }

    fn body_sha256(body: Vec<u8>) -> String {
        token::body_sha256(&body)
    }

    fn parse_signature_settings(header: Option<String>) -> Result<SignatureSettings, Refusal> {
        let settings = WebhookSettings::from_header(header.as_deref())?;
        Ok(SignatureSettings {
            key_id: settings.key_id,
            algorithm: settings.algorithm.as_str().to_owned(),
        })
    }
}

impl GuestPayloadSigner for HmacKey {
    fn new(secret: Vec<u8>, algorithm: Option<String>) -> Result<Self, Refusal> {
        let algorithm = match algorithm {
            None => Algorithm::default(),
            Some(name) => name.parse().map_err(MintError::from)?,
        };
        Ok(Self::new(algorithm, &Zeroizing::new(secret)))
    }

    fn sign(&self, payload: String, region: Option<String>) -> String {
        self.sign_payload(payload, region.as_deref())
    }
}

impl GuestSigner for SigningKey {
    fn new(account_sid: String, api_key_sid: String, api_key_secret: String) -> Result<Self, Refusal> {
        let secret = Zeroizing::new(api_key_secret);
        Ok(Self::new(&account_sid, &api_key_sid, &secret)?)
    }

    fn sign(&self, options: TokenOptions, now: f64) -> Result<String, Refusal> {
        let token = AccessToken::try_from(options)?;
        Ok(Self::sign(
            self,
            &token,
            UnixTime::try_from(now).map_err(MintError::from)?,
        )?)
    }
}

impl GuestVerifier for token::Verifier {
    fn new(keys: Vec<String>, leeway: u32) -> Result<Self, Refusal> {
        let keys = Zeroizing::new(keys);
        let mut verifier: Option<Self> = None;
        for key in keys.chunks_exact(3) {
            let key = SigningKey::new(&key[0], &key[1], &key[2])?;
            verifier = Some(match verifier {
                None => Self::new(key),
                Some(verifier) => verifier.with_key(key),
            });
        }
        let verifier = verifier.ok_or_else(|| refusal("missing-key", "There is no key to verify with.".to_owned()))?;
        Ok(verifier.with_leeway(leeway))
    }

    fn verify(&self, token: String, now: f64) -> Result<String, Refusal> {
        Ok(Self::verify(self, token, UnixTime::try_from(now).map_err(MintError::from)?)?.to_json())
    }
}

impl GuestUnsignedToken for validation::UnsignedToken {
    fn new(algorithm: String, credential_sid: String, payload: String) -> Result<Self, Refusal> {
        let algorithm = algorithm.parse::<RsaAlgorithm>().map_err(MintError::from)?;
        Ok(Self::unchecked(algorithm, &credential_sid, payload.as_bytes()))
    }

    fn signing_input(&self) -> String {
        Self::signing_input(self).to_owned()
    }

    fn with_signature(&self, signature: Vec<u8>) -> String {
        self.clone().with_signature(&signature)
    }
}

impl GuestWebhookKey for token::WebhookKey {
    fn new(secret: Vec<u8>, algorithm: String) -> Result<Self, Refusal> {
        let algorithm = algorithm.parse::<WebhookAlgorithm>()?;
        Ok(Self::new(algorithm, &Zeroizing::new(secret))?)
    }

    fn algorithm(&self) -> String {
        Self::algorithm(self).as_str().to_owned()
    }

    fn sign(&self, url: String, params: Vec<String>) -> String {
        Self::sign(self, &url, &pairs(params).collect::<WebhookParams>())
    }

    fn refuse_form(&self, signature: String, url: String, params: Vec<String>) -> Option<Refusal> {
        let outcome = self.validate_form(&signature, &url, &pairs(params).collect::<WebhookParams>());
        outcome.err().map(Refusal::from)
    }

    fn refuse_body(&self, signature: String, url: String, body: Vec<u8>) -> Option<Refusal> {
        self.validate_body(&signature, &url, &body).err().map(Refusal::from)
    }
}

impl GuestEndpoint for endpoint::Endpoint {
    fn new(variables: Vec<(String, String)>) -> Self {
        Self::from_env(lookup(variables))
    }

    fn max_body_bytes(&self) -> f64 {
        endpoint::MAX_BODY_BYTES as f64
    }

    fn check(&self) -> Result<(), Refusal> {
        match self.problem() {
            None => Ok(()),
            Some(problem) => Err(refusal(problem.code(), problem.full_message())),
        }
    }

    fn body_timeout_seconds(&self) -> f64 {
        endpoint::BODY_TIMEOUT_SECONDS as f64
    }

    fn handle(&self, request: Request, now: f64) -> Result<Response, Refusal> {
        answer(&request, now, |request, now| Self::handle(self, request, now))
    }

    fn timed_out(&self, head: Request, now: f64) -> Result<Response, Refusal> {
        answer(&head, now, |head, now| match self.start(head, now) {
            Ok(pending) => pending.timed_out(head, now),
            Err(response) => response,
        })
    }
}

fn answer(
    request: &Request,
    now: f64,
    respond: impl FnOnce(&endpoint::Request<'_>, UnixTime) -> endpoint::Response,
) -> Result<Response, Refusal> {
    let (headers, _) = request.headers.as_chunks();
    let headers = headers.iter().map(|[name, value]| (name.as_str(), value.as_str()));
    let response = respond(
        &endpoint::Request {
            method: &request.method,
            target: &request.target,
            headers: &headers.collect::<Vec<_>>(),
            body: &request.body,
        },
        UnixTime::try_from(now).map_err(MintError::from)?,
    );
    Ok(Response {
        status: response.status,
        headers: response
            .headers
            .into_iter()
            .flat_map(|(name, value)| [name.to_owned(), value.into_owned()])
            .collect(),
        body: response.body,
        log: response.log,
    })
}

/// Names and values that stand in turn.
fn pairs(texts: Vec<String>) -> impl Iterator<Item = (String, String)> {
    let mut texts = texts.into_iter();
    core::iter::from_fn(move || Some((texts.next()?, texts.next()?)))
}

fn refusal(code: &str, message: String) -> Refusal {
    let code = code.to_owned();
    Refusal { code, message }
}

impl From<MintError> for Refusal {
    fn from(error: MintError) -> Self {
        refusal(error.code(), error.full_message())
    }
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        refusal(error.code(), error.full_message())
    }
}

impl From<WebhookError> for Refusal {
    fn from(error: WebhookError) -> Self {
        refusal(error.code(), error.full_message())
    }
}

#[expect(unsafe_code, reason = "generated by wit-bindgen")]
mod bindings {
    use super::Addon;

    wit_bindgen::generate!({ world: "addon", path: "wit" });
    export!(Addon);
}
