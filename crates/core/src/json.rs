//! JSON text as `JSON.stringify` writes it: no white space, non-ASCII as it is.

use alloc::vec::Vec;

use serde::Serialize;

/// Serialises `value` into one allocation where `capacity` is enough.
#[cfg(feature = "std")]
pub(crate) fn to_vec(value: &impl Serialize, capacity: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(capacity);
    serde_json::to_writer(&mut text, value).unwrap_or_else(|_| infallible());
    text
}

/// Without `std`, `serde_json` gives no way to write into a buffer of the caller's.
#[cfg(not(feature = "std"))]
pub(crate) fn to_vec(value: &impl Serialize, _capacity: usize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|_| infallible())
}

fn infallible() -> ! {
    unreachable!("writing to memory, with string keys alone, cannot fail")
}
