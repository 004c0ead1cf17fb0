//! What both forms do, over texts that are known to be texts.

use alloc::{format, string::String, vec::Vec};

use twilio_access_token::{
    AccessToken, Inspector, MintError, SigningKey, UnixTime, Verifier, VerifyError, WebhookError, WebhookKey,
    WebhookParams, WebhookSettings,
};

use crate::{Status, TAT_MISUSE, TAT_REJECTED};

pub(crate) type Outcome<T> = Result<T, Failure>;

/// Why a call gives nothing but an error.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refuses. Its error as JSON.
    Refused(String),
    /// The caller has not kept the rules. The message has nothing in it that JSON would escape.
    Misuse { code: &'static str, message: String },
}

impl Failure {
    pub(crate) fn argument(name: &str, problem: &str) -> Self {
        Self::Misuse {
            code: "invalid-argument",
            message: format!("the argument {name} {problem}."),
        }
    }

    pub(crate) fn handle(kind: &str) -> Self {
        Self::Misuse {
            code: "invalid-handle",
            message: format!("this is no {kind} that is alive."),
        }
    }

    pub(crate) const fn status(&self) -> Status {
        match self {
            Self::Refused(_) => TAT_REJECTED,
            Self::Misuse { .. } => TAT_MISUSE,
        }
    }

    pub(crate) fn into_json(self) -> String {
        match self {
            Self::Refused(json) => json,
            Self::Misuse { code, message } => format!(r#"{{"code":"{code}","message":"{message}"}}"#),
        }
    }
}

impl From<MintError> for Failure {
    fn from(error: MintError) -> Self {
        Self::Refused(error.to_json())
    }
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Self {
        Self::Refused(error.to_json())
    }
}

impl From<WebhookError> for Failure {
    fn from(error: WebhookError) -> Self {
        Self::Refused(error.to_json())
    }
}

pub(crate) fn text<'t>(name: &str, bytes: &'t [u8]) -> Outcome<&'t str> {
    core::str::from_utf8(bytes).map_err(|_| Failure::Misuse {
        code: "invalid-utf8",
        message: format!("the argument {name} is not UTF-8."),
    })
}

/// The three texts that make a key.
pub(crate) struct Key<'t> {
    pub(crate) account_sid: &'t str,
    pub(crate) api_key_sid: &'t str,
    pub(crate) api_key_secret: &'t str,
}

pub(crate) fn signer(key: &Key<'_>) -> Outcome<SigningKey> {
    Ok(SigningKey::new(key.account_sid, key.api_key_sid, key.api_key_secret)?)
}

pub(crate) fn sign(signer: &SigningKey, token: &str, now: u64) -> Outcome<String> {
    Ok(signer.sign(&AccessToken::from_json(token)?, UnixTime::from_secs(now))?)
}

pub(crate) fn sign_lines(signer: &SigningKey, lines: &str, now: u64) -> String {
    signer.sign_json_lines(lines, UnixTime::from_secs(now))
}

pub(crate) fn verifier(key: &Key<'_>) -> Outcome<Verifier> {
    Ok(Verifier::new(signer(key)?))
}

pub(crate) fn add_key(verifier: &mut Verifier, key: &Key<'_>) -> Outcome<()> {
    verifier.add_key(signer(key)?);
    Ok(())
}

pub(crate) fn verify(verifier: &Verifier, token: &str, now: u64) -> Outcome<String> {
    Ok(verifier.verify(token, UnixTime::from_secs(now))?.to_json())
}

pub(crate) fn inspect(token: &str, secret: Option<&str>, region: Option<&str>, now: u64) -> String {
    let mut inspector = Inspector::new(UnixTime::from_secs(now));
    if let Some(secret) = secret {
        inspector = inspector.with_secret(secret);
    }
    if let Some(region) = region {
        inspector = inspector.with_region(region);
    }
    inspector.inspect(token).to_json()
}

pub(crate) fn webhook_key(settings: Option<&str>, secret: &str) -> Outcome<WebhookKey> {
    let settings = WebhookSettings::from_header(settings)?;
    Ok(WebhookKey::new(settings.algorithm, secret.as_bytes())?)
}

pub(crate) fn webhook_sign(key: &WebhookKey, url: &str, fields: &str) -> Outcome<String> {
    Ok(key.sign(url, &params(fields)?))
}

pub(crate) fn validate_form(key: &WebhookKey, signature: &str, url: &str, fields: &str) -> Outcome<()> {
    Ok(key.validate_form(signature, url, &params(fields)?)?)
}

pub(crate) fn validate_body(key: &WebhookKey, signature: &str, url: &str, body: &[u8]) -> Outcome<()> {
    Ok(key.validate_body(signature, url, body)?)
}

/// The fields of a form from a JSON array of `[name, value]`. What serde says about it would quote the request.
fn params(fields: &str) -> Outcome<WebhookParams> {
    let fields = serde_json::from_str::<Vec<(String, String)>>(fields);
    let fields =
        fields.map_err(|_| Failure::argument("fields", "is not a JSON array of [name, value], all of them strings"))?;
    Ok(WebhookParams::from_iter(fields))
}
