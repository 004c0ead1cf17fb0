//! The C library. What `twilio_access_token.h` says is written here: cbindgen copies it.
#![expect(unsafe_code, reason = "C has pointers")]
#![expect(
    clippy::missing_safety_doc,
    reason = "the header tells C's programmers what holds for all pointers, once"
)]
#![expect(
    clippy::exhaustive_structs,
    reason = "C's programmers see what is in it, so that it can never change"
)]

mod read;

use alloc::{boxed::Box, string::String};
use core::{
    ffi::{c_char, c_void},
    fmt,
    mem::MaybeUninit,
    panic::AssertUnwindSafe,
    ptr,
};
use std::panic::catch_unwind;

use twilio_access_token::{SigningKey, UnixTime, Verifier, WebhookKey};
use zeroize::Zeroize as _;

use self::read::{given, read, read_bytes, read_key, read_optional};
use crate::{
    ABI_VERSION, Status, TAT_MISUSE, TAT_OK, TAT_PANIC,
    calls::{self, Objects, Outcome, fields, new_webhook_key},
};

/// A text that a call has given. It is the caller's, who frees it with tat_text_free.
#[repr(C)]
pub struct Text {
    /// UTF-8, and a NUL after it; NULL if there is no text.
    pub data: *mut c_char,
    /// Its length in bytes, without the NUL.
    pub len: usize,
}

impl Text {
    const NONE: Self = Self {
        data: ptr::null_mut(),
        len: 0,
    };
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("len", &self.len).finish_non_exhaustive()
    }
}

impl From<String> for Text {
    fn from(mut text: String) -> Self {
        let len = text.len();
        text.reserve_exact(1);
        text.push('\0');
        Self {
            data: Box::into_raw(text.into_boxed_str()).cast(),
            len,
        }
    }
}

/// An API key, ready to sign.
#[derive(Debug)]
pub struct Signer(SigningKey);

/// API keys whose tokens are taken.
#[derive(Debug)]
pub struct TokenVerifier(Verifier);

/// An auth token or shared key, ready to validate webhooks.
#[derive(Debug)]
pub struct Webhooks(WebhookKey);

/// The version of this interface: 1. A program that was compiled with this header can use every library of the same version.
#[unsafe(no_mangle)]
pub const extern "C" fn tat_abi_version() -> u32 {
    ABI_VERSION
}

/// The version of the library, such as "0.1.0". It is a constant and not to be freed.
#[unsafe(no_mangle)]
pub const extern "C" fn tat_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// Makes a signer of an API key. The secret is not kept, but what is prepared of it.
///
/// `account_sid`     the account's SID, "AC" and 32 hexadecimal digits
/// `api_key_sid`     the SID of a Main or Standard API key of that account, "SK" and 32 hexadecimal digits
/// `api_key_secret`  that key's secret
/// `out`             is set to the signer, or to NULL
/// `error`           is set to the reason if there is one; may be NULL
///
/// TAT_REJECTED with `invalid-account-sid`, `invalid-api-key-sid`, `sids-swapped` or `invalid-api-key-secret`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_signer_new(
    account_sid: *const c_char,
    account_sid_len: usize,
    api_key_sid: *const c_char,
    api_key_sid_len: usize,
    api_key_secret: *const c_char,
    api_key_secret_len: usize,
    out: Option<&mut MaybeUninit<*mut Signer>>,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    create(out, error, || {
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        Ok(Signer(unsafe { read_key(key) }?))
    })
}

/// Frees a signer and wipes its key. NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tat_signer_free(signer: Option<Box<Signer>>) {
    drop(signer);
}

/// Signs a token.
///
/// `token`  a JSON object: `identity`, a string, and if need be `ttl` (seconds, 3600 if there is none, 86400 at most),
///          `not_before` (seconds since 1970), `region` (such as "ie1") and `grants`, an object of Twilio's grants as they
///          stand in a token, such as {"video":{"room":"daily"}}
/// `now`    the time at which it is issued, in seconds since 1970
/// `out`    is set to the JWT, or to the reason why there is none
///
/// TAT_REJECTED with a code that says what is wrong with the token, such as `empty-identity`, `invalid-json`, `invalid-type`,
/// `invalid-grant`, `ttl-too-long` or `never-valid`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_signer_sign(
    signer: Option<&Signer>,
    token: *const c_char,
    token_len: usize,
    now: u64,
    out: Option<&mut MaybeUninit<Text>>,
) -> Status {
    answer(out, || {
        let signer = given("signer", signer)?;
        // SAFETY: as the header asks, there are so many bytes at the pointer.
        calls::sign(&signer.0, unsafe { read("token", token, token_len) }?, now)
    })
}

/// Signs many tokens, all issued at `now`, in one call.
///
/// `lines`  a line each, what tat_signer_sign takes as `token`
/// `out`    is set to as many lines, each with its line break: the JWT, or the reason, which starts with "{" as no JWT does
///
/// It is TAT_OK even if tokens are rejected.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_signer_sign_lines(
    signer: Option<&Signer>,
    lines: *const c_char,
    lines_len: usize,
    now: u64,
    out: Option<&mut MaybeUninit<Text>>,
) -> Status {
    answer(out, || {
        let signer = given("signer", signer)?;
        // SAFETY: as the header asks, there are so many bytes at the pointer.
        let lines = unsafe { read("lines", lines, lines_len) }?;
        Ok(signer.0.sign_json_lines(lines, UnixTime::from_secs(now)))
    })
}

/// Makes a verifier, which takes the tokens of one API key. The arguments and errors are those of tat_signer_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_verifier_new(
    account_sid: *const c_char,
    account_sid_len: usize,
    api_key_sid: *const c_char,
    api_key_sid_len: usize,
    api_key_secret: *const c_char,
    api_key_secret_len: usize,
    out: Option<&mut MaybeUninit<*mut TokenVerifier>>,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    create(out, error, || {
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        Ok(TokenVerifier(Verifier::new(unsafe { read_key(key) }?)))
    })
}

/// Takes the tokens of another API key as well: the new one's, while tokens of the old one live. No other thread may use the
/// verifier meanwhile. The arguments and errors are those of tat_signer_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_verifier_add_key(
    verifier: Option<&mut TokenVerifier>,
    account_sid: *const c_char,
    account_sid_len: usize,
    api_key_sid: *const c_char,
    api_key_sid_len: usize,
    api_key_secret: *const c_char,
    api_key_secret_len: usize,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    check(error, || {
        let verifier = given("verifier", verifier)?;
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        verifier.0.add_key(unsafe { read_key(key) }?);
        Ok(())
    })
}

/// Takes clocks to differ by so many seconds; at first by none. No other thread may use the verifier meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn tat_verifier_set_leeway(verifier: Option<&mut TokenVerifier>, seconds: u32) -> Status {
    check(None, || {
        given("verifier", verifier)?.0.set_leeway(seconds);
        Ok(())
    })
}

/// Verifies a token.
///
/// `token`  the JWT
/// `now`    the time at which it is to be valid, in seconds since 1970
/// `out`    is set to the claims, a JSON object, or to the reason why the token is not taken
///
/// TAT_REJECTED with `malformed`, `unsupported-header`, `algorithm-mismatch`, `signature-mismatch`, `invalid-claims`,
/// `wrong-issuer`, `wrong-account`, `not-yet-valid` or `expired`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_verifier_verify(
    verifier: Option<&TokenVerifier>,
    token: *const c_char,
    token_len: usize,
    now: u64,
    out: Option<&mut MaybeUninit<Text>>,
) -> Status {
    answer(out, || {
        let verifier = given("verifier", verifier)?;
        // SAFETY: as the header asks, there are so many bytes at the pointer.
        calls::verify(&verifier.0, unsafe { read("token", token, token_len) }?, now)
    })
}

/// Frees a verifier and wipes its keys. NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tat_verifier_free(verifier: Option<Box<TokenVerifier>>) {
    drop(verifier);
}

/// Reports what Twilio would reject about a string that should be a token.
///
/// `token`           any text
/// `api_key_secret`  the secret of the API key, with which the signature is checked; NULL and 0 if it is not to be
/// `region`          the API key's region, such as "us1", which the token's must be; NULL and 0 if that is not to be compared
/// `now`             the time of which it is asked, in seconds since 1970
/// `out`             is set to the report, a JSON object of `header`, `payload`, `signature` and `findings`
///
/// It is TAT_OK whatever is found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_inspect(
    token: *const c_char,
    token_len: usize,
    api_key_secret: *const c_char,
    api_key_secret_len: usize,
    region: *const c_char,
    region_len: usize,
    now: u64,
    out: Option<&mut MaybeUninit<Text>>,
) -> Status {
    answer(out, || {
        // SAFETY: as the header asks, there are so many bytes at each pointer that is not NULL.
        unsafe {
            let token = read("token", token, token_len)?;
            let secret = read_optional("api_key_secret", api_key_secret, api_key_secret_len)?;
            let region = read_optional("region", region, region_len)?;
            calls::inspect(&mut Objects::new(), token, secret, region, now)
        }
    })
}

/// Makes a key that validates webhooks.
///
/// `settings`  the request's header X-Twilio-Webhooks-Signature-Settings, which names the algorithm; NULL and 0 if there is
///             none, which means HMAC_SHA1
/// `secret`    the account's auth token, or the secret of the shared key that the header names
/// `out`       is set to the key, or to NULL
/// `error`     is set to the reason if there is one; may be NULL
///
/// TAT_REJECTED with `unsupported-signature-algorithm` or `empty-secret`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_webhook_key_new(
    settings: *const c_char,
    settings_len: usize,
    secret: *const c_char,
    secret_len: usize,
    out: Option<&mut MaybeUninit<*mut Webhooks>>,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    create(out, error, || {
        // SAFETY: as the header asks, there are so many bytes at each pointer that is not NULL.
        unsafe {
            let settings = read_optional("settings", settings, settings_len)?;
            let secret = read("secret", secret, secret_len)?;
            Ok(Webhooks(new_webhook_key(settings, secret.as_bytes())?))
        }
    })
}

/// Signs a request as Twilio would, for tests of what receives webhooks.
///
/// `url`     the whole URL
/// `fields`  the form's fields, a JSON array of [name, value]; "[]" if there are none
/// `out`     is set to the signature, what the header X-Twilio-Signature would be
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_webhook_key_sign(
    key: Option<&Webhooks>,
    url: *const c_char,
    url_len: usize,
    fields: *const c_char,
    fields_len: usize,
    out: Option<&mut MaybeUninit<Text>>,
) -> Status {
    answer(out, || {
        let key = given("key", key)?;
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        unsafe {
            let url = read("url", url, url_len)?;
            Ok(key.0.sign(url, &self::fields(read("fields", fields, fields_len)?)?))
        }
    })
}

/// Whether Twilio sent a form, or a request without a body: TAT_OK if so.
///
/// `signature`  the header X-Twilio-Signature; NULL and 0 if the request has none
/// `url`        the whole URL that Twilio requested, as it is configured at Twilio
/// `fields`     the form's fields, a JSON array of [name, value]; "[]" if there are none
/// `error`      is set to the reason if there is one; may be NULL
///
/// TAT_REJECTED with `missing-signature`, `malformed-signature` or `signature-mismatch`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_webhook_key_validate_form(
    key: Option<&Webhooks>,
    signature: *const c_char,
    signature_len: usize,
    url: *const c_char,
    url_len: usize,
    fields: *const c_char,
    fields_len: usize,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    check(error, || {
        let key = given("key", key)?;
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        unsafe {
            let signature = read_optional("signature", signature, signature_len)?.unwrap_or_default();
            let url = read("url", url, url_len)?;
            let fields = self::fields(read("fields", fields, fields_len)?)?;
            Ok(key.0.validate_form(signature, url, &fields)?)
        }
    })
}

/// Whether Twilio sent a body that is no form, such as JSON: TAT_OK if so.
///
/// `signature`  the header X-Twilio-Signature; NULL and 0 if the request has none
/// `url`        the whole URL that Twilio requested, with the body's hash in its query
/// `body`       the bytes as they arrived
/// `error`      is set to the reason if there is one; may be NULL
///
/// TAT_REJECTED with the codes of tat_webhook_key_validate_form, `missing-body-hash` or `body-mismatch`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_webhook_key_validate_body(
    key: Option<&Webhooks>,
    signature: *const c_char,
    signature_len: usize,
    url: *const c_char,
    url_len: usize,
    body: *const c_void,
    body_len: usize,
    error: Option<&mut MaybeUninit<Text>>,
) -> Status {
    check(error, || {
        let key = given("key", key)?;
        // SAFETY: as the header asks, there are so many bytes at each pointer.
        unsafe {
            let signature = read_optional("signature", signature, signature_len)?.unwrap_or_default();
            let url = read("url", url, url_len)?;
            let body = read_bytes("body", body.cast(), body_len)?;
            Ok(key.0.validate_body(signature, url, body)?)
        }
    })
}

/// Frees a webhook key and wipes it. NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tat_webhook_key_free(key: Option<Box<Webhooks>>) {
    drop(key);
}

/// Wipes a text and frees it. One whose `data` is NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tat_text_free(text: Text) {
    if text.data.is_null() {
        return;
    }
    let bytes = ptr::slice_from_raw_parts_mut(text.data.cast::<u8>(), text.len + 1);
    // SAFETY: as the header asks, this is a text of ours, not freed before; it was made of a box of this size.
    let mut bytes = unsafe { Box::from_raw(bytes) };
    bytes.zeroize();
}

/// Runs a call. No panic gets out of it: one that came to C's frames would end the process.
fn run<T>(call: impl FnOnce() -> Outcome<T>) -> Result<T, (Status, Text)> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(given)) => Ok(given),
        Ok(Err(failure)) => Err((failure.status(), Text::from(failure.to_json()))),
        Err(_) => Err((TAT_PANIC, Text::NONE)),
    }
}

/// A call that gives a text.
fn answer(out: Option<&mut MaybeUninit<Text>>, call: impl FnOnce() -> Outcome<String>) -> Status {
    let Some(out) = out else { return TAT_MISUSE };
    let (status, text) = match run(|| call().map(Text::from)) {
        Ok(text) => (TAT_OK, text),
        Err(failed) => failed,
    };
    out.write(text);
    status
}

/// A call that makes an object.
fn create<T>(
    out: Option<&mut MaybeUninit<*mut T>>,
    error: Option<&mut MaybeUninit<Text>>,
    make: impl FnOnce() -> Outcome<T>,
) -> Status {
    check(error, || {
        let out = given("out", out)?.write(ptr::null_mut());
        *out = Box::into_raw(Box::new(make()?));
        Ok(())
    })
}

/// A call that gives nothing but an error.
fn check(error: Option<&mut MaybeUninit<Text>>, call: impl FnOnce() -> Outcome<()>) -> Status {
    let (status, text) = match run(call) {
        Ok(()) => (TAT_OK, Text::NONE),
        Err(failed) => failed,
    };
    match error {
        Some(error) => drop(error.write(text)),
        // SAFETY: it was made a few lines before, and nobody has it.
        None => unsafe { tat_text_free(text) },
    }
    status
}

#[cfg(test)]
mod tests {
    use core::mem::MaybeUninit;

    use super::{TAT_PANIC, Text, answer, check};

    #[test]
    fn catches_panics() {
        let mut out = MaybeUninit::<Text>::uninit();
        assert_eq!(answer(Some(&mut out), || panic!("as asked")), TAT_PANIC);
        // SAFETY: it is always set.
        let out = unsafe { out.assume_init() };
        assert!(out.data.is_null() && out.len == 0);
        assert_eq!(check(None, || panic!("as asked")), TAT_PANIC);
    }
}
