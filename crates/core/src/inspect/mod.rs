//! Why Twilio would reject a token.

mod claims;
mod findings;
mod grants;
mod header;
mod inspection;
mod json_type;
mod report;
mod signature;
mod times;

use alloc::{
    format,
    string::{String, ToString as _},
};

use serde_json::{Map, Value};

use self::inspection::Inspection;
pub use self::report::{Finding, Report, Severity, SignatureState};
use crate::{
    json::{self, RawJson},
    jws::{CompactJws, TokenFormatError},
    time::UnixTime,
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
            now: self.now,
            secret: self.secret,
            region: self.region,
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

impl Inspection<'_> {
    /// The token itself, out of what people copy along with it.
    fn unwrap<'t>(&mut self, text: &'t str) -> &'t str {
        let trimmed = text.trim();
        let bare = trimmed
            .strip_prefix("Bearer ")
            .unwrap_or(trimmed)
            .trim_matches(['"', '\'']);
        if bare != text {
            self.add(
                findings::EXTRA_CHARACTERS,
                "There is more than the token: white space, quotation marks or \"Bearer\".",
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
                let message = format!("The {part} has a member twice: readers differ in which of the two counts.");
                self.add(findings::DUPLICATE_MEMBER, message);
            }
        }
        match &header {
            Some((json, header)) => {
                self.report.header = Some(json.clone());
                self.header(header, payload.as_ref().map(|(_, payload)| payload));
            }
            None => self.add(
                findings::MALFORMED
                    .with_twilio_code(20102)
                    .with_hint("Mint the token with a library rather than by hand."),
                "The header is not a JSON object.",
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
        self.add(findings::MALFORMED, format!("This is no token: {problem}."));
    }
}

/// A part of a token as JSON object, with its text.
fn object(part: &[u8]) -> Option<(RawJson, Map<String, Value>)> {
    let text = core::str::from_utf8(part).ok()?;
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return None;
    };
    Some((RawJson::new(text.to_string())?, object))
}
