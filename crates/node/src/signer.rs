//! A prepared key.

mod token;

use napi::Error;
use napi_derive::napi;
use twilio_access_token::{AccessToken, SigningKey, UnixTime};
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
