//! `tests/vectors/room-tokens.json`, the cases that every surface is run through, here through the Rust API.

use serde::Deserialize;
use serde_json::{Value, json};
use twilio_access_token::{
    AccessToken, ChatGrant, MintError, PlaybackGrant, SigningKey, SyncGrant, TaskRouterGrant, Ttl, UnixTime, Verifier,
    VideoGrant, VoiceGrant,
};

#[derive(Deserialize)]
pub(crate) struct Vectors {
    pub(crate) key: Key,
    pub(crate) now: u64,
    pub(crate) cases: Vec<Case>,
}

#[derive(Clone, Deserialize)]
pub(crate) struct Key {
    pub(crate) account_sid: String,
    pub(crate) api_key_sid: String,
    pub(crate) api_key_secret: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct KeyChange {
    account_sid: Option<String>,
    api_key_sid: Option<String>,
    api_key_secret: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) key: KeyChange,
    pub(crate) identity: String,
    pub(crate) room: Option<String>,
    pub(crate) ttl: Option<u64>,
    pub(crate) not_before: Option<u64>,
    pub(crate) region: Option<String>,
    pub(crate) now: Option<u64>,
    pub(crate) jwt: Option<String>,
    pub(crate) error: Option<String>,
}

impl Vectors {
    pub(crate) fn read() -> Self {
        serde_json::from_str(include_str!("../../vectors/room-tokens.json")).unwrap()
    }

    pub(crate) fn case(&self, name: &str) -> &Case {
        self.cases.iter().find(|case| case.name == name).unwrap()
    }
}

impl Case {
    pub(crate) fn key(&self, usual: &Key) -> Key {
        let or = |change: &Option<String>, usual: &String| change.as_ref().unwrap_or(usual).clone();
        Key {
            account_sid: or(&self.key.account_sid, &usual.account_sid),
            api_key_sid: or(&self.key.api_key_sid, &usual.api_key_sid),
            api_key_secret: or(&self.key.api_key_secret, &usual.api_key_secret),
        }
    }

    pub(crate) fn token(&self) -> Result<AccessToken, MintError> {
        let mut token = AccessToken::new(&*self.identity)?.with_grant(VideoGrant::room_or_any(self.room.as_deref())?);
        if let Some(ttl) = self.ttl {
            token = token.with_ttl(Ttl::seconds(ttl)?);
        }
        if let Some(not_before) = self.not_before {
            token = token.with_not_before(UnixTime::from_secs(not_before));
        }
        if let Some(region) = &self.region {
            token = token.with_region(region.parse()?);
        }
        Ok(token)
    }
}

impl Key {
    pub(crate) fn signing_key(&self) -> Result<SigningKey, MintError> {
        SigningKey::new(&self.account_sid, &self.api_key_sid, &self.api_key_secret)
    }
}

#[test]
fn every_case() {
    let vectors = Vectors::read();
    for case in &vectors.cases {
        let now = UnixTime::from_secs(case.now.unwrap_or(vectors.now));
        let key = case.key(&vectors.key).signing_key();
        let outcome = key.and_then(|key| key.sign(&case.token()?, now));
        match outcome {
            Ok(jwt) => assert_eq!(Some(jwt), case.jwt, "{}", case.name),
            Err(error) => assert_eq!(Some(error.code()), case.error.as_deref(), "{}", case.name),
        }
    }
    assert!(vectors.cases.iter().filter(|case| case.jwt.is_some()).count() > 20);
    assert!(vectors.cases.iter().filter(|case| case.error.is_some()).count() > 15);
}

#[derive(Deserialize)]
struct Grants {
    cases: Vec<GrantCase>,
}

#[derive(Deserialize)]
struct GrantCase {
    name: String,
    token: String,
    jwt: Option<String>,
    error: Option<String>,
}

#[test]
fn every_grant() {
    let usual = Vectors::read();
    let key = usual.key.signing_key().unwrap();
    let now = UnixTime::from_secs(usual.now);
    let grants: Grants = serde_json::from_str(include_str!("../../vectors/grants.json")).unwrap();
    for case in grants.cases {
        let token = AccessToken::from_json(&case.token);
        match token.and_then(|token| key.sign(&token, now)) {
            Ok(jwt) => {
                let claims = Verifier::new(&key).verify(&jwt, now).unwrap();
                assert_eq!(claims.iat, Some(now), "{}", case.name);
                assert_eq!(Some(jwt), case.jwt, "{}", case.name);
            }
            Err(error) => assert_eq!(Some(error.code()), case.error.as_deref(), "{}", case.name),
        }
    }
}

/// The grants that have types, by their constructors.
#[test]
fn typed_grants_are_those_of_the_json() {
    let sid = |prefix: &str| format!("{prefix}0123456789abcdef0123456789abcdef");
    let typed = AccessToken::new("alice")
        .unwrap()
        .with_grant(
            VoiceGrant::new()
                .with_incoming()
                .with_outgoing(sid("AP").parse().unwrap())
                .with_outgoing_params(r#"{"z":1,"a":2}"#)
                .unwrap()
                .with_push_credential(sid("CR").parse().unwrap())
                .with_endpoint_id("phone"),
        )
        .with_grant(
            ChatGrant::service(sid("IS").parse().unwrap())
                .with_endpoint_id("phone")
                .with_deployment_role(sid("RL").parse().unwrap())
                .with_push_credential(sid("CR").parse().unwrap()),
        )
        .with_grant(SyncGrant::service(sid("IS").parse().unwrap()).with_endpoint_id("phone"))
        .with_grant(
            TaskRouterGrant::workspace(sid("WS").parse().unwrap())
                .with_worker(sid("WK").parse().unwrap())
                .with_role("worker"),
        )
        .with_grant(PlaybackGrant::new(r#"{"b":1,"a":null}"#).unwrap())
        .with_grant(VideoGrant::room("daily").unwrap());
    let json = r#"{"identity":"alice","grants":{
        "voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"AP…","params":{"z":1,"a":2}},"push_credential_sid":"CR…","endpoint_id":"phone"},
        "chat":{"service_sid":"IS…","endpoint_id":"phone","deployment_role_sid":"RL…","push_credential_sid":"CR…"},
        "data_sync":{"service_sid":"IS…","endpoint_id":"phone"},
        "task_router":{"workspace_sid":"WS…","worker_sid":"WK…","role":"worker"},
        "player":{"b":1,"a":null},
        "video":{"room":"daily"}}}"#;
    let json = json.replace('…', "0123456789abcdef0123456789abcdef");
    assert_eq!(AccessToken::from_json(&json), Ok(typed));
}

#[test]
fn names_each_field_of_the_wrong_type() {
    let sid = |prefix: &str| format!("{prefix}0123456789abcdef0123456789abcdef");
    let token = json!({
        "identity": "alice", "ttl": 900, "not_before": 1_700_000_000, "region": "ie1",
        "grants": {
            "voice": {
                "incoming": {"allow": true},
                "outgoing": {"application_sid": sid("AP"), "params": {}},
                "push_credential_sid": sid("CR"), "endpoint_id": "phone",
            },
            "chat": {
                "service_sid": sid("IS"), "endpoint_id": "phone",
                "deployment_role_sid": sid("RL"), "push_credential_sid": sid("CR"),
            },
            "data_sync": {"service_sid": sid("IS"), "endpoint_id": "phone"},
            "task_router": {"workspace_sid": sid("WS"), "worker_sid": sid("WK"), "role": "worker"},
            "player": {},
            "video": {"room": "daily"},
        },
    });
    AccessToken::from_json(&token.to_string()).unwrap();
    let fields = fields("", &token);
    assert_eq!(fields.len(), 28);
    for (pointer, expected) in fields {
        let mut token = token.clone();
        *token.pointer_mut(&pointer).unwrap() = json!(["MarkedSecret"]);
        let error = AccessToken::from_json(&token.to_string()).unwrap_err();
        let field = pointer[1..].replace('/', ".");
        assert_eq!(error.code(), "invalid-type", "{field}");
        assert_eq!(
            error.to_string(),
            format!("{field} must be of type {expected}, not array")
        );
        assert_eq!(error.hint(), format!("Pass a JSON {expected} as {field}."));
    }
}

/// JSON pointers to all members, however deep, and their types.
fn fields(path: &str, value: &Value) -> Vec<(String, &'static str)> {
    let members = value.as_object().into_iter().flatten();
    let members = members.flat_map(|(name, value)| {
        let path = format!("{path}/{name}");
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            _ => "object",
        };
        let below = fields(&path, value);
        core::iter::once((path, kind)).chain(below)
    });
    members.collect()
}
