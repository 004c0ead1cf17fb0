//! The token that options describe, for the addon and for its component: `super` has the options.

use core::str::FromStr;

use twilio_access_token::{
    AccessToken, ChatGrant, CustomGrant, MintError, PlaybackGrant, Region, SyncGrant, TaskRouterGrant, Ttl, UnixTime,
    VideoGrant, VoiceGrant,
};

use super::{ChatOptions, TokenOptions, VoiceOptions};

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

fn parsed<T: FromStr<Err: Into<MintError>>>(text: Option<impl AsRef<str>>) -> Result<Option<T>, MintError> {
    text.map(|text| text.as_ref().parse()).transpose().map_err(Into::into)
}
