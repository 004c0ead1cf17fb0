//! The calls, over strings. Each shell reads its caller's arguments into these and passes on the answer.
#![expect(missing_docs, reason = "docs/flat-abi.md documents the calls")]
#![expect(
    clippy::missing_errors_doc,
    reason = "each call fails as the core function that it calls"
)]

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

use serde::Serialize;
use twilio_access_token::{
    AccessToken, Inspector, MintError, SigningKey, UnixTime, Verifier, VerifyError, WebhookError, WebhookKey,
    WebhookParams, WebhookSettings,
};

#[cfg(feature = "npm")]
pub use crate::npm::*;
use crate::{Status, TAT_MISUSE, TAT_REJECTED};

pub type Outcome<T> = Result<T, Failure>;

/// A call's error.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Failure {
    /// The stable name.
    pub code: &'static str,
    /// What is wrong, without a period.
    pub message: String,
    /// What to do about it, a sentence.
    pub hint: String,
    #[serde(skip)]
    misuse: bool,
}

impl Failure {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
            misuse: false,
        }
    }

    pub(crate) fn misuse(code: &'static str, message: String, hint: impl Into<String>) -> Self {
        Self {
            misuse: true,
            ..Self::new(code, message, hint)
        }
    }

    pub(crate) fn argument(name: &str, problem: &str, hint: &str) -> Self {
        Self::misuse("invalid-argument", format!("the argument {name} {problem}"), hint)
    }

    const fn handle(kind: &str) -> impl FnOnce() -> Self {
        move || {
            let message = format!("the handle is not that of a live {kind}");
            Self::misuse(
                "invalid-handle",
                message,
                "Pass a handle that was created and not freed.",
            )
        }
    }

    pub(crate) const fn status(&self) -> Status {
        if self.misuse { TAT_MISUSE } else { TAT_REJECTED }
    }

    pub(crate) fn to_json(&self) -> String {
        json(self)
    }
}

pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| unreachable!("strings and numbers are JSON"))
}

macro_rules! failures {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new(error.code(), format!("{error}"), error.hint())
            }
        }
    )*};
}

failures!(MintError, VerifyError, WebhookError);

/// What a call returns.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "each shell handles each kind of answer")]
pub enum Answer {
    Nothing,
    Handle(u32),
    Text(String),
}

impl From<()> for Answer {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

impl From<u32> for Answer {
    fn from(handle: u32) -> Self {
        Self::Handle(handle)
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Declares the objects that callers hold by handles.
macro_rules! objects {
    ($($(#[$attribute:meta])* $field:ident: $type:ty, $noun:literal;)*) => {
        /// All live objects, by handle.
        #[derive(Debug)]
        pub struct Objects {
            last: u32,
            $($(#[$attribute])* pub(crate) $field: Table<$type>,)*
        }

        impl Objects {
            #[must_use]
            pub const fn new() -> Self {
                Self { last: 0, $($(#[$attribute])* $field: Table { live: BTreeMap::new(), noun: $noun },)* }
            }

            /// The number of live objects.
            #[must_use]
            pub fn len(&self) -> usize {
                let mut len = 0;
                $($(#[$attribute])* { len += self.$field.live.len(); })*
                len
            }

            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            fn contains(&self, handle: u32) -> bool {
                let mut contains = false;
                $($(#[$attribute])* { contains |= self.$field.live.contains_key(&handle); })*
                contains
            }
        }
    };
}

objects! {
    signers: SigningKey, "signer";
    verifiers: Verifier, "verifier";
    webhook_keys: WebhookKey, "webhook key";
    #[cfg(feature = "npm")]
    payload_keys: twilio_access_token::HmacKey, "payload key";
    #[cfg(feature = "npm")]
    environments: Environment, "environment";
    #[cfg(feature = "npm")]
    endpoints: twilio_access_token_endpoint::Endpoint, "endpoint";
}

impl Objects {
    /// Stores an object in a table, and returns its handle. A freed handle is used again only after all others.
    pub(crate) fn keep<T>(&mut self, object: T, table: impl FnOnce(&mut Self) -> &mut Table<T>) -> u32 {
        self.last = self.last.wrapping_add(1).max(1);
        while self.contains(self.last) {
            self.last = self.last.wrapping_add(1).max(1);
        }
        let handle = self.last;
        table(self).live.insert(handle, object);
        handle
    }
}

impl Default for Objects {
    fn default() -> Self {
        Self::new()
    }
}

/// The live objects of one kind.
#[derive(Debug)]
pub(crate) struct Table<T> {
    live: BTreeMap<u32, T>,
    noun: &'static str,
}

impl<T> Table<T> {
    pub(crate) fn get(&mut self, handle: u32) -> Outcome<&mut T> {
        self.live.get_mut(&handle).ok_or_else(Failure::handle(self.noun))
    }

    pub(crate) fn take(&mut self, handle: u32) -> Outcome<T> {
        self.live.remove(&handle).ok_or_else(Failure::handle(self.noun))
    }

    /// Drops an object. The handle 0 is never an object's, and ignored.
    pub(crate) fn free(&mut self, handle: u32) -> Outcome<()> {
        if handle == 0 {
            Ok(())
        } else {
            self.take(handle).map(drop)
        }
    }
}

pub(crate) fn utf8<'t>(name: &str, bytes: &'t [u8]) -> Outcome<&'t str> {
    core::str::from_utf8(bytes).map_err(|_| {
        let message = format!("the argument {name} is not UTF-8");
        Failure::misuse("invalid-utf8", message, "Encode it as UTF-8.")
    })
}

pub(crate) fn new_signer(account_sid: &str, api_key_sid: &str, api_key_secret: &[u8]) -> Outcome<SigningKey> {
    let api_key_secret = utf8("api_key_secret", api_key_secret)?;
    Ok(SigningKey::new(account_sid, api_key_sid, api_key_secret)?)
}

pub(crate) fn sign(signer: &SigningKey, token: &str, now: u64) -> Outcome<String> {
    Ok(signer.sign(&AccessToken::from_json(token)?, UnixTime::from_secs(now))?)
}

pub(crate) fn verify(verifier: &Verifier, token: &str, now: u64) -> Outcome<String> {
    Ok(verifier.verify(token, UnixTime::from_secs(now))?.to_json())
}

pub(crate) fn new_webhook_key(settings: Option<&str>, secret: &[u8]) -> Outcome<WebhookKey> {
    let secret = utf8("secret", secret)?;
    let settings = WebhookSettings::from_header(settings)?;
    Ok(WebhookKey::new(settings.algorithm, secret.as_bytes())?)
}

/// The fields of a form from a JSON array of `[name, value]`. serde's own message would quote the request.
pub(crate) fn fields(json: &str) -> Outcome<WebhookParams> {
    let fields = serde_json::from_str::<Vec<(String, String)>>(json).map_err(|_| {
        let problem = "is not a JSON array of [name, value], all of them strings";
        Failure::argument(
            "fields",
            problem,
            r#"Pass [["From","+15550001"]], or [] if there are none."#,
        )
    })?;
    Ok(WebhookParams::from_iter(fields))
}

pub fn signer_new(objects: &mut Objects, account_sid: &str, api_key_sid: &str, api_key_secret: &[u8]) -> Outcome<u32> {
    let signer = new_signer(account_sid, api_key_sid, api_key_secret)?;
    Ok(objects.keep(signer, |objects| &mut objects.signers))
}

pub fn signer_sign(objects: &mut Objects, signer: u32, token: &str, now: u64) -> Outcome<String> {
    sign(objects.signers.get(signer)?, token, now)
}

pub fn signer_sign_lines(objects: &mut Objects, signer: u32, lines: &str, now: u64) -> Outcome<String> {
    Ok(objects
        .signers
        .get(signer)?
        .sign_json_lines(lines, UnixTime::from_secs(now)))
}

pub fn signer_free(objects: &mut Objects, signer: u32) -> Outcome<()> {
    objects.signers.free(signer)
}

pub fn verifier_new(
    objects: &mut Objects,
    account_sid: &str,
    api_key_sid: &str,
    api_key_secret: &[u8],
) -> Outcome<u32> {
    let verifier = Verifier::new(new_signer(account_sid, api_key_sid, api_key_secret)?);
    Ok(objects.keep(verifier, |objects| &mut objects.verifiers))
}

pub fn verifier_add_key(
    objects: &mut Objects,
    verifier: u32,
    account_sid: &str,
    api_key_sid: &str,
    api_key_secret: &[u8],
) -> Outcome<()> {
    let verifier = objects.verifiers.get(verifier)?;
    verifier.add_key(new_signer(account_sid, api_key_sid, api_key_secret)?);
    Ok(())
}

pub fn verifier_set_leeway(objects: &mut Objects, verifier: u32, leeway: u32) -> Outcome<()> {
    objects.verifiers.get(verifier)?.set_leeway(leeway);
    Ok(())
}

pub fn verifier_verify(objects: &mut Objects, verifier: u32, token: &str, now: u64) -> Outcome<String> {
    verify(objects.verifiers.get(verifier)?, token, now)
}

pub fn verifier_free(objects: &mut Objects, verifier: u32) -> Outcome<()> {
    objects.verifiers.free(verifier)
}

pub fn inspect(
    _: &mut Objects,
    token: &str,
    api_key_secret: Option<&str>,
    region: Option<&str>,
    now: u64,
) -> Outcome<String> {
    let mut inspector = Inspector::new(UnixTime::from_secs(now));
    if let Some(secret) = api_key_secret {
        inspector = inspector.with_secret(secret);
    }
    if let Some(region) = region {
        inspector = inspector.with_region(region);
    }
    Ok(inspector.inspect(token).to_json())
}

pub fn webhook_key_new(objects: &mut Objects, settings: Option<&str>, secret: &[u8]) -> Outcome<u32> {
    let key = new_webhook_key(settings, secret)?;
    Ok(objects.keep(key, |objects| &mut objects.webhook_keys))
}

pub fn webhook_key_sign(objects: &mut Objects, key: u32, url: &str, fields: &str) -> Outcome<String> {
    Ok(objects.webhook_keys.get(key)?.sign(url, &self::fields(fields)?))
}

pub fn webhook_key_validate_form(
    objects: &mut Objects,
    key: u32,
    signature: Option<&str>,
    url: &str,
    fields: &str,
) -> Outcome<()> {
    let (key, fields) = (objects.webhook_keys.get(key)?, self::fields(fields)?);
    Ok(key.validate_form(signature.unwrap_or_default(), url, &fields)?)
}

pub fn webhook_key_validate_body(
    objects: &mut Objects,
    key: u32,
    signature: Option<&str>,
    url: &str,
    body: &[u8],
) -> Outcome<()> {
    let key = objects.webhook_keys.get(key)?;
    Ok(key.validate_body(signature.unwrap_or_default(), url, body)?)
}

pub fn webhook_key_free(objects: &mut Objects, key: u32) -> Outcome<()> {
    objects.webhook_keys.free(key)
}
