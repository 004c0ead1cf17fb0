//! The project for callers that know nothing of Rust: natively a C library, on WebAssembly the flat module, which imports
//! nothing and exports functions of integers.
//!
//! `calls.rs` is what both do, over texts. The two skins around it turn what a stranger hands over into such texts, or refuse
//! it: [`c`] takes pointers, and can but trust them; [`flat`] takes addresses, and trusts none.

#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

#[cfg(target_family = "wasm")]
#[path = "../../component/src/bare.rs"]
mod bare;
#[cfg(not(target_family = "wasm"))]
pub mod c;
mod calls;
#[cfg(target_family = "wasm")]
mod exports;
pub mod flat;

/// What a call came to: one of `TAT_OK`, `TAT_REJECTED`, `TAT_MISUSE` and `TAT_PANIC`.
pub type Status = i32;

/// It is done.
pub const TAT_OK: Status = 0;

/// Twilio would refuse what was asked for, or what was to be checked is not right. The text says why: a JSON object of
/// `code`, which is stable, and `message`, which is for people.
pub const TAT_REJECTED: Status = 1;

/// The caller has not kept the rules of this interface. The text is as for TAT_REJECTED, with one of the codes
/// `invalid-argument`, `invalid-handle` and `invalid-utf8`. Nothing has changed.
pub const TAT_MISUSE: Status = 2;

/// There is a fault in this library. There is no text.
pub const TAT_PANIC: Status = 3;

/// The version of the interface, which is not that of the library.
pub(crate) const ABI_VERSION: u32 = 1;
