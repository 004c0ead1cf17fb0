//! What the tokens permit beside joining rooms.

use alloc::vec::Vec;
use core::str::FromStr;

use twilio_access_token::{ChatGrant, Grant, SidFormatError, SyncGrant, TaskRouterGrant, VoiceGrant};

use crate::{
    env::{Aliases, Env, missing, optional},
    error::EndpointError,
};

const CHAT_SERVICE: Aliases = &["CHAT_SERVICE_SID", "TWILIO_CHAT_SERVICE_SID"];
const PUSH_CREDENTIAL: Aliases = &["PUSH_CREDENTIAL_SID", "TWILIO_PUSH_CREDENTIAL_SID"];
const SYNC_SERVICE: Aliases = &["SYNC_SERVICE_SID", "TWILIO_SYNC_SERVICE_SID"];
const TWIML_APP: Aliases = &["TWIML_APP_SID", "TWILIO_TWIML_APP_SID"];
const WORKER: Aliases = &["WORKER_SID", "TWILIO_WORKER_SID"];
const WORKSPACE: Aliases = &["WORKSPACE_SID", "TWILIO_WORKSPACE_SID"];

/// The grants of those products whose SIDs are set.
pub(crate) fn from_env(variable: Env<'_>) -> Result<Vec<Grant>, EndpointError> {
    let mut grants = Vec::new();
    let (application, credential) = (sid(variable, TWIML_APP)?, sid(variable, PUSH_CREDENTIAL)?);
    if application.is_some() || credential.is_some() {
        let mut grant = VoiceGrant::new().with_incoming();
        if let Some(application) = application {
            grant = grant.with_outgoing(application);
        }
        if let Some(credential) = credential {
            grant = grant.with_push_credential(credential);
        }
        grants.push(grant.into());
    }
    if let Some(service) = sid(variable, CHAT_SERVICE)? {
        grants.push(ChatGrant::service(service).into());
    }
    if let Some(service) = sid(variable, SYNC_SERVICE)? {
        grants.push(SyncGrant::service(service).into());
    }
    match (sid(variable, WORKSPACE)?, sid(variable, WORKER)?) {
        (None, None) => {}
        (None, Some(_)) => return Err(missing(WORKSPACE)),
        (Some(workspace), None) => grants.push(TaskRouterGrant::workspace(workspace).into()),
        (Some(workspace), Some(worker)) => {
            grants.push(TaskRouterGrant::workspace(workspace).with_worker(worker).into());
        }
    }
    Ok(grants)
}

fn sid<S: FromStr<Err = SidFormatError>>(variable: Env<'_>, spellings: Aliases) -> Result<Option<S>, EndpointError> {
    let sid = optional(variable, spellings)?.map(|sid| sid.parse());
    sid.transpose()
        .map_err(|error: SidFormatError| EndpointError::InvalidSid {
            variable: spellings[0],
            error: error.into(),
        })
}
