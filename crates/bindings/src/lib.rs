//! The one boundary to other languages. A caller passes strings and JSON, and gets a string or an error of code, message and hint.
//!
//! [`calls`] is what can be called, over strings; keys live in [`Objects`](calls::Objects) under handles. The shells around it read
//! their callers' arguments: [`c`] pointers, [`flat`] addresses in a WebAssembly memory, and the crate `node` JavaScript values.
//! [`calls!`](crate::calls!) lists the calls with the kinds of their arguments, so that no shell lists them again.

#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

#[cfg(target_family = "wasm")]
use twilio_access_token_wasm_runtime as _;

#[cfg(all(feature = "c", not(target_family = "wasm")))]
pub mod c;
pub mod calls;
#[cfg(target_family = "wasm")]
mod exports;
pub mod flat;
#[cfg(feature = "npm")]
mod npm;
mod table;

#[cfg(feature = "npm")]
#[doc(hidden)]
pub use self::table::camel_case;

/// The outcome of a call: one of `TAT_OK`, `TAT_REJECTED`, `TAT_MISUSE` and `TAT_PANIC`.
pub type Status = i32;

/// The call succeeded.
pub const TAT_OK: Status = 0;

/// Twilio would reject the token or key, or the token or request is not valid. The text is a JSON object of `code`, which is stable,
/// and of `message` and `hint`, which are for people.
pub const TAT_REJECTED: Status = 1;

/// The caller broke a rule of this interface. The text is as for TAT_REJECTED, with one of the codes `invalid-argument`,
/// `invalid-handle` and `invalid-utf8`. Nothing has changed.
pub const TAT_MISUSE: Status = 2;

/// This library has a bug. There is no text.
pub const TAT_PANIC: Status = 3;

/// The version of the interface, which differs from the library's.
pub(crate) const ABI_VERSION: u32 = 1;
