//! Capability tokens say what was permitted, in the order in which it was, as other libraries read it.
//!
//! An input is what to permit, a line each: a word, and what belongs to it.

#![no_main]

use jsonwebtoken::{DecodingKey, Validation, decode};
use libfuzzer_sys::fuzz_target;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use twilio_access_token::{
    Ttl,
    capability::{
        AuthTokenKey, CapabilityError, ClientCapability, EventStreamScope, IncomingClientScope, OutgoingClientScope,
        Policy, PolicyFilter, PolicyMethod, Scope, TaskRouterCapability, urls,
    },
};
use twilio_access_token_fuzz::{ACCOUNT_SID, NOW, SECRET, check_error};
use url::{Url, form_urlencoded};

const WORKSPACE_SID: &str = "WS8d4f0c9b7a6e5d4c3b2a190f8e7d6c5b";
const METHODS: [(&str, PolicyMethod); 3] = [
    ("DELETE", PolicyMethod::Delete),
    ("GET", PolicyMethod::Get),
    ("POST", PolicyMethod::Post),
];

type Fields = Vec<(String, String)>;

/// A scope, and what its query must say; last the parameters, which are a query of their own.
struct ExpectedScope {
    scope: Scope,
    query: Fields,
    params: Option<Fields>,
}

struct ExpectedPolicy<'i> {
    allow: bool,
    method: (&'static str, PolicyMethod),
    url: &'i str,
    query_filter: PolicyFilter,
    query_json: String,
    post_filter: PolicyFilter,
    post_json: String,
}

#[derive(Deserialize)]
struct ClientClaims {
    scope: String,
    iss: String,
    exp: u64,
    iat: u64,
}

#[derive(Deserialize)]
struct TaskRouterClaims {
    account_sid: String,
    workspace_sid: String,
    channel: String,
    worker_sid: Option<String>,
    taskqueue_sid: Option<String>,
    friendly_name: Option<String>,
    version: String,
    policies: Vec<ReadPolicy>,
    exp: u64,
}

#[derive(Deserialize)]
struct ReadPolicy {
    url: String,
    method: String,
    query_filter: Box<RawValue>,
    post_filter: Box<RawValue>,
    allow: bool,
}

/// What is permitted.
struct Permitted<'i> {
    ttl: Ttl,
    scopes: Vec<ExpectedScope>,
    channel: TaskRouterCapability,
    friendly_name: Option<&'i str>,
    policies: Vec<ExpectedPolicy<'i>>,
}

fuzz_target!(|input: &str| {
    let permitted = Permitted::read(input);
    let key = AuthTokenKey::new(ACCOUNT_SID, SECRET).expect("the key of the targets is a key");
    assert!(!format!("{key:?}").contains(SECRET));
    permitted.check_client(&key);
    permitted.check_task_router(&key);
});

impl<'i> Permitted<'i> {
    fn read(input: &'i str) -> Self {
        let channel = TaskRouterCapability::for_channel(WORKSPACE_SID, WORKSPACE_SID);
        let mut permitted = Self {
            ttl: Ttl::DEFAULT,
            scopes: Vec::new(),
            channel: channel.expect("a workspace is a channel"),
            friendly_name: None,
            policies: Vec::new(),
        };
        for line in input.split('\n') {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            if let Err(error) = permitted.permit(word, rest) {
                check_error(error.code(), &error.explanation());
            }
        }
        permitted
    }

    fn permit(&mut self, word: &str, rest: &'i str) -> Result<(), CapabilityError> {
        match word {
            "key" => {
                let (account_sid, auth_token) = rest.split_once(' ').unwrap_or((rest, ""));
                AuthTokenKey::new(account_sid, auth_token)?;
            }
            "ttl" => self.ttl = rest.parse()?,
            "channel" => self.channel = TaskRouterCapability::for_channel(WORKSPACE_SID, rest)?,
            "name" => self.friendly_name = Some(rest),
            "incoming" => self.scope(IncomingClientScope::new(rest)?, &[("clientName", rest)], None),
            "any-incoming" => self.scope(IncomingClientScope::unchecked(rest), &[("clientName", rest)], None),
            "outgoing" => {
                let (application, params) = with_params(rest);
                let scope = OutgoingClientScope::new(application)?.with_params(params.iter().cloned());
                self.scope(scope, &[("appSid", application)], Some(params));
            }
            "any-outgoing" => {
                let (application, client) = rest.split_once(' ').unwrap_or((rest, ""));
                let scope = OutgoingClientScope::unchecked(application, Some(String::from(client)));
                self.scope(scope, &[("appSid", application), ("clientName", client)], None);
            }
            "events" => {
                let (_, params) = with_params(rest);
                let scope = EventStreamScope::new().with_filters(params.iter().cloned());
                let params = Some(params).filter(|params| !params.is_empty());
                self.scope(scope, &[("path", "/2010-04-01/Events")], params);
            }
            "allow" | "deny" => {
                let (method, url) = rest.split_once(' ').unwrap_or((rest, ""));
                let method = METHODS
                    .into_iter()
                    .find(|(name, _)| *name == method)
                    .unwrap_or(METHODS[1]);
                Policy::allow(method.1, url)?;
                self.policies.push(ExpectedPolicy {
                    allow: word == "allow",
                    method,
                    url,
                    query_filter: PolicyFilter::any(),
                    query_json: String::from("{}"),
                    post_filter: PolicyFilter::any(),
                    post_json: String::from("{}"),
                });
            }
            "query" => {
                let filter = PolicyFilter::from_json(rest)?;
                if let Some(policy) = self.policies.last_mut() {
                    (policy.query_filter, policy.query_json) = (filter, String::from(rest.trim()));
                }
            }
            "require" => {
                let names = rest.split(' ').collect::<Vec<_>>();
                let rules = names
                    .iter()
                    .map(|name| format!(r#"{}:{{"required":true}}"#, serde_json::json!(name)));
                if let Some(policy) = self.policies.last_mut() {
                    policy.post_json = format!("{{{}}}", rules.collect::<Vec<_>>().join(","));
                    policy.post_filter = PolicyFilter::requiring(names);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn scope(&mut self, scope: impl Into<Scope>, query: &[(&str, &str)], params: Option<Fields>) {
        let query = query
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value)));
        let (scope, query) = (scope.into(), query.collect());
        self.scopes.push(ExpectedScope { scope, query, params });
    }

    fn expiry(&self) -> u64 {
        NOW.as_secs() + self.ttl.as_secs()
    }

    fn check_client(&self, key: &AuthTokenKey) {
        let capability = ClientCapability::new().with_ttl(self.ttl);
        let capability = self
            .scopes
            .iter()
            .fold(capability, |it, expected| it.with_scope(expected.scope.clone()));
        let jwt = key.sign_client(&capability, NOW).expect("the time is in range");
        let claims = read::<ClientClaims>(&jwt);
        assert_eq!(
            (claims.iss.as_str(), claims.exp, claims.iat),
            (ACCOUNT_SID, self.expiry(), NOW.as_secs())
        );
        let scopes = claims
            .scope
            .split(' ')
            .filter(|scope| !scope.is_empty())
            .collect::<Vec<_>>();
        assert_eq!(scopes.len(), self.scopes.len(), "{}", claims.scope);
        for (scope, expected) in scopes.iter().zip(&self.scopes) {
            let scope = Url::parse(scope).expect("a scope is a URI");
            assert_eq!(scope.fragment(), None);
            let mut query = scope.query_pairs().into_owned().collect::<Fields>();
            let params = query.pop_if(|(name, _)| name == "appParams");
            let params = params.map(|(_, value)| {
                form_urlencoded::parse(value.as_bytes())
                    .into_owned()
                    .collect::<Fields>()
            });
            assert_eq!((query, params), (expected.query.clone(), expected.params.clone()));
        }
    }

    fn check_task_router(&self, key: &AuthTokenKey) {
        let policies = self.policies.iter().map(|expected| {
            let policy = if expected.allow { Policy::allow } else { Policy::deny };
            let policy = policy(expected.method.1, expected.url).expect("it has a URL");
            policy
                .with_query_filter(expected.query_filter.clone())
                .with_post_filter(expected.post_filter.clone())
        });
        let capability = self.channel.clone().with_ttl(self.ttl).with_policies(policies);
        let capability = self
            .friendly_name
            .iter()
            .fold(capability, |it, name| it.with_friendly_name(*name));
        let jwt = key.sign_task_router(&capability, NOW).expect("the time is in range");
        let claims = read::<TaskRouterClaims>(&jwt);
        assert_eq!((claims.account_sid.as_str(), claims.exp), (ACCOUNT_SID, self.expiry()));
        assert_eq!(
            (claims.workspace_sid.as_str(), claims.version.as_str()),
            (WORKSPACE_SID, urls::VERSION)
        );
        assert_eq!(claims.channel, capability.channel_sid());
        let named = |prefix: &str| claims.channel.starts_with(prefix).then(|| claims.channel.clone());
        assert_eq!((claims.worker_sid, claims.taskqueue_sid), (named("WK"), named("WQ")));
        assert_eq!(claims.friendly_name.as_deref(), self.friendly_name);
        assert_eq!(claims.policies.len(), self.policies.len());
        for (read, expected) in claims.policies.iter().zip(&self.policies) {
            assert_eq!(
                (read.url.as_str(), read.method.as_str()),
                (expected.url, expected.method.0)
            );
            assert_eq!(read.allow, expected.allow);
            assert_eq!(read.query_filter.get(), expected.query_json);
            assert_eq!(read.post_filter.get(), expected.post_json);
        }
    }
}

/// What stands before a question mark, and the fields after it.
fn with_params(text: &str) -> (&str, Fields) {
    let (subject, params) = text.split_once('?').unwrap_or((text, ""));
    let params = params.split('&').filter_map(|param| param.split_once('='));
    (
        subject,
        params
            .map(|(name, value)| (String::from(name), String::from(value)))
            .collect(),
    )
}

/// The claims as another library finds them.
fn read<T: DeserializeOwned>(jwt: &str) -> T {
    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    let read = decode::<T>(jwt, &DecodingKey::from_secret(SECRET.as_bytes()), &validation);
    read.expect("a minted token is another library's as well").claims
}
