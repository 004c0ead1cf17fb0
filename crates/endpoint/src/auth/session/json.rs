//! Members of JSON objects whose absence differs from `null`.

use alloc::borrow::Cow;

use serde::{Deserialize as _, Deserializer, de::IgnoredAny};

/// Whether a member is there, with any value, `null` included.
pub(super) fn present<'t, D: Deserializer<'t>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A member that must be a string if it is there: `null` would count as absent.
pub(super) fn string<'t, D: Deserializer<'t>>(deserializer: D) -> Result<Option<Cow<'t, str>>, D::Error> {
    Cow::deserialize(deserializer).map(Some)
}
