//! Why Twilio would refuse a token.

use alloc::{
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    grants::{ChatGrant, Grants, SyncGrant, TaskRouterGrant, VideoGrant, VoiceGrant},
    identity::{Identity, Region},
    json::{self, RawJson},
    jws::{Algorithm, CompactJws, Header, HmacKey, TokenFormatError},
    sid::SidKind,
    time::{Ttl, UnixTime},
};

/// Reads any text as an access token and lists what Twilio would refuse about it.
///
/// It needs no key; given the secret it checks the signature, too. Nothing that it reports is proof that a token is good:
/// for that there is [`Verifier`](crate::Verifier), and Twilio, which knows whether a key still exists.
///
/// ```
/// use twilio_access_token::{Inspector, UnixTime};
///
/// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("eyJhbGciOiJIUzI1NiJ9.e30.eA");
/// assert!(report.findings().iter().any(|finding| finding.twilio_code == Some(20102)));
/// for finding in report.findings() {
///     println!("{}: {} {}", finding.code, finding.message, finding.hint);
/// }
/// ```
#[derive(Clone)]
pub struct Inspector<'s> {
    now: UnixTime,
    secret: Option<&'s str>,
    region: Option<&'s str>,
}

impl<'s> Inspector<'s> {
    /// Inspects as of `now`.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SigningKey, UnixTime, VideoGrant};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?.with_grant(VideoGrant::any_room()), now)?;
    /// let tomorrow = UnixTime::from_secs(1_700_086_400);
    /// assert!(!Inspector::new(now).inspect(&jwt).is_rejected());
    /// assert!(Inspector::new(tomorrow).inspect(&jwt).is_rejected());
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn new(now: UnixTime) -> Self {
        Self {
            now,
            secret: None,
            region: None,
        }
    }

    /// Checks the signature as well, with the secret of the API key. Any text is taken: that it is no such secret is among
    /// the findings.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SignatureState, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let inspector = Inspector::new(now);
    /// let secret = "ssssssssssssssssssssssssssssssss";
    /// assert_eq!(inspector.clone().with_secret(secret).inspect(&jwt).signature(), SignatureState::Verified);
    /// assert_eq!(inspector.with_secret("another").inspect(&jwt).signature(), SignatureState::Mismatch);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn with_secret(mut self, api_key_secret: &'s str) -> Self {
        self.secret = Some(api_key_secret);
        self
    }

    /// Compares the token's region with that of the API key, such as `ie1`, or `us1` for keys that name none.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let report = Inspector::new(now).with_region("ie1").inspect(&jwt);
    /// assert!(report.findings().iter().any(|finding| finding.code == "region-mismatch"));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn with_region(mut self, region: &'s str) -> Self {
        self.region = Some(region);
        self
    }

    /// Reads `token` and lists what is wrong with it.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("Bearer eyJhbGciOiJIUzI1NiJ9.e30.eA");
    /// assert_eq!(report.findings()[0].code, "extra-characters");
    /// ```
    #[must_use]
    pub fn inspect(&self, token: &str) -> Report {
        let mut inspection = Inspection {
            inspector: self,
            report: Report::default(),
        };
        let token = inspection.unwrap(token);
        inspection.token(token);
        inspection.report
    }
}

impl core::fmt::Debug for Inspector<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Inspector")
            .field("now", &self.now)
            .field("secret", &self.secret.map(|_| "[secret elided]"))
            .finish_non_exhaustive()
    }
}

/// What a token holds, and what is wrong with it.
///
/// ```
/// use twilio_access_token::{Inspector, SignatureState, UnixTime};
///
/// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("eyJhbGciOiJub25lIn0.e30.");
/// assert_eq!(report.header(), Some(r#"{"alg":"none"}"#));
/// assert_eq!(report.signature(), SignatureState::Unchecked);
/// assert!(report.is_rejected());
/// ```
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    header: Option<RawJson>,
    payload: Option<RawJson>,
    signature: SignatureState,
    findings: Vec<Finding>,
}

impl Report {
    /// The header's JSON text, if the token has one.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert_eq!(report.header(), Some(r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn header(&self) -> Option<&str> {
        self.header.as_ref().map(RawJson::as_str)
    }

    /// The payload's JSON text, if the token has one.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// let inspector = Inspector::new(UnixTime::from_secs(1_700_000_000));
    /// let report = inspector.inspect("eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IiJ9.eA");
    /// assert_eq!(report.payload(), Some(r#"{"scope":""}"#));
    /// assert_eq!(inspector.inspect("eyJhbGciOiJIUzI1NiJ9.e3.eA").payload(), None);
    /// ```
    #[must_use]
    pub fn payload(&self) -> Option<&str> {
        self.payload.as_ref().map(RawJson::as_str)
    }

    /// Whether the signature is that of the secret that was given.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, Inspector, SignatureState, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let jwt = key.sign(&AccessToken::new("alice")?, now)?;
    /// let report = Inspector::new(now).with_secret("not the secret").inspect(&jwt);
    /// assert_eq!(report.signature(), SignatureState::Mismatch);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn signature(&self) -> SignatureState {
        self.signature
    }

    /// What is wrong, in the order in which Twilio would come upon it.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("eyJhbGciOiJub25lIn0.e30.");
    /// for finding in report.findings() {
    ///     println!("{}: {} {}", finding.code, finding.message, finding.hint);
    /// }
    /// assert_eq!(report.findings()[1].code, "unsigned");
    /// ```
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether Twilio would certainly refuse the token.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("not a token");
    /// assert!(report.is_rejected());
    /// ```
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// This report as JSON text: an object of `header`, `payload`, `signature` and `findings`.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("not a token");
    /// let start = r#"{"header":null,"payload":null,"signature":"unchecked","findings":[{"code":"malformed","#;
    /// assert!(report.to_json().starts_with(start));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        json::escape_controls(json::to_string(self, 1024))
    }
}

/// Whether a signature is that of the secret that was given.
///
/// ```
/// use twilio_access_token::{Inspector, SignatureState, UnixTime};
///
/// let inspector = Inspector::new(UnixTime::from_secs(1_700_000_000)).with_secret("secret");
/// assert_eq!(inspector.inspect("eyJhbGciOiJIUzI1NiJ9.e30.eA").signature(), SignatureState::Mismatch);
/// assert_eq!(inspector.inspect("not a token").signature(), SignatureState::Unchecked);
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SignatureState {
    /// It is not.
    Mismatch,
    /// No secret was given, or the token cannot be read far enough to tell.
    #[default]
    Unchecked,
    /// It is.
    Verified,
}

/// One thing that is wrong with a token.
///
/// ```
/// use twilio_access_token::{Inspector, Severity, UnixTime};
///
/// let report = Inspector::new(UnixTime::from_secs(1_700_000_000)).inspect("not a token");
/// let finding = &report.findings()[0];
/// assert_eq!((finding.code, finding.severity), ("malformed", Severity::Error));
/// assert_eq!(finding.twilio_code, Some(20101));
/// assert_eq!(finding.message, "This is no token: it has 1 part where a token has 3, with dots between.");
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The stable name of this finding.
    pub code: &'static str,
    /// The [error](https://www.twilio.com/docs/api/errors) with which Twilio answers, if one is known.
    pub twilio_code: Option<u32>,
    /// How sure it is.
    pub severity: Severity,
    /// What is wrong: a sentence, with the value that is at fault. Never a secret.
    pub message: String,
    /// What to do about it: a sentence.
    pub hint: &'static str,
}

/// How sure it is that Twilio refuses a token.
///
/// ```
/// use twilio_access_token::{AccessToken, Inspector, Severity, SigningKey, UnixTime, VoiceGrant};
///
/// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
/// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
/// # let now = UnixTime::from_secs(1_700_000_000);
/// let jwt = key.sign(&AccessToken::new("alice")?.with_grant(VoiceGrant::new()), now)?;
/// let report = Inspector::new(now).inspect(&jwt);
/// let finding = report.findings().iter().find(|finding| finding.code == "voice-permits-nothing");
/// assert_eq!(finding.map(|finding| finding.severity), Some(Severity::Warning));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Severity {
    /// It does.
    Error,
    /// It may, or the token does not do what was probably meant.
    Warning,
}

/// An inspection under way.
struct Inspection<'i> {
    inspector: &'i Inspector<'i>,
    report: Report,
}

impl Inspection<'_> {
    fn error(&mut self, code: &'static str, twilio_code: u32, message: impl Into<String>, hint: &'static str) {
        self.add(code, Some(twilio_code), Severity::Error, message.into(), hint);
    }

    fn warning(&mut self, code: &'static str, twilio_code: u32, message: impl Into<String>, hint: &'static str) {
        self.add(code, Some(twilio_code), Severity::Warning, message.into(), hint);
    }

    fn add(
        &mut self,
        code: &'static str,
        twilio_code: Option<u32>,
        severity: Severity,
        message: String,
        hint: &'static str,
    ) {
        self.report.findings.push(Finding {
            code,
            twilio_code,
            severity,
            message,
            hint,
        });
    }

    /// The token itself, out of what people copy along with it.
    fn unwrap<'t>(&mut self, text: &'t str) -> &'t str {
        let trimmed = text.trim();
        let bare = trimmed
            .strip_prefix("Bearer ")
            .unwrap_or(trimmed)
            .trim_matches(['"', '\'']);
        if bare != text {
            self.error(
                "extra-characters",
                20101,
                "There is more than the token: white space, quotation marks or \"Bearer\".",
                "Pass the token alone; an endpoint that answers with JSON text has to be read as JSON.",
            );
        }
        bare
    }

    fn token(&mut self, token: &str) {
        let token = match CompactJws::parse(token.as_bytes()) {
            Ok(token) => token,
            Err(problem) => return self.malformed(&problem),
        };
        let (header, payload) = (object(&token.header), object(&token.payload));
        for (part, object) in [("header", &header), ("payload", &payload)] {
            if object
                .as_ref()
                .is_some_and(|(json, _)| json::has_duplicate_member(json.as_str()))
            {
                self.error(
                    "duplicate-member",
                    20101,
                    format!("The {part} has a member twice: readers differ in which of the two counts."),
                    "Write each claim, grant and field once.",
                );
            }
        }
        match &header {
            Some((json, header)) => {
                self.report.header = Some(json.clone());
                self.header(header, payload.as_ref().map(|(_, payload)| payload));
            }
            None => self.error(
                "malformed",
                20102,
                "The header is not a JSON object.",
                "Mint the token with a library rather than by hand.",
            ),
        }
        match &payload {
            Some((json, payload)) => {
                self.report.payload = Some(json.clone());
                let region = header
                    .as_ref()
                    .and_then(|(_, header)| header.get("twr"))
                    .and_then(Value::as_str);
                self.payload(payload, region);
            }
            None => self.malformed(&TokenFormatError::NotJson { part: "payload" }),
        }
        if let Some((_, header)) = header {
            self.signature(&token, header.get("alg").and_then(Value::as_str));
        }
    }

    fn malformed(&mut self, problem: &TokenFormatError) {
        self.error(
            "malformed",
            20101,
            format!("This is no token: {problem}."),
            "Pass the whole token, as it was issued; one that is cut off or wrapped cannot be read.",
        );
    }

    fn header(&mut self, header: &Map<String, Value>, payload: Option<&Map<String, Value>>) {
        const HINT: &str =
            "Mint an access token: its header is {\"alg\":\"HS256\",\"typ\":\"JWT\",\"cty\":\"twilio-fpa;v=1\"}.";
        let member = |name: &str| {
            header
                .get(name)
                .map_or_else(|| String::from("missing"), Value::to_string)
        };

        if header.get("typ").and_then(Value::as_str) != Some(Header::TYP) {
            let message = format!("The header's typ is {}, where Twilio asks for \"JWT\".", member("typ"));
            self.error("wrong-type", 20102, message, HINT);
        }
        match header.get("alg").and_then(Value::as_str) {
            Some("HS256") => {}
            Some("none") => {
                let message = "The header's alg is \"none\": the token is not signed.";
                self.error("unsigned", 20102, message, HINT);
            }
            _ => {
                let message = format!(
                    "The header's alg is {}, where Twilio documents \"HS256\" alone.",
                    member("alg")
                );
                self.error("wrong-algorithm", 20102, message, HINT);
            }
        }
        match header.get("cty").and_then(Value::as_str) {
            Some(Header::CTY) => {}
            Some("twilio-pkrv;v=1") => self.error(
                "validation-token",
                20102,
                "This is a token for Public Key Client Validation, which signs requests to the REST API.",
                HINT,
            ),
            _ if payload.is_some_and(|payload| payload.contains_key("scope") && !payload.contains_key("grants")) => {
                self.error(
                    "client-capability-token",
                    20102,
                    "This is a Client capability token, signed with an auth token, which the SDKs of today do not take.",
                    "Mint an access token with a voice grant, signed with an API key.",
                );
            }
            _ => {
                let message = format!(
                    "The header's cty is {}, where Twilio asks for \"twilio-fpa;v=1\".",
                    member("cty")
                );
                self.error("wrong-content-type", 20102, message, HINT);
            }
        }
        self.region(header.get("twr"));
    }

    fn region(&mut self, twr: Option<&Value>) {
        let region = match twr {
            None => "us1",
            Some(Value::String(region)) if region.parse::<Region>().is_ok() => region,
            Some(other) => {
                let message = format!("The header's twr is {other}, which names no region.");
                let hint = "Leave twr out for us1; some versions of Twilio's Ruby library write null.";
                return self.warning("invalid-region", 20101, message, hint);
            }
        };
        // The other is not shown: it was given beside a secret, and may be one.
        if self.inspector.region.is_some_and(|expected| expected != region) {
            self.error(
                "region-mismatch",
                20101,
                format!("The token is for the region {region}, the API key for another."),
                "Set the token's region to that of the API key, or use a key of the region.",
            );
        }
    }

    fn payload(&mut self, payload: &Map<String, Value>, region: Option<&str>) {
        self.sids(payload);
        self.times(payload);
        match payload.get("grants") {
            Some(Value::Object(grants)) => self.grants(grants, region),
            None if payload.contains_key("scope") => {}
            None => self.error("no-grants", 20106, "The claim grants is missing.", GRANTS),
            Some(other) => {
                let message = format!("The claim grants is {}, not an object.", kind(other));
                self.error("no-grants", 20106, message, GRANTS);
            }
        }
    }

    fn sids(&mut self, payload: &Map<String, Value>) {
        // A capability token has other claims, and has been found out by its header.
        if payload.contains_key("scope") {
            return;
        }
        if !payload.get("jti").is_some_and(Value::is_string) {
            let hint = "Give each token an id of its own; Twilio's libraries write the API key SID and the time.";
            self.warning("no-token-id", 20101, "The claim jti is missing, or not a string.", hint);
        }
        let kind_of = |claim| payload.get(claim).and_then(Value::as_str).and_then(SidKind::of);
        match (kind_of("iss"), kind_of("sub")) {
            (Some(SidKind::Account), Some(SidKind::ApiKey)) => {
                return self.error(
                    "sids-swapped",
                    20103,
                    "The Account SID is the issuer and the API key SID the subject; it is the other way round.",
                    "Swap them: iss is the API key's SID (SK…), sub the Account SID (AC…).",
                );
            }
            (Some(SidKind::Account), _) => self.error(
                "account-sid-as-key",
                20103,
                "The issuer is an Account SID: the token was signed as if the account and its auth token were an API key.",
                "Make an API key, and mint with its SID (SK…) and its secret.",
            ),
            _ => self.sid(payload, "iss", SidKind::ApiKey, "invalid-issuer"),
        }
        self.sid(payload, "sub", SidKind::Account, "invalid-subject");
    }

    fn sid(&mut self, payload: &Map<String, Value>, claim: &'static str, kind: SidKind, code: &'static str) {
        let (noun, hint) = (kind.noun(), kind.hint());
        let Some(text) = payload.get(claim).and_then(Value::as_str) else {
            let message = format!("The claim {claim} is missing or not a string, where the {noun} belongs.");
            return self.error(code, 20103, message, hint);
        };
        if let Some(problem) = kind.problem(text) {
            let message = format!("The claim {claim} is {text:?}, which is not the {noun}: {problem}.");
            self.error(code, 20103, message, hint);
        } else if is_placeholder(&text[kind.prefix().len()..]) {
            let message = format!("The claim {claim} is {text}, which looks like the {noun} of an example.");
            self.warning("placeholder-sid", 20103, message, hint);
        }
    }

    fn times(&mut self, payload: &Map<String, Value>) {
        const SHORTER: &str = "Give a lifetime of at most 86400 seconds; for Voice, 86399.";
        const SECONDS: &str = "Give times in seconds since 1970, and lifetimes in seconds, not in milliseconds.";
        let now = self.inspector.now.as_secs();
        let (issued, not_before) = (self.time(payload, "iat"), self.time(payload, "nbf"));

        if let Some(not_before) = not_before.filter(|&not_before| not_before > now) {
            let message = format!("The token is not valid before {not_before} (nbf), and it is {now}.");
            self.error(
                "not-yet-valid",
                20105,
                message,
                "Wait, or set the clock of the server that mints.",
            );
        }
        if let Some(issued) = issued.filter(|&issued| issued > now) {
            let message = format!("The token says that it was issued at {issued} (iat), and it is {now}.");
            let hint = "Set the clock of the server that mints; a client whose clock is slow refuses the token.";
            self.warning("issued-in-the-future", 20105, message, hint);
        }
        if !payload.contains_key("exp") {
            let message = "The claim exp is missing: the token does not expire.";
            return self.error("no-expiry", 20156, message, "Give the token a lifetime.");
        }
        let Some(expires) = self.time(payload, "exp") else {
            return;
        };

        let start = issued.or(not_before).unwrap_or(now);
        let lifetime = expires.saturating_sub(start);
        if expires > UnixTime::MAX.as_secs() || (lifetime > Ttl::MAX.as_secs() * 365 && lifetime % 1000 == 0) {
            let message =
                format!("The claim exp is {expires}, which is {lifetime} seconds later: are these milliseconds?");
            self.error("milliseconds", 20157, message, SECONDS);
        } else if lifetime > Ttl::MAX.as_secs() {
            let message = format!("The token lives {lifetime} seconds, and Twilio takes 86400 (24 hours).");
            self.error("lifetime-too-long", 20157, message, SHORTER);
        }
        let has_voice = payload
            .get("grants")
            .is_some_and(|grants| grants.get(VoiceGrant::KEY).is_some());
        if has_voice && lifetime >= Ttl::MAX.as_secs() {
            let message = format!("The token lives {lifetime} seconds, and Voice counts 86400 as too long.");
            let certain = lifetime > Ttl::MAX.as_secs();
            let severity = if certain { Severity::Error } else { Severity::Warning };
            self.add("voice-lifetime-too-long", Some(31207), severity, message, SHORTER);
        }
        if expires <= now {
            let message = format!("The token expired at {expires}, {} seconds ago.", now - expires);
            self.error(
                "expired",
                20104,
                message,
                "Mint a new token when the client says that this one is about to expire.",
            );
        }
        if not_before.or(issued).is_some_and(|start| expires <= start) {
            let message = format!("The token expires at {expires}, which is not after it becomes valid.");
            self.error("never-valid", 20156, message, "Give a lifetime of at least a second.");
        }
    }

    /// A claim that is a time, if it is there and is one.
    fn time(&mut self, payload: &Map<String, Value>, claim: &'static str) -> Option<u64> {
        let value = payload.get(claim)?;
        let time = value.as_u64();
        if time.is_none() {
            let twilio_code = if claim == "exp" { 20156 } else { 20154 };
            let message = format!("The claim {claim} is {value}, not a whole number of seconds since 1970.");
            self.error(
                "invalid-time",
                twilio_code,
                message,
                "Give times as whole numbers of seconds since 1970.",
            );
        }
        time
    }

    fn grants(&mut self, grants: &Map<String, Value>, region: Option<&str>) {
        let identity = self.identity(grants);
        if grants.keys().all(|key| key == Grants::IDENTITY) {
            let message = "The token grants nothing: there is no product beside the identity.";
            self.error("no-grants", 20106, message, GRANTS);
        }
        for (key, grant) in grants {
            let Some(grant) = grant.as_object() else {
                if key != Grants::IDENTITY && !(key == "player" && grant.is_null()) {
                    let message = format!("The grant {key} is {}, not an object.", kind(grant));
                    self.error("invalid-grant", 20106, message, GRANTS);
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
                    self.error("identity-too-long", 51003, message, "Give a shorter identity.");
                }
                Some(identity)
            }
            other => {
                let message = format!("The identity is {other}, {}, where a string belongs.", kind(other));
                let hint =
                    "Write the identity as a string; Twilio's Python and Ruby libraries leave numbers as they are.";
                self.warning("identity-not-text", 20106, message, hint);
                None
            }
        }
    }

    fn video(&mut self, grant: &Map<String, Value>, identity: Option<&str>, region: Option<&str>) {
        const LIMIT: usize = VideoGrant::MAX_ROOM_CHARACTERS;
        match identity {
            None | Some("") => self.error(
                "video-no-identity",
                53200,
                "There is a video grant and no identity, without which nobody can join a room.",
                "Give the token an identity.",
            ),
            Some(identity) => {
                let length = video_length(identity);
                if length > LIMIT {
                    let message = format!("The identity counts as {length} characters, and Video takes {LIMIT}.");
                    let hint = "Give an identity of at most 128 characters; wide ones count twice.";
                    self.error("video-identity-too-long", 53201, message, hint);
                }
                if identity.contains(char::is_control) {
                    let message = format!("The identity {identity:?} has characters that Video does not take.");
                    self.error(
                        "video-identity-characters",
                        53202,
                        message,
                        "Leave control characters out of it.",
                    );
                }
            }
        }
        match grant.get("room") {
            None => {}
            Some(Value::String(room)) => {
                let length = room.chars().count();
                if room.is_empty() {
                    let message = "The video grant's room is the empty string.";
                    self.error(
                        "room-empty",
                        53100,
                        message,
                        "Name the room, or leave it out for every room.",
                    );
                }
                if length > LIMIT {
                    let message = format!("The room has {length} characters, and Video takes {LIMIT}.");
                    self.error(
                        "room-too-long",
                        53101,
                        message,
                        "Give a room name of at most 128 characters.",
                    );
                }
                if room.contains(char::is_control) {
                    let message = format!("The room {room:?} has characters that Video does not take.");
                    self.error("room-characters", 53102, message, "Leave control characters out of it.");
                }
            }
            Some(other) => {
                let message = format!("The video grant's room is {}, not a string.", kind(other));
                self.error("invalid-grant", 20106, message, "Give the room as a string.");
            }
        }
        if let Some(region) = region.filter(|&region| region != "us1") {
            let message = format!("There is a video grant, and the token is for the region {region}.");
            self.error(
                "video-region",
                51007,
                message,
                "Mint tokens for Video with an API key of us1.",
            );
        }
    }

    fn voice(&mut self, grant: &Map<String, Value>, identity: Option<&str>) {
        const OLD_LIMIT: usize = 121;
        const HINT: &str =
            "Give Voice an identity of letters, digits and underscores, at most 121 characters to be safe.";
        match identity {
            None | Some("") => self.error(
                "voice-no-identity",
                31105,
                "There is a voice grant and no identity.",
                HINT,
            ),
            Some(identity) => {
                let well_formed = |character: char| character.is_ascii_alphanumeric() || character == '_';
                if !identity.chars().all(well_formed) {
                    let message = format!("The identity {identity:?} is more than letters, digits and underscores.");
                    // The error's page refuses these; the page on tokens asks for less still.
                    let certain =
                        identity.contains(|c: char| c.is_control() || c == ' ' || "<>#%\"{}|\\^[]`".contains(c));
                    let severity = if certain { Severity::Error } else { Severity::Warning };
                    self.add("voice-identity-characters", Some(31105), severity, message, HINT);
                }
                let length = identity.chars().count();
                if length > OLD_LIMIT {
                    let message =
                        format!("The identity has {length} characters, and Voice has been known to refuse 122.");
                    let certain = length > Identity::MAX_CHARACTERS;
                    let severity = if certain { Severity::Error } else { Severity::Warning };
                    self.add("voice-identity-too-long", Some(31105), severity, message, HINT);
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
            let hint = "Name a TwiML application for outgoing calls, or allow incoming ones.";
            self.warning("voice-permits-nothing", 20106, message, hint);
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
            self.error(
                "sync-identity-length",
                54351,
                message,
                "Give Sync an identity of 1 to 256 characters.",
            );
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
                let message = "There is a chat grant and no identity.";
                self.error("chat-no-identity", 20106, message, "Give the token an identity.");
            }
            Some(identity) if identity.chars().count() > Identity::MAX_CHARACTERS => {
                let message = "The identity has more than 256 characters, which Conversations does not take.";
                self.error("chat-identity-too-long", 50207, message, "Give a shorter identity.");
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
        self.error("invalid-grant", 20106, message, kind.hint());
    }

    fn signature(&mut self, token: &CompactJws<'_>, algorithm: Option<&str>) {
        const HINT: &str =
            "Sign with the secret of the API key that iss names, as the Console showed it when the key was made.";
        let Some(secret) = self.inspector.secret else { return };

        if looks_like_auth_token(secret) {
            let message =
                "The secret is 32 hexadecimal digits, as an auth token is and the secret of an API key is not.";
            self.warning("auth-token-as-secret", 20107, message, HINT);
        } else if SidKind::of(secret).is_some() {
            let message = "What is given for the secret is a SID.";
            self.error("sid-as-secret", 20107, message, HINT);
        }
        let Some(algorithm) = algorithm.and_then(|name| name.parse::<Algorithm>().ok()) else {
            return;
        };
        let verifies = |secret: &str| HmacKey::new(algorithm, secret.as_bytes()).verify(token);
        if verifies(secret) {
            self.report.signature = SignatureState::Verified;
            return;
        }
        self.report.signature = SignatureState::Mismatch;
        if verifies(secret.trim()) {
            let message = "The signature is that of the secret without the white space around it.";
            self.error(
                "secret-white-space",
                20107,
                message,
                "Remove the white space from the secret that is given here.",
            );
        } else if verifies("") {
            let message = "The token is signed with an empty secret.";
            self.error(
                "empty-secret",
                20107,
                message,
                "See that the variable with the secret is set where the token is minted.",
            );
        } else {
            let message = "The signature is not that of the secret: another key signed the token, or it was altered.";
            self.error("signature-mismatch", 20107, message, HINT);
        }
    }
}

const GRANTS: &str = "Add the grant of the product that the token is for.";

/// A part of a token as JSON object, with its text.
fn object(part: &[u8]) -> Option<(RawJson, Map<String, Value>)> {
    let text = core::str::from_utf8(part).ok()?;
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return None;
    };
    Some((RawJson::new(text.to_string())?, object))
}

/// What a value is, in words.
const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Characters as Video counts them: those that take two bytes or more count twice.
/// <https://www.twilio.com/docs/video/programmable-video-limits>
fn video_length(text: &str) -> usize {
    text.chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum()
}

/// Whether the digits of a SID were typed by somebody who needed some: all the same, or counting up.
fn is_placeholder(digits: &str) -> bool {
    let all_same = digits.bytes().all(|digit| Some(digit) == digits.bytes().next());
    all_same || digits.starts_with("0123456789") || digits.starts_with("1234567890")
}

/// Whether a text is 32 lower-case hexadecimal digits. The secret of an API key has other letters, and never by chance none.
fn looks_like_auth_token(secret: &str) -> bool {
    secret.len() == 32 && secret.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
