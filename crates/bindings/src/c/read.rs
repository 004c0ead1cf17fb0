//! Reads C's arguments, as the header asks callers to pass them.

use core::{ffi::c_char, slice};

use twilio_access_token::SigningKey;

use crate::calls::{Failure, Outcome, new_signer, utf8};

pub(super) fn given<T>(name: &str, argument: Option<T>) -> Outcome<T> {
    argument.ok_or_else(|| Failure::argument(name, "is NULL", "Pass a pointer."))
}

/// The bytes of an argument.
///
/// # Safety
///
/// `len` bytes can be read at `data`, unless it is null, and nobody changes them during the call.
pub(super) unsafe fn read_bytes<'t>(name: &str, data: *const u8, len: usize) -> Outcome<&'t [u8]> {
    if data.is_null() {
        return Err(Failure::argument(
            name,
            "is NULL",
            "Pass a pointer, or an empty string.",
        ));
    }
    if isize::try_from(len).is_err() {
        return Err(Failure::argument(
            name,
            "is longer than memory",
            "Pass its length in bytes.",
        ));
    }
    // SAFETY: the caller's promise, and what was just looked at.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// The text of an argument.
///
/// # Safety
///
/// As [`read_bytes`].
pub(super) unsafe fn read<'t>(name: &str, data: *const c_char, len: usize) -> Outcome<&'t str> {
    // SAFETY: the caller's promise.
    utf8(name, unsafe { read_bytes(name, data.cast(), len) }?)
}

/// The text of an argument that may be absent, NULL and 0.
///
/// # Safety
///
/// As [`read_bytes`].
pub(super) unsafe fn read_optional<'t>(name: &str, data: *const c_char, len: usize) -> Outcome<Option<&'t str>> {
    if data.is_null() && len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { read(name, data, len) }.map(Some)
}

/// The key that three texts make.
///
/// # Safety
///
/// As [`read_bytes`], of each.
pub(super) unsafe fn read_key(
    [account_sid, api_key_sid, api_key_secret]: [(*const c_char, usize); 3],
) -> Outcome<SigningKey> {
    // SAFETY: the caller's promise.
    unsafe {
        let account_sid = read("account_sid", account_sid.0, account_sid.1)?;
        let api_key_sid = read("api_key_sid", api_key_sid.0, api_key_sid.1)?;
        new_signer(
            account_sid,
            api_key_sid,
            read("api_key_secret", api_key_secret.0, api_key_secret.1)?.as_bytes(),
        )
    }
}
