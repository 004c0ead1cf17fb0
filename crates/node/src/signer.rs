//! A prepared key.

mod token;

use napi::{
    Env, Error, JsValue as _,
    bindgen_prelude::{FromNapiValue, FunctionCallContext},
};
use napi_derive::napi;
use twilio_access_token::{AccessToken, MintError, SigningKey, UnixTime};
use zeroize::Zeroizing;

use crate::{Closure, Refusal, ascii, closure, refused};

/// A function that signs tokens with a key. All its arguments but the first two may be undefined, and the last ones left out:
///
/// 1. the identity, and when the token is issued, in seconds since 1970,
/// 2. how many seconds it lives; the room of a grant for Twilio Video, and whether one without a room is for every room,
/// 3. when it becomes valid; the region of the key,
/// 4. Voice: whether calls may be taken, which no grant for Voice leaves undefined; the TwiML application for calls that are
///    made, what is passed on to it (JSON text), the push credential, the name of the device,
/// 5. Conversations: the service, the name of the device, the role throughout the service, the push credential,
/// 6. Sync: the service, the name of the device,
/// 7. TaskRouter: the workspace, the worker as whom the user acts, the role,
/// 8. Live (JSON text); keys and JSON texts of other grants, in turn.
///
/// Its arguments are many and flat, since to look a property up takes longer than four arguments that are undefined.
///
/// # Errors
///
/// As [`SigningKey::new`]. The function throws as [`SigningKey::sign`], and for what makes the token.
#[napi(catch_unwind)]
pub fn signer(
    env: &Env,
    account_sid: String,
    api_key_sid: String,
    api_key_secret: String,
) -> Result<Closure<'_>, Error<&'static str>> {
    let secret = Zeroizing::new(api_key_secret);
    let key = SigningKey::new(&account_sid, &api_key_sid, &secret).map_err(|error| refused(&error))?;
    closure(env, "sign", move |call| Ok(ascii(call.env, &sign(&key, call)?)?.raw()))
}

/// What a token is to hold.
#[derive(Debug, Default)]
struct TokenOptions {
    /// Who it is for.
    identity: String,
    /// Seconds that it lives.
    ttl: Option<f64>,
    /// Seconds since 1970 before which it is not valid.
    not_before: Option<f64>,
    /// The region of the key.
    region: Option<String>,
    /// Permission for Twilio Voice.
    voice: Option<VoiceOptions>,
    /// Permission for Twilio Video.
    video: Option<VideoOptions>,
    /// Permission for Twilio Conversations.
    chat: Option<ChatOptions>,
    /// Permission for Twilio Sync.
    sync: Option<SyncOptions>,
    /// Permission for Twilio TaskRouter.
    task_router: Option<TaskRouterOptions>,
    /// Permission for Twilio Live, as JSON text.
    playback: Option<String>,
    /// Keys and JSON texts of other grants, in turn.
    custom: Option<Vec<String>>,
}

/// A grant for Twilio Voice.
#[derive(Debug)]
struct VoiceOptions {
    /// Whether calls may be taken.
    incoming_allow: Option<bool>,
    /// The TwiML application for calls that are made.
    outgoing_application_sid: Option<String>,
    /// What is passed on to it, as JSON text.
    outgoing_application_params: Option<String>,
    /// The push credential.
    push_credential_sid: Option<String>,
    /// The name of the device.
    endpoint_id: Option<String>,
}

/// A grant for Twilio Video.
#[derive(Debug)]
struct VideoOptions {
    /// The one room.
    room: Option<String>,
}

/// A grant for Twilio Conversations.
#[derive(Debug)]
struct ChatOptions {
    /// The service.
    service_sid: String,
    /// The name of the device.
    endpoint_id: Option<String>,
    /// The role throughout the service.
    deployment_role_sid: Option<String>,
    /// The push credential.
    push_credential_sid: Option<String>,
}

/// A grant for Twilio Sync.
#[derive(Debug)]
struct SyncOptions {
    /// The service.
    service_sid: String,
    /// The name of the device.
    endpoint_id: Option<String>,
}

/// A grant for Twilio TaskRouter.
#[derive(Debug)]
struct TaskRouterOptions {
    /// The workspace.
    workspace_sid: String,
    /// The worker as whom the user acts.
    worker_sid: Option<String>,
    /// The role.
    role: Option<String>,
}

/// The arguments of a call, in order.
struct Arguments<'c> {
    call: &'c FunctionCallContext<'c>,
    next: usize,
}

impl Arguments<'_> {
    fn is_empty(&self) -> bool {
        self.next >= self.call.length()
    }

    fn next<T: FromNapiValue>(&mut self) -> napi::Result<T> {
        let value = self.call.get(self.next);
        self.next += 1;
        value
    }

    fn next_if_given<T: FromNapiValue>(&mut self) -> napi::Result<Option<T>> {
        if self.is_empty() { Ok(None) } else { self.next() }
    }

    /// Reads what the arguments say of a token into `options`; gives when it is issued.
    fn read_into(mut self, options: &mut TokenOptions) -> napi::Result<f64> {
        options.identity = self.next()?;
        let now = self.next()?;
        options.ttl = self.next_if_given()?;
        let room = self.next_if_given()?;
        let every_room = self.next_if_given()? == Some(true);
        options.video = (room.is_some() || every_room).then_some(VideoOptions { room });
        // Few tokens have more, and to ask for each of the others takes time as well.
        if !self.is_empty() {
            self.read_rest_into(options)?;
        }
        Ok(now)
    }

    fn read_rest_into(&mut self, options: &mut TokenOptions) -> napi::Result<()> {
        options.not_before = self.next_if_given()?;
        options.region = self.next_if_given()?;
        let voice = VoiceOptions {
            incoming_allow: self.next_if_given()?,
            outgoing_application_sid: self.next_if_given()?,
            outgoing_application_params: self.next_if_given()?,
            push_credential_sid: self.next_if_given()?,
            endpoint_id: self.next_if_given()?,
        };
        options.voice = voice.incoming_allow.is_some().then_some(voice);
        let service_sid = self.next_if_given()?;
        let (endpoint_id, deployment_role_sid, push_credential_sid) =
            (self.next_if_given()?, self.next_if_given()?, self.next_if_given()?);
        options.chat = service_sid.map(|service_sid| ChatOptions {
            service_sid,
            endpoint_id,
            deployment_role_sid,
            push_credential_sid,
        });
        let (service_sid, endpoint_id) = (self.next_if_given()?, self.next_if_given()?);
        options.sync = service_sid.map(|service_sid| SyncOptions {
            service_sid,
            endpoint_id,
        });
        let (workspace_sid, worker_sid, role) = (self.next_if_given()?, self.next_if_given()?, self.next_if_given()?);
        options.task_router = workspace_sid.map(|workspace_sid| TaskRouterOptions {
            workspace_sid,
            worker_sid,
            role,
        });
        options.playback = self.next_if_given()?;
        options.custom = self.next_if_given()?;
        Ok(())
    }
}

fn sign(key: &SigningKey, call: &FunctionCallContext<'_>) -> Result<String, Refusal> {
    let mut options = TokenOptions::default();
    let now = Arguments { call, next: 0 }.read_into(&mut options)?;
    let token = AccessToken::try_from(options)?;
    Ok(key.sign(&token, UnixTime::try_from(now).map_err(MintError::from)?)?)
}
