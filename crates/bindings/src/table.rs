//! The list of all calls, for macros that turn it into functions of a shell.

#[cfg(feature = "npm")]
use alloc::string::String;

/// Passes the list of calls to the macro `$shell`. Each has a name, arguments with their kinds, and the kind of its result; the function
/// of that name in [`calls`](crate::calls) does the work.
///
/// | kind | argument |
/// |---|---|
/// | `handle` | an object, by its handle |
/// | `text`, `optional` | a string, a string that may be absent |
/// | `lines` | a string of lines, whose length a shell may limit |
/// | `secret`, `optional_secret` | a string or bytes, a string that may be absent; a shell wipes its copy |
/// | `bytes`, `optional_bytes` | bytes or a string; bytes that may be absent |
/// | `time`, `seconds` | seconds since 1970, a duration in seconds |
///
/// A call with the result `Status` never returns an error's text.
#[doc(hidden)]
#[macro_export]
macro_rules! calls {
    ($shell:ident) => {
        $shell! {
            signer_new(account_sid: text, api_key_sid: text, api_key_secret: secret) -> Handle;
            signer_sign(signer: handle, token: text, now: time) -> Text;
            signer_sign_lines(signer: handle, lines: lines, now: time) -> Text;
            signer_free(signer: handle) -> Status;
            verifier_new(account_sid: text, api_key_sid: text, api_key_secret: secret) -> Handle;
            verifier_add_key(verifier: handle, account_sid: text, api_key_sid: text, api_key_secret: secret) -> Nothing;
            verifier_set_leeway(verifier: handle, leeway: seconds) -> Status;
            verifier_verify(verifier: handle, token: text, now: time) -> Text;
            verifier_free(verifier: handle) -> Status;
            inspect(token: text, api_key_secret: optional_secret, region: optional, now: time) -> Text;
            webhook_key_new(settings: optional, secret: secret) -> Handle;
            webhook_key_sign(key: handle, url: text, fields: text) -> Text;
            webhook_key_validate_form(key: handle, signature: optional, url: text, fields: text) -> Nothing;
            webhook_key_validate_body(key: handle, signature: optional, url: text, body: bytes) -> Nothing;
            webhook_key_free(key: handle) -> Status;
        }
    };
}

/// As [`calls!`], for the calls that only the npm package makes.
#[doc(hidden)]
#[macro_export]
macro_rules! npm_calls {
    ($shell:ident) => {
        $shell! {
            signer_sign_room(signer: handle, identity: text, now: time, ttl: seconds, room: text) -> Text;
            sign_payload(secret: secret, payload: text, region: optional, algorithm: optional) -> Text;
            sign_jwt(secret: secret, payload: text) -> Text;
            payload_key_new(secret: secret, algorithm: text) -> Handle;
            payload_key_sign(key: handle, payload: text, region: optional) -> Text;
            payload_key_free(key: handle) -> Status;
            validation_signing_input(algorithm: text, credential_sid: text, payload: text) -> Text;
            canonicalize(request: text, body: optional_bytes) -> Text;
            webhook_key_of_algorithm(algorithm: text, secret: secret) -> Handle;
            webhook_settings(header: optional) -> Text;
            body_sha256(body: bytes) -> Text;
            endpoint_limits() -> Text;
            environment_new() -> Handle;
            environment_set(environment: handle, name: text, value: secret) -> Nothing;
            endpoint_new(environment: handle) -> Handle;
            endpoint_check(endpoint: handle) -> Nothing;
            endpoint_handle(endpoint: handle, head: text, body: bytes, now: time) -> Text;
            endpoint_timed_out(endpoint: handle, head: text, now: time) -> Text;
            endpoint_free(endpoint: handle) -> Status;
        }
    };
}

/// A call's name in JavaScript.
#[cfg(feature = "npm")]
#[doc(hidden)]
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default();
    words.fold(first.into(), |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_ascii_uppercase() + rest
    })
}
