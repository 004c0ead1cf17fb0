//! The identity, and what each product's grant asks of it.

use alloc::{format, string::String};

use serde_json::{Map, Value};

use super::{findings, inspection::Inspection, json_type};
use crate::{
    grants::{ChatGrant, Grants, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant},
    identity::Identity,
    sid::SidKind,
};

impl Inspection<'_> {
    pub(super) fn grants(&mut self, grants: &Map<String, Value>, region: Option<&str>) {
        let identity = self.identity(grants);
        if grants.keys().all(|key| key == Grants::IDENTITY) {
            let message = "The token grants nothing: there is no product beside the identity.";
            self.add(findings::NO_GRANTS, message);
        }
        for (key, grant) in grants {
            let Some(grant) = grant.as_object() else {
                if key != Grants::IDENTITY && !(key == "player" && grant.is_null()) {
                    let message = format!("The grant {key} is {}, not an object.", json_type::name(grant));
                    self.add(findings::INVALID_GRANT, message);
                }
                continue;
            };
            match key.as_str() {
                VideoGrant::KEY => self.video(grant, identity, region),
                VoiceGrant::KEY => self.voice(grant, identity),
                SyncGrant::KEY => self.sync(grant, identity),
                ChatGrant::KEY => self.chat(grant, identity),
                TaskRouterGrant::KEY => self.task_router(grant),
                _ => {}
            }
        }
    }

    fn identity<'g>(&mut self, grants: &'g Map<String, Value>) -> Option<&'g str> {
        match grants.get(Grants::IDENTITY)? {
            Value::String(identity) => {
                let length = identity.chars().count();
                if length > Identity::MAX_CHARACTERS {
                    let message = format!("The identity has {length} characters, and no product takes more than 256.");
                    self.add(findings::IDENTITY_TOO_LONG, message);
                }
                Some(identity)
            }
            other => {
                let message = format!(
                    "The identity is {other}, {}, where a string belongs.",
                    json_type::name(other)
                );
                self.add(findings::IDENTITY_NOT_TEXT, message);
                None
            }
        }
    }

    fn video(&mut self, grant: &Map<String, Value>, identity: Option<&str>, region: Option<&str>) {
        const LIMIT: usize = VideoGrant::MAX_ROOM_CHARACTERS;
        match identity {
            None | Some("") => self.add(
                findings::VIDEO_NO_IDENTITY,
                "There is a video grant and no identity, without which nobody can join a room.",
            ),
            Some(identity) => {
                let length = video_length(identity);
                if length > LIMIT {
                    let message = format!("The identity counts as {length} characters, and Video takes {LIMIT}.");
                    self.add(findings::VIDEO_IDENTITY_TOO_LONG, message);
                }
                if identity.contains(char::is_control) {
                    let message = format!("The identity {identity:?} has characters that Video does not take.");
                    self.add(findings::VIDEO_IDENTITY_CHARACTERS, message);
                }
            }
        }
        match grant.get("room") {
            None => {}
            Some(Value::String(room)) => {
                let length = room.chars().count();
                if room.is_empty() {
                    self.add(findings::ROOM_EMPTY, "The video grant's room is the empty string.");
                }
                if length > LIMIT {
                    let message = format!("The room has {length} characters, and Video takes {LIMIT}.");
                    self.add(findings::ROOM_TOO_LONG, message);
                }
                if room.contains(char::is_control) {
                    let message = format!("The room {room:?} has characters that Video does not take.");
                    self.add(findings::ROOM_CHARACTERS, message);
                }
            }
            Some(other) => {
                let message = format!("The video grant's room is {}, not a string.", json_type::name(other));
                self.invalid_grant(message, "Give the room as a string.");
            }
        }
        if let Some(region) = region.filter(|&region| region != "us1") {
            let message = format!("There is a video grant, and the token is for the region {region}.");
            self.add(findings::VIDEO_REGION, message);
        }
    }

    fn voice(&mut self, grant: &Map<String, Value>, identity: Option<&str>) {
        const OLD_LIMIT: usize = 121;
        match identity {
            None | Some("") => self.add(findings::VOICE_NO_IDENTITY, "There is a voice grant and no identity."),
            Some(identity) => {
                let well_formed = |character: char| character.is_ascii_alphanumeric() || character == '_';
                if !identity.chars().all(well_formed) {
                    let message = format!("The identity {identity:?} is more than letters, digits and underscores.");
                    // The error's page refuses these; the page on tokens asks for less still.
                    let certain =
                        identity.contains(|c: char| c.is_control() || c == ' ' || "<>#%\"{}|\\^[]`".contains(c));
                    self.add(findings::VOICE_IDENTITY_CHARACTERS.error_if(certain), message);
                }
                let length = identity.chars().count();
                if length > OLD_LIMIT {
                    let message =
                        format!("The identity has {length} characters, and Voice has been known to refuse 122.");
                    let certain = length > Identity::MAX_CHARACTERS;
                    self.add(findings::VOICE_IDENTITY_TOO_LONG.error_if(certain), message);
                }
            }
        }
        let application = grant
            .get("outgoing")
            .and_then(|outgoing| outgoing.get("application_sid"));
        if grant.contains_key("outgoing") {
            self.grant_sid("voice.outgoing.application_sid", application, SidKind::Application);
        }
        let incoming = grant.get("incoming").and_then(|incoming| incoming.get("allow"));
        if application.is_none() && incoming != Some(&Value::Bool(true)) {
            let message = "The voice grant permits neither outgoing nor incoming calls.";
            self.add(findings::VOICE_PERMITS_NOTHING, message);
        }
        if let Some(credential) = grant.get("push_credential_sid") {
            self.grant_sid("voice.push_credential_sid", Some(credential), SidKind::Credential);
        }
    }

    fn sync(&mut self, grant: &Map<String, Value>, identity: Option<&str>) {
        self.grant_sid("data_sync.service_sid", grant.get("service_sid"), SidKind::Service);
        let length = identity.unwrap_or_default().chars().count();
        if length == 0 || length > Identity::MAX_CHARACTERS {
            let message = format!("The identity has {length} characters, and Sync takes 1 to 256.");
            self.add(findings::SYNC_IDENTITY_LENGTH, message);
        }
    }

    fn chat(&mut self, grant: &Map<String, Value>, identity: Option<&str>) {
        self.grant_sid("chat.service_sid", grant.get("service_sid"), SidKind::Service);
        if let Some(credential) = grant.get("push_credential_sid") {
            self.grant_sid("chat.push_credential_sid", Some(credential), SidKind::Credential);
        }
        if let Some(role) = grant.get("deployment_role_sid") {
            self.grant_sid("chat.deployment_role_sid", Some(role), SidKind::Role);
        }
        match identity {
            None | Some("") => {
                self.add(findings::CHAT_NO_IDENTITY, "There is a chat grant and no identity.");
            }
            Some(identity) if identity.chars().count() > Identity::MAX_CHARACTERS => {
                let message = "The identity has more than 256 characters, which Conversations does not take.";
                self.add(findings::CHAT_IDENTITY_TOO_LONG, message);
            }
            Some(_) => {}
        }
    }

    fn task_router(&mut self, grant: &Map<String, Value>) {
        self.grant_sid(
            "task_router.workspace_sid",
            grant.get("workspace_sid"),
            SidKind::Workspace,
        );
        if let Some(worker) = grant.get("worker_sid") {
            self.grant_sid("task_router.worker_sid", Some(worker), SidKind::Worker);
        }
    }

    fn grant_sid(&mut self, path: &str, value: Option<&Value>, kind: SidKind) {
        let noun = kind.noun();
        let message = match value {
            None => format!("The grant's {path} is missing, where the {noun} belongs."),
            Some(Value::String(text)) => match kind.problem(text) {
                None => return,
                Some(problem) => format!("The grant's {path} is {text:?}, which is not the {noun}: {problem}."),
            },
            Some(other) => format!("The grant's {path} is {other}, where the {noun} belongs."),
        };
        self.invalid_grant(message, kind.hint());
    }

    fn invalid_grant(&mut self, message: String, hint: &'static str) {
        self.add(findings::INVALID_GRANT.with_hint(hint), message);
    }
}

/// Characters as Video counts them: those that take two bytes or more count twice.
/// <https://www.twilio.com/docs/video/programmable-video-limits>
fn video_length(text: &str) -> usize {
    text.chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum()
}
