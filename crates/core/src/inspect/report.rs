//! The result of an inspection.

use alloc::{string::String, vec::Vec};

use serde::Serialize;

use crate::json::{self, RawJson};

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
    pub(super) header: Option<RawJson>,
    pub(super) payload: Option<RawJson>,
    pub(super) signature: SignatureState,
    pub(super) findings: Vec<Finding>,
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
