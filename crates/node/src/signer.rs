//! A prepared key.

use core::str::FromStr;

use napi::Error;
use napi_derive::napi;
use twilio_access_token::{
    AccessToken, ChatGrant, CustomGrant, MintError, PlaybackGrant, Region, SigningKey, SyncGrant, TaskRouterGrant, Ttl,
    UnixTime, VideoGrant, VoiceGrant,
};
use zeroize::Zeroizing;

use crate::refused;

/// What a token is to hold.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct TokenOptions {
    /// Who it is for.
    pub identity: String,
    /// Seconds that it lives.
    pub ttl: Option<f64>,
    /// Seconds since 1970 before which it is not valid.
    pub not_before: Option<f64>,
    /// The region of the key.
    pub region: Option<String>,
    /// Permission for Twilio Voice.
    pub voice: Option<VoiceOptions>,
    /// Permission for Twilio Video.
    pub video: Option<VideoOptions>,
    /// Permission for Twilio Conversations.
    pub chat: Option<ChatOptions>,
    /// Permission for Twilio Sync.
    pub sync: Option<SyncOptions>,
    /// Permission for Twilio TaskRouter.
    pub task_router: Option<TaskRouterOptions>,
    /// Permission for Twilio Live, as JSON text.
    pub playback: Option<String>,
    /// Keys and JSON texts of other grants, in turn.
    pub custom: Option<Vec<String>>,
}

/// A grant for Twilio Voice.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct VoiceOptions {
    /// Whether calls may be taken.
    pub incoming_allow: Option<bool>,
    /// The TwiML application for calls that are made.
    pub outgoing_application_sid: Option<String>,
    /// What is passed on to it, as JSON text.
    pub outgoing_application_params: Option<String>,
    /// The push credential.
    pub push_credential_sid: Option<String>,
    /// The name of the device.
    pub endpoint_id: Option<String>,
}

/// A grant for Twilio Video.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct VideoOptions {
    /// The one room.
    pub room: Option<String>,
}

/// A grant for Twilio Conversations.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct ChatOptions {
    /// The service.
    pub service_sid: String,
    /// The name of the device.
    pub endpoint_id: Option<String>,
    /// The role throughout the service.
    pub deployment_role_sid: Option<String>,
    /// The push credential.
    pub push_credential_sid: Option<String>,
}

/// A grant for Twilio Sync.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct SyncOptions {
    /// The service.
    pub service_sid: String,
    /// The name of the device.
    pub endpoint_id: Option<String>,
}

/// A grant for Twilio TaskRouter.
#[napi(object, object_to_js = false)]
#[derive(Debug)]
pub struct TaskRouterOptions {
    /// The workspace.
    pub workspace_sid: String,
    /// The worker as whom the user acts.
    pub worker_sid: Option<String>,
    /// The role.
    pub role: Option<String>,
}

/// A prepared key.
#[napi]
#[derive(Debug)]
pub struct Signer(SigningKey);

#[napi]
impl Signer {
    /// Checks and prepares a key.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::new`].
    #[napi(constructor, catch_unwind)]
    pub fn new(account_sid: String, api_key_sid: String, api_key_secret: String) -> Result<Self, Error<&'static str>> {
        let secret = Zeroizing::new(api_key_secret);
        let key = SigningKey::new(&account_sid, &api_key_sid, &secret).map_err(|error| refused(&error))?;
        Ok(Self(key))
    }

    /// Signs a token, issued at `now` in seconds since 1970.
    ///
    /// # Errors
    ///
    /// As [`SigningKey::sign`] and what makes the token.
    #[napi(catch_unwind)]
    pub fn sign(&self, options: TokenOptions, now: f64) -> Result<String, Error<&'static str>> {
        let token = AccessToken::try_from(options).map_err(|error| refused(&error))?;
        let jwt = UnixTime::try_from(now).and_then(|now| self.0.sign(&token, now));
        jwt.map_err(|error| refused(&error))
    }
}

impl TryFrom<TokenOptions> for AccessToken {
    type Error = MintError;

    fn try_from(options: TokenOptions) -> Result<Self, MintError> {
        let mut token = Self::new(options.identity)?;
        if let Some(ttl) = options.ttl {
            token = token.with_ttl(Ttl::try_from(ttl)?);
        }
        if let Some(not_before) = options.not_before {
            token = token.with_not_before(UnixTime::try_from(not_before)?);
        }
        if let Some(region) = options.region {
            token = token.with_region(region.parse::<Region>()?);
        }
        if let Some(voice) = options.voice {
            token = token.with_grant(VoiceGrant::try_from(voice)?);
        }
        if let Some(video) = options.video {
            token = token.with_grant(VideoGrant::room_or_any(video.room.as_deref())?);
        }
        if let Some(chat) = options.chat {
            token = token.with_grant(ChatGrant::try_from(chat)?);
        }
        if let Some(sync) = options.sync {
            let grant = SyncGrant::service(sync.service_sid.parse()?);
            token = token.with_grant(with(grant, sync.endpoint_id, SyncGrant::with_endpoint_id));
        }
        if let Some(task_router) = options.task_router {
            let mut grant = TaskRouterGrant::workspace(task_router.workspace_sid.parse()?);
            grant = with(grant, parsed(task_router.worker_sid)?, TaskRouterGrant::with_worker);
            token = token.with_grant(with(grant, task_router.role, TaskRouterGrant::with_role));
        }
        if let Some(playback) = options.playback {
            token = token.with_grant(PlaybackGrant::new(playback)?);
        }
        for grant in options.custom.unwrap_or_default().chunks_exact(2) {
            token = token.with_grant(CustomGrant::new(&*grant[0], &*grant[1])?);
        }
        Ok(token)
    }
}

impl TryFrom<VoiceOptions> for VoiceGrant {
    type Error = MintError;

    fn try_from(options: VoiceOptions) -> Result<Self, MintError> {
        let mut grant = Self::new();
        if options.incoming_allow == Some(true) {
            grant = grant.with_incoming();
        }
        grant = with(grant, parsed(options.outgoing_application_sid)?, Self::with_outgoing);
        if let Some(params) = options.outgoing_application_params {
            grant = grant.with_outgoing_params(params)?;
        }
        grant = with(grant, parsed(options.push_credential_sid)?, Self::with_push_credential);
        Ok(with(grant, options.endpoint_id, Self::with_endpoint_id))
    }
}

impl TryFrom<ChatOptions> for ChatGrant {
    type Error = MintError;

    fn try_from(options: ChatOptions) -> Result<Self, MintError> {
        let mut grant = Self::service(options.service_sid.parse()?);
        grant = with(grant, options.endpoint_id, Self::with_endpoint_id);
        grant = with(grant, parsed(options.deployment_role_sid)?, Self::with_deployment_role);
        Ok(with(
            grant,
            parsed(options.push_credential_sid)?,
            Self::with_push_credential,
        ))
    }
}

/// Applies a setter where there is something to set.
fn with<G, T>(grant: G, value: Option<T>, set: impl FnOnce(G, T) -> G) -> G {
    match value {
        Some(value) => set(grant, value),
        None => grant,
    }
}

fn parsed<T: FromStr<Err = MintError>>(text: Option<String>) -> Result<Option<T>, MintError> {
    text.map(|text| text.parse()).transpose()
}
