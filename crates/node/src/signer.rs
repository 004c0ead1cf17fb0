//! A prepared key.

use core::str::FromStr;

use napi::{
    Env, Error, JsValue as _,
    bindgen_prelude::{FromNapiValue, FunctionCallContext},
};
use napi_derive::napi;
use twilio_access_token::{
    AccessToken, ChatGrant, CustomGrant, MintError, PlaybackGrant, Region, SigningKey, SyncGrant, TaskRouterGrant, Ttl,
    UnixTime, VideoGrant, VoiceGrant,
};
use zeroize::Zeroizing;

use crate::{Closure, Refusal, ascii, closure, refused};

/// A function that signs tokens with a key. All its arguments but the first two may be undefined or left out, from behind:
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

    /// The next one, read from its text.
    fn next_parsed<T: FromStr<Err = MintError>>(&mut self) -> Result<Option<T>, Refusal> {
        let text = self.next_if_given::<String>()?;
        Ok(text.map(|text| text.parse()).transpose()?)
    }
}

fn sign(key: &SigningKey, call: &FunctionCallContext<'_>) -> Result<String, Refusal> {
    let mut arguments = Arguments { call, next: 0 };
    let mut token = AccessToken::new(arguments.next::<String>()?)?;
    let now = UnixTime::try_from(arguments.next::<f64>()?)?;
    if let Some(ttl) = arguments.next_if_given::<f64>()? {
        token = token.with_ttl(Ttl::try_from(ttl)?);
    }
    let room = arguments.next_if_given::<String>()?;
    if !arguments.is_empty() {
        return Ok(key.sign(&with_rest(token, room, arguments)?, now)?);
    }
    if let Some(room) = room {
        token = token.with_grant(VideoGrant::room(room)?);
    }
    Ok(key.sign(&token, now)?)
}

/// Adds what the arguments from that on say that tells a grant for every room from none.
fn with_rest(
    mut token: AccessToken,
    room: Option<String>,
    mut arguments: Arguments<'_>,
) -> Result<AccessToken, Refusal> {
    let every_room = arguments.next_if_given::<bool>()? == Some(true);
    if let Some(not_before) = arguments.next_if_given::<f64>()? {
        token = token.with_not_before(UnixTime::try_from(not_before)?);
    }
    if let Some(region) = arguments.next_parsed::<Region>()? {
        token = token.with_region(region);
    }
    if let Some(grant) = voice(&mut arguments)? {
        token = token.with_grant(grant);
    }
    if room.is_some() || every_room {
        token = token.with_grant(VideoGrant::room_or_any(room.as_deref())?);
    }
    if let Some(grant) = chat(&mut arguments)? {
        token = token.with_grant(grant);
    }
    if let Some(grant) = sync(&mut arguments)? {
        token = token.with_grant(grant);
    }
    if let Some(grant) = task_router(&mut arguments)? {
        token = token.with_grant(grant);
    }
    if let Some(playback) = arguments.next_if_given::<String>()? {
        token = token.with_grant(PlaybackGrant::new(playback)?);
    }
    for grant in arguments
        .next_if_given::<Vec<String>>()?
        .unwrap_or_default()
        .chunks_exact(2)
    {
        token = token.with_grant(CustomGrant::new(&*grant[0], &*grant[1])?);
    }
    Ok(token)
}

fn voice(arguments: &mut Arguments<'_>) -> Result<Option<VoiceGrant>, Refusal> {
    let incoming_allow = arguments.next_if_given()?;
    let mut grant = VoiceGrant::new();
    if incoming_allow == Some(true) {
        grant = grant.with_incoming();
    }
    grant = with(grant, arguments.next_parsed()?, VoiceGrant::with_outgoing);
    if let Some(params) = arguments.next_if_given::<String>()? {
        grant = grant.with_outgoing_params(params)?;
    }
    grant = with(grant, arguments.next_parsed()?, VoiceGrant::with_push_credential);
    grant = with(
        grant,
        arguments.next_if_given::<String>()?,
        VoiceGrant::with_endpoint_id,
    );
    Ok(incoming_allow.map(|_| grant))
}

fn chat(arguments: &mut Arguments<'_>) -> Result<Option<ChatGrant>, Refusal> {
    let service = arguments.next_parsed()?;
    let endpoint_id = arguments.next_if_given::<String>()?;
    let deployment_role = arguments.next_parsed()?;
    let push_credential = arguments.next_parsed()?;
    let Some(mut grant) = service.map(ChatGrant::service) else {
        return Ok(None);
    };
    grant = with(grant, endpoint_id, ChatGrant::with_endpoint_id);
    grant = with(grant, deployment_role, ChatGrant::with_deployment_role);
    Ok(Some(with(grant, push_credential, ChatGrant::with_push_credential)))
}

fn sync(arguments: &mut Arguments<'_>) -> Result<Option<SyncGrant>, Refusal> {
    let service = arguments.next_parsed()?;
    let endpoint_id = arguments.next_if_given::<String>()?;
    Ok(service.map(|service| with(SyncGrant::service(service), endpoint_id, SyncGrant::with_endpoint_id)))
}

fn task_router(arguments: &mut Arguments<'_>) -> Result<Option<TaskRouterGrant>, Refusal> {
    let workspace = arguments.next_parsed()?;
    let worker = arguments.next_parsed()?;
    let role = arguments.next_if_given::<String>()?;
    let Some(mut grant) = workspace.map(TaskRouterGrant::workspace) else {
        return Ok(None);
    };
    grant = with(grant, worker, TaskRouterGrant::with_worker);
    Ok(Some(with(grant, role, TaskRouterGrant::with_role)))
}

/// Applies a setter where there is something to set.
fn with<G, T>(grant: G, value: Option<T>, set: impl FnOnce(G, T) -> G) -> G {
    match value {
        Some(value) => set(grant, value),
        None => grant,
    }
}
