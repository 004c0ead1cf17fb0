//! JSON text as `JSON.stringify` writes it: no white space, non-ASCII as it is.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, DeserializeOwned},
};
use serde_json::value::RawValue;

/// Serialises `value` into one allocation where `capacity` is enough.
pub(crate) fn to_vec(value: &impl Serialize, capacity: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(capacity);
    append(&mut text, value);
    text
}

/// Serialises `value` to the end of `text`.
#[cfg(feature = "std")]
pub(crate) fn append(text: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(text, value).unwrap_or_else(|_| infallible());
}

/// Without `std`, `serde_json` gives no way to write into a buffer of the caller's.
#[cfg(not(feature = "std"))]
pub(crate) fn append(text: &mut Vec<u8>, value: &impl Serialize) {
    text.extend(serde_json::to_vec(value).unwrap_or_else(|_| infallible()));
}

/// Puts texts and numbers together at the end of a buffer, which are JSON as they stand. A formatter
/// would be an eighth of what a token takes.
pub(crate) struct AsItStands<'t>(pub(crate) &'t mut Vec<u8>);

impl AsItStands<'_> {
    pub(crate) fn text(self, text: &str) -> Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    pub(crate) fn number(self, number: u64) -> Self {
        self.text(itoa::Buffer::new().format(number))
    }
}

/// As [`to_vec`], as a string.
pub(crate) fn to_string(value: &impl Serialize, capacity: usize) -> String {
    String::from_utf8(to_vec(value, capacity)).unwrap_or_else(|_| unreachable!("JSON is UTF-8"))
}

/// An error as the surfaces have it that give and take nothing but text.
pub(crate) fn refusal(code: &str, message: &str) -> String {
    #[derive(Serialize)]
    struct Refusal<'t> {
        code: &'t str,
        message: &'t str,
    }

    to_string(&Refusal { code, message }, 256)
}

fn infallible() -> ! {
    unreachable!("writing to memory, with string keys alone, cannot fail")
}

/// Reads a JSON object. serde would read an array in place of a struct, field by field, which no reader of tokens expects; and
/// it would not look at the encoding of members that are passed over, where JSON is UTF-8 throughout, RFC 8259 §8.1.
///
/// # Errors
///
/// What is wrong with the text, and where.
pub(crate) fn from_object<'t, T: Deserialize<'t>>(text: &'t [u8]) -> Result<T, serde_json::Error> {
    let text = core::str::from_utf8(text).map_err(de::Error::custom)?;
    if !text.trim_ascii_start().starts_with('{') {
        return Err(de::Error::custom("expected an object"));
    }
    serde_json::from_str(text)
}

/// What is wrong with JSON, and where, without the value that was found: it may be a secret that stands in a wrong place.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = format!("{error}");
    // serde quotes what it found between what kind of thing it is and what was expected, which are fixed texts.
    let (found, expected) = text.split_at(text.rfind(", expected ").unwrap_or(0));
    match found.split_once(['"', '`']) {
        Some((kind, _)) => format!("{}{expected}", kind.trim_end()),
        None => text,
    }
}

/// As [`from_object`], for a member of a struct.
pub(crate) fn object_member<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let json = RawJson::deserialize(deserializer)?;
    from_object(json.as_str().as_bytes())
        .map(Some)
        .map_err(de::Error::custom)
}

/// JSON text that is kept as it was written, key order and white space and all.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct RawJson(Box<RawValue>);

impl RawJson {
    /// The text, if it is JSON.
    pub(crate) fn new(text: String) -> Option<Self> {
        RawValue::from_string(text).ok().map(Self)
    }

    /// The text, if it is a JSON object.
    pub(crate) fn object(text: String) -> Option<Self> {
        Self::new(text).filter(Self::is_object)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.as_str().starts_with('{')
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.get()
    }
}

/// By text: `{"a":1}` and `{ "a": 1 }` differ.
impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}
