//! `tests/vectors/capability.json`: capability tokens and validation tokens, made by Twilio's own package, through the Rust API.

use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use twilio_access_token::{
    MintError, TaskQueueSid, Ttl, UnixTime, WorkerSid, WorkspaceSid,
    capability::{
        AuthTokenKey, CapabilityError, ClientCapability, EventStreamScope, IncomingClientScope, OutgoingClientScope,
        Policy, PolicyFilter, PolicyMethod, Scope, TaskRouterCapability, urls,
    },
    validation::{CanonicalRequest, PrivateKey, PrivateKeyError, RsaAlgorithm, ValidationClient},
};

use crate::helpful::assert_helpful;

#[derive(Deserialize)]
struct Vectors {
    key: Key,
    now: u64,
    client: Vec<ClientCase>,
    task_router: Vec<TaskRouterCase>,
    validation: ValidationCases,
}

#[derive(Deserialize)]
struct Key {
    account_sid: String,
    auth_token: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct KeyChange {
    account_sid: Option<String>,
    auth_token: Option<String>,
}

#[derive(Deserialize)]
struct ClientCase {
    name: String,
    #[serde(default)]
    key: KeyChange,
    ttl: Option<u64>,
    scopes: Vec<ScopeCase>,
    jwt: Option<String>,
    error: Option<String>,
}

type Pairs = Vec<(String, String)>;

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ScopeCase {
    Events(Pairs),
    Incoming(String),
    Outgoing(Outgoing),
}

#[derive(Deserialize)]
struct Outgoing {
    application_sid: String,
    client_name: Option<String>,
    params: Option<Pairs>,
}

#[derive(Deserialize)]
struct TaskRouterCase {
    name: String,
    workspace_sid: String,
    channel_sid: String,
    friendly_name: Option<String>,
    ttl: Option<u64>,
    #[serde(default)]
    policies: Vec<PolicyCase>,
    #[serde(default)]
    defaults: bool,
    jwt: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct PolicyCase {
    url: String,
    method: String,
    query_filter: Option<Box<RawValue>>,
    post_filter: Option<Box<RawValue>>,
    allow: Option<bool>,
}

#[derive(Deserialize)]
struct ValidationCases {
    credential_sid: String,
    api_key_sid: String,
    private_key: String,
    cases: Vec<RequestCase>,
}

#[derive(Deserialize)]
struct RequestCase {
    name: String,
    method: String,
    url: String,
    #[serde(default)]
    params: Pairs,
    authorization: Option<String>,
    #[serde(default)]
    body: String,
    canonical: Option<String>,
    right: Option<Right>,
    jwt: Option<String>,
}

#[derive(Deserialize)]
struct Right {
    path: Option<String>,
    query: Option<String>,
}

impl Vectors {
    fn read() -> Self {
        serde_json::from_str(include_str!("../../vectors/capability.json")).unwrap()
    }

    fn key(&self) -> AuthTokenKey {
        AuthTokenKey::new(&self.key.account_sid, &self.key.auth_token).unwrap()
    }

    fn now(&self) -> UnixTime {
        UnixTime::from_secs(self.now)
    }

    fn task_router_case(&self, name: &str) -> &TaskRouterCase {
        self.task_router.iter().find(|case| case.name == name).unwrap()
    }
}

impl ClientCase {
    fn capability(&self) -> Result<ClientCapability, MintError> {
        let mut capability = ClientCapability::new();
        if let Some(ttl) = self.ttl {
            capability = capability.with_ttl(Ttl::seconds(ttl)?);
        }
        for scope in &self.scopes {
            capability = capability.with_scope(scope.scope()?);
        }
        Ok(capability)
    }

    fn sign(&self, vectors: &Vectors) -> Result<String, CapabilityError> {
        let account_sid = self.key.account_sid.as_ref().unwrap_or(&vectors.key.account_sid);
        let auth_token = self.key.auth_token.as_ref().unwrap_or(&vectors.key.auth_token);
        Ok(AuthTokenKey::new(account_sid, auth_token)?.sign_client(&self.capability()?, vectors.now())?)
    }
}

impl ScopeCase {
    fn scope(&self) -> Result<Scope, MintError> {
        Ok(match self {
            Self::Events(filters) => EventStreamScope::new().with_filters(filters.clone()).into(),
            Self::Incoming(client_name) => IncomingClientScope::new(&**client_name)?.into(),
            Self::Outgoing(outgoing) => {
                let mut scope = OutgoingClientScope::new(&outgoing.application_sid)?;
                if let Some(client_name) = &outgoing.client_name {
                    scope = scope.with_client_name(&**client_name)?;
                }
                if let Some(params) = &outgoing.params {
                    scope = scope.with_params(params.clone());
                }
                scope.into()
            }
        })
    }
}

impl TaskRouterCase {
    fn capability(&self, key: &AuthTokenKey) -> Result<TaskRouterCapability, CapabilityError> {
        let mut capability = TaskRouterCapability::for_channel(&self.workspace_sid, &self.channel_sid)?;
        if let Some(friendly_name) = &self.friendly_name {
            capability = capability.with_friendly_name(&**friendly_name);
        }
        if let Some(ttl) = self.ttl {
            capability = capability.with_ttl(Ttl::seconds(ttl)?);
        }
        for policy in &self.policies {
            capability = capability.with_policy(policy.policy()?);
        }
        if self.defaults {
            let (workspace_sid, worker_sid) = (
                self.workspace_sid.parse::<WorkspaceSid>()?,
                self.channel_sid.parse::<WorkerSid>()?,
            );
            capability = capability
                .with_policies(Policy::default_worker(&workspace_sid, &worker_sid))
                .allow_event_bridge(key.account_sid());
        }
        Ok(capability)
    }
}

impl PolicyCase {
    fn policy(&self) -> Result<Policy, CapabilityError> {
        let method = match self.method.as_str() {
            "DELETE" => PolicyMethod::Delete,
            "GET" => PolicyMethod::Get,
            "POST" => PolicyMethod::Post,
            other => unreachable!("{other}"),
        };
        let mut policy = match self.allow {
            Some(false) => Policy::deny(method, &*self.url)?,
            _ => Policy::allow(method, &*self.url)?,
        };
        if let Some(json) = &self.query_filter {
            policy = policy.with_query_filter(PolicyFilter::from_json(compact(json))?);
        }
        if let Some(json) = &self.post_filter {
            policy = policy.with_post_filter(PolicyFilter::from_json(compact(json))?);
        }
        Ok(policy)
    }
}

/// JSON as JavaScript writes it into a token, in the order of the text; the vectors' file has white space.
fn compact(json: &RawValue) -> String {
    let mut compact = String::new();
    let (mut in_string, mut escaped) = (false, false);
    for character in json.get().chars() {
        if in_string || !character.is_ascii_whitespace() {
            compact.push(character);
        }
        in_string ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
    }
    compact
}

impl RequestCase {
    /// The request, its URL taken apart. That is the caller's to do; the vectors' URLs are such that little is to be done.
    fn canonical(&self) -> CanonicalRequest {
        let rest = self.url.strip_prefix("https://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = path.replace("/foobar/../barfoo/./x", "/barfoo/x");
        let mut request = CanonicalRequest::new(&self.method, host.strip_suffix(":443").unwrap_or(host), &path)
            .with_query(query)
            .with_body(self.body.as_bytes());
        if let Some(authorization) = &self.authorization {
            request = request.with_authorization(authorization);
        }
        self.params
            .iter()
            .fold(request, |request, (name, value)| request.with_param(&**name, &**value))
    }
}

/// The claims of a token, if `jsonwebtoken` finds its signature good.
fn verified<C: serde::de::DeserializeOwned>(jwt: &str, key: &DecodingKey, algorithm: jsonwebtoken::Algorithm) -> C {
    let mut validation = Validation::new(algorithm);
    // The vectors' clock stands still in 2023.
    validation.validate_exp = false;
    decode::<C>(jwt, key, &validation).unwrap().claims
}

#[test]
fn every_client_capability() {
    let vectors = Vectors::read();
    for case in &vectors.client {
        match case.sign(&vectors) {
            Ok(jwt) => assert_eq!(Some(jwt), case.jwt, "{}", case.name),
            Err(error) => assert_eq!(Some(error.code()), case.error.as_deref(), "{}", case.name),
        }
    }
    assert!(vectors.client.iter().filter(|case| case.jwt.is_some()).count() > 12);
    assert!(vectors.client.iter().filter(|case| case.error.is_some()).count() > 8);
}

#[test]
fn every_task_router_capability() {
    let vectors = Vectors::read();
    let key = vectors.key();
    for case in &vectors.task_router {
        let outcome = case.capability(&key);
        match outcome.and_then(|capability| Ok(key.sign_task_router(&capability, vectors.now())?)) {
            Ok(jwt) => assert_eq!(Some(jwt), case.jwt, "{}", case.name),
            Err(error) => assert_eq!(Some(error.code()), case.error.as_deref(), "{}", case.name),
        }
    }
    assert!(vectors.task_router.iter().filter(|case| case.jwt.is_some()).count() > 7);
    assert!(vectors.task_router.iter().filter(|case| case.error.is_some()).count() > 6);
}

#[test]
fn a_capability_that_expires_after_9999_is_refused() {
    let vectors = Vectors::read();
    let now = UnixTime::from_secs(vectors.now * 1000);
    let key = vectors.key();
    let client = key.sign_client(&ClientCapability::new(), now).unwrap_err();
    let task_router = vectors.task_router_case("worker").capability(&key).unwrap();
    let task_router = key.sign_task_router(&task_router, now).unwrap_err();
    assert_eq!(
        (client.code(), task_router.code()),
        ("time-out-of-range", "time-out-of-range")
    );
}

#[test]
fn an_independent_judge_verifies_capabilities() {
    let vectors = Vectors::read();
    let secret = DecodingKey::from_secret(vectors.key.auth_token.as_bytes());
    let key = vectors.key();

    let case = vectors
        .client
        .iter()
        .find(|case| case.name.starts_with("all scopes"))
        .unwrap();
    let jwt = case.sign(&vectors).unwrap();
    let header = decode_header(&jwt).unwrap();
    assert_eq!(
        (header.typ.as_deref(), header.cty, header.kid),
        (Some("JWT"), None, None)
    );
    let claims: Value = verified(&jwt, &secret, jsonwebtoken::Algorithm::HS256);
    let scope = claims["scope"].as_str().unwrap();
    let kinds = scope.split(' ').map(|scope| scope.split('?').next().unwrap());
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            "scope:stream:subscribe",
            "scope:client:incoming",
            "scope:client:outgoing",
            "scope:client:incoming"
        ]
    );
    assert_eq!(claims["exp"], vectors.now + 3600);

    let capability = vectors
        .task_router_case("a policy that denies")
        .capability(&key)
        .unwrap();
    let jwt = key.sign_task_router(&capability, vectors.now()).unwrap();
    let claims: Value = verified(&jwt, &secret, jsonwebtoken::Algorithm::HS256);
    assert_eq!(claims["policies"][0]["allow"], false);

    let another = DecodingKey::from_secret(b"another");
    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    validation.validate_exp = false;
    assert!(decode::<Value>(&jwt, &another, &validation).is_err());
}

/// The conveniences, spelt out.
#[test]
fn what_a_channel_may_do_with_itself() {
    let vectors = Vectors::read();
    let key = vectors.key();
    let digits = "0123456789abcdef0123456789abcdef";
    let workspace_sid: WorkspaceSid = format!("WS{digits}").parse().unwrap();
    let worker_sid: WorkerSid = format!("WK{digits}").parse().unwrap();
    let task_queue_sid: TaskQueueSid = format!("WQ{digits}").parse().unwrap();
    let base = format!("https://taskrouter.twilio.com/v1/Workspaces/{workspace_sid}");

    for (capability, url) in [
        (
            TaskRouterCapability::worker(workspace_sid.clone(), worker_sid.clone()),
            format!("{base}/Workers/{worker_sid}"),
        ),
        (
            TaskRouterCapability::task_queue(workspace_sid.clone(), task_queue_sid.clone()),
            format!("{base}/TaskQueues/{task_queue_sid}"),
        ),
        (TaskRouterCapability::workspace(workspace_sid.clone()), base.clone()),
    ] {
        let capability = capability
            .allow_fetch_self()
            .allow_update_self()
            .allow_delete_self()
            .allow_fetch_subresources()
            .allow_update_subresources()
            .allow_delete_subresources();
        let jwt = key.sign_task_router(&capability, vectors.now()).unwrap();
        let secret = DecodingKey::from_secret(vectors.key.auth_token.as_bytes());
        let claims: Value = verified(&jwt, &secret, jsonwebtoken::Algorithm::HS256);
        let rules = claims["policies"].as_array().unwrap().iter();
        let rules = rules.map(|policy| (policy["method"].as_str().unwrap(), policy["url"].as_str().unwrap()));
        let below = format!("{url}/**");
        assert_eq!(
            rules.collect::<Vec<_>>(),
            [
                ("GET", &*url),
                ("POST", &*url),
                ("DELETE", &*url),
                ("GET", &*below),
                ("POST", &*below),
                ("DELETE", &*below)
            ]
        );
    }

    let json = |policy: &Policy| serde_json::to_value(policy).unwrap();
    let activity = json(&Policy::update_activity(&workspace_sid, &worker_sid));
    assert_eq!(activity["url"], format!("{base}/Workers/{worker_sid}"));
    assert_eq!(activity["method"], "POST");
    assert_eq!(
        activity["post_filter"].to_string(),
        r#"{"ActivitySid":{"required":true}}"#
    );
    let reservations = Policy::update_reservations(&workspace_sid, &worker_sid).map(|policy| json(&policy));
    assert_eq!(reservations[0]["url"], format!("{base}/Tasks/**"));
    assert_eq!(
        reservations[1]["url"],
        format!("{base}/Workers/{worker_sid}/Reservations/**")
    );
    assert!(reservations.iter().all(|policy| policy["method"] == "POST"));
}

#[test]
fn urls_leave_out_what_is_not_given() {
    let base = "https://taskrouter.twilio.com/v1/Workspaces";
    assert_eq!(urls::workspaces(None), base);
    assert_eq!(urls::workspaces(Some("**")), format!("{base}/**"));
    assert_eq!(urls::task_queues(Some("WS"), None), format!("{base}/WS/TaskQueues"));
    assert_eq!(urls::activities(None, Some("WA")), format!("{base}/Activities/WA"));
    assert_eq!(urls::workers(Some("WS"), Some("WK")), format!("{base}/WS/Workers/WK"));
    let reservations = urls::reservations(Some("WS"), Some("WK"), Some("**"));
    assert_eq!(reservations, format!("{base}/WS/Workers/WK/Reservations/**"));
}

fn validation_client(vectors: &Vectors, algorithm: RsaAlgorithm) -> ValidationClient {
    let ValidationCases {
        credential_sid,
        api_key_sid,
        ..
    } = &vectors.validation;
    ValidationClient::new(&vectors.key.account_sid, credential_sid, api_key_sid, algorithm).unwrap()
}

#[test]
fn every_validation_token() {
    let vectors = Vectors::read();
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    let client = validation_client(&vectors, RsaAlgorithm::Rs256);
    let (mut compared, mut mended) = (0, 0);
    for case in &vectors.validation.cases {
        let request = case.canonical();
        if let Some(canonical) = &case.canonical {
            assert_eq!(&request.to_string(), canonical, "{}", case.name);
            let jwt = key
                .sign(client.unsigned_token(&request, vectors.now()).unwrap())
                .unwrap();
            assert_eq!(Some(jwt), case.jwt, "{}", case.name);
            compared += 1;
        }
        if let Some(right) = &case.right {
            if let Some(path) = &right.path {
                assert_eq!(request.path(), path, "{}", case.name);
            }
            if let Some(query) = &right.query {
                assert_eq!(&request.query(), query, "{}", case.name);
            }
            mended += 1;
        }
    }
    assert_eq!((compared, mended), (12, 6));
}

/// RS256 and PS256, the latter with a salt that is another each time. AWS-LC verifies what AWS-LC signed, but the RS256 tokens
/// are those of OpenSSL too, above.
#[test]
fn an_independent_judge_verifies_validation_tokens() {
    #[derive(Deserialize)]
    struct Claims {
        iss: String,
        sub: String,
        hrh: String,
        rqh: String,
        iat: u64,
        exp: u64,
    }

    let vectors = Vectors::read();
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    let public = DecodingKey::from_rsa_components(MODULUS, "AQAB").unwrap();
    let request = vectors.validation.cases[1].canonical();
    for (ours, theirs) in [
        (RsaAlgorithm::Rs256, jsonwebtoken::Algorithm::RS256),
        (RsaAlgorithm::Ps256, jsonwebtoken::Algorithm::PS256),
    ] {
        let client = validation_client(&vectors, ours).with_ttl(Ttl::seconds(60).unwrap());
        let sign = || {
            key.sign(client.unsigned_token(&request, vectors.now()).unwrap())
                .unwrap()
        };
        let jwt = sign();
        assert_eq!(sign() == jwt, ours == RsaAlgorithm::Rs256);

        let header = decode_header(&jwt).unwrap();
        assert_eq!(header.alg, theirs);
        assert_eq!(header.kid.as_ref(), Some(&vectors.validation.credential_sid));
        assert_eq!(header.cty.as_deref(), Some("twilio-pkrv;v=1"));
        let claims: Claims = verified(&jwt, &public, theirs);
        assert_eq!(
            (claims.iss, claims.sub),
            (vectors.validation.api_key_sid.clone(), vectors.key.account_sid.clone())
        );
        assert_eq!(
            (claims.hrh.as_str(), claims.rqh),
            ("authorization;host", request.hash())
        );
        assert_eq!((claims.iat, claims.exp), (vectors.now, vectors.now + 60));
    }
}

#[test]
fn algorithms_are_read_back() {
    for algorithm in [RsaAlgorithm::Rs256, RsaAlgorithm::Ps256] {
        assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
    }
    for name in ["HS256", "rs256", "RS384", "none", ""] {
        assert!(name.parse::<RsaAlgorithm>().is_err(), "{name}");
    }
}

#[test]
fn private_keys_that_do_not_serve() {
    let vectors = Vectors::read();
    let pem = &vectors.validation.private_key;
    let refused = |text: &str| PrivateKey::from_pem(text).unwrap_err();
    assert_eq!(refused(""), PrivateKeyError::NotPem);
    assert_eq!(refused("MarkedSecret"), PrivateKeyError::NotPem);
    assert_eq!(refused(&pem.replace("-----END", "")), PrivateKeyError::NotPem);
    assert_eq!(refused(&pem.replace(" PRIVATE", " PUBLIC")), PrivateKeyError::NotPem);
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIF\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assert_eq!(refused(encrypted), PrivateKeyError::Encrypted);
    let older = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIF\n-----END RSA PRIVATE KEY-----\n";
    assert_eq!(refused(older), PrivateKeyError::Encrypted);
    // A whole PEM text around half a key, an elliptic key, and 1024 bits.
    let half = pem
        .lines()
        .filter(|line| line.starts_with("-----"))
        .collect::<Vec<_>>()
        .join("\nMIIF\n");
    for text in [&*half, ELLIPTIC, SHORT] {
        assert_eq!(refused(text), PrivateKeyError::Rejected);
    }
    for error in [
        PrivateKeyError::Encrypted,
        PrivateKeyError::NotPem,
        PrivateKeyError::Rejected,
        PrivateKeyError::SigningFailed,
    ] {
        assert_helpful(error.code(), &error.to_string(), error.hint());
    }
}

#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    for error in [
        CapabilityError::InvalidAuthToken { empty: true },
        CapabilityError::InvalidAuthToken { empty: false },
        CapabilityError::InvalidChannelSid,
        CapabilityError::InvalidPolicy,
        CapabilityError::Mint(MintError::EmptyIdentity),
    ] {
        assert_helpful(error.code(), &error.to_string(), &error.explanation());
    }
}

#[test]
fn secrets_are_not_shown() {
    let vectors = Vectors::read();
    let shown = format!("{:?} {:#?}", vectors.key(), vectors.key());
    assert!(
        !shown.contains(&vectors.key.auth_token) && shown.contains("[secret elided]"),
        "{shown}"
    );
    let key = PrivateKey::from_pem(&vectors.validation.private_key).unwrap();
    assert_eq!(format!("{key:?}"), r#"PrivateKey("[secret elided]")"#);
    let marked = "MarkedSecret0123456789MarkedSecr";
    for error in [
        AuthTokenKey::new(marked, marked).unwrap_err(),
        AuthTokenKey::new(&vectors.key.account_sid, &format!("{marked}\n")).unwrap_err(),
        TaskRouterCapability::for_channel(marked, marked).unwrap_err(),
        OutgoingClientScope::new(marked).unwrap_err().into(),
        PolicyFilter::from_json(marked).unwrap_err(),
        validation_error(marked).into(),
    ] {
        let shown = format!("{error} {error:?} {}", error.explanation());
        assert!(!shown.contains("MarkedSecret"), "{shown}");
    }
}

fn validation_error(sid: &str) -> MintError {
    ValidationClient::new(sid, sid, sid, RsaAlgorithm::Rs256).unwrap_err()
}

/// The public half of the vectors' private key.
const MODULUS: &str = "1Nd7qYiht6T5oAVCz9hXrqHOc6By21mqRexEL122mPrSjlVWh7XtkV4A_4kCgsGSprTZTDX9UIBCbyFcPbXp7iBRjVqH20ydpvmn4V3uaq5fZv5V-P7FeX7vWHAMENxMsq6EqImY5VUwPwinIwLSUgXWJy2llBzpCUT8SZ40NJUxOxlRJVB3qz8-xPzP7qGX7iywWEyXtc6fHP-zYJRfFDp_bPMyOhBDH8XqH4peOtIFBmqHLteLC2YgLmC9u1oDkG00L_nOhWNJOonGIXzMb6IRpVgo9LaNn-NciIgUvYIxcGIqTs5G8j8NydSRTfoj42EUNRvag2n7-nXn9Qni6w";

/// Made for these tests, and nobody's: a key for ES256.
const ELLIPTIC: &str = "-----BEGIN PRIVATE KEY-----\n\
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpuyWCBpyHNg83PAR\n\
Ik7P11dn1oOcVUwHbZzxk/JzJQqhRANCAASr6fwZzF9yV32RvN6ucrQjpbL9ZXrU\n\
YD+8hBej7RBWywlppHizfhPDXUvVTTOP/v6iKQeYGsv30UNhz9A32kB5\n\
-----END PRIVATE KEY-----";

/// Made for these tests, and nobody's: an RSA key of 1024 bits.
const SHORT: &str = "-----BEGIN PRIVATE KEY-----\n\
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMMUWiSB2ztyzXLi\n\
1GWQii6pSZQH6uFJkbuTnmImi890gQ/zxDj33e/KLm9FHWfzrSERaDGa2dGOc8hW\n\
maxXmvfa6pxGkkx4skGcAgY98izzqRitaCJl3lcDIA7PhXm5xoUjYbHCQ/4qdST/\n\
exMkpH4D26rJRk9UtbYIgNeT+oQ5AgMBAAECgYBgu0nLinycKNwJGML7LcXnR1hN\n\
x/NHDQTvf05tGvH+x6VrtJNbMEVjrtyBnkLrleAGYqxI1KEnkTyGXbLLy5DycKMj\n\
9XM4ZwI288zqFXgAhazTjw8mQMTscgmrERCxesLW1BA+kOU62xZCIboOPmuQp2zg\n\
Vlqzma0liz+ToQy1kQJBAP51LlnaW1rIWcrfsFExL2UljftndC7atGaOiHEipqgg\n\
LsME6hDXAO0IxxniUxCQA8FxOi5QcPIjYs8BYwG6hEUCQQDEQwoME/pE1RHH8yhF\n\
VFmP8+QXgCd56Oma8+BjgiZM9UROTGO7gr/OucVWobERWRNYjDyid69SLBxglfh8\n\
SNFlAkEAjWEUQM5G5djdsw+4ClSWrc9A5QdlEUdo5naZLqr/B/jhom+PkY20MP8o\n\
iKQsXM53l7pOhj8hkhfBJZzyopo8NQJAffV8pEXKEJUi5U4EoYJCPOZNlFuWemJm\n\
UyGD+LlV9XxQC2Rxea2vhnCp2zDI4JZnmSPf4nGn3rgauk5l/PYLFQJAKy08+IR8\n\
D71Qbm0I8GKqA2c2uzATp84jJd3hwWpEZF/yUQ7gmOFyzuGFqKvD5YGKMtQlOsiS\n\
0LwGzyUokxApwg==\n\
-----END PRIVATE KEY-----";
