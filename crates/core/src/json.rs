//! JSON text as `JSON.stringify` writes it: no white space, non-ASCII as it is.

use alloc::{borrow::Cow, boxed::Box, format, string::String, vec::Vec};
use core::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::value::RawValue;

/// Serialises `value` into one allocation where `capacity` is enough.
pub(crate) fn to_vec(value: &impl Serialize, capacity: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(capacity);
    append(&mut text, value);
    text
}

/// Serialises `value` to the end of `text`.
#[cfg(feature = "std")]
fn append(text: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(text, value).unwrap_or_else(|_| infallible());
}

/// Without `std`, `serde_json` gives no way to write into a buffer of the caller's.
#[cfg(not(feature = "std"))]
fn append(text: &mut Vec<u8>, value: &impl Serialize) {
    text.extend(serde_json::to_vec(value).unwrap_or_else(|_| infallible()));
}

/// Puts texts and numbers together at the end of a buffer, which are JSON as they stand. A formatter
/// would be an eighth of what a token takes.
pub(crate) struct RawWriter<'t>(pub(crate) &'t mut Vec<u8>);

impl RawWriter<'_> {
    pub(crate) fn text(self, text: &str) -> Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    pub(crate) fn number(self, number: u64) -> Self {
        self.text(itoa::Buffer::new().format(number))
    }
}

/// An object at the end of a buffer, member by member. A serialiser would take from a sixth to a
/// third of the time of a token.
pub(crate) struct Object<'t> {
    text: &'t mut Vec<u8>,
    start: usize,
}

/// A key, with what comes before and after it.
macro_rules! key {
    ($name:literal) => {
        concat!(",\"", $name, "\":")
    };
}
pub(crate) use key;

impl<'t> Object<'t> {
    pub(crate) fn open(text: &'t mut Vec<u8>) -> Self {
        let start = text.len();
        Self { text, start }
    }

    /// Where the value of a [`key!`] is to be written.
    pub(crate) fn value(&mut self, key: &'static str) -> &mut Vec<u8> {
        self.text.extend_from_slice(key.as_bytes());
        self.text
    }

    /// As [`value`](Self::value), for a key that may need escaping.
    pub(crate) fn dynamic_key(&mut self, name: &str) -> &mut Vec<u8> {
        self.text.push(b',');
        string(self.text, name);
        self.text.push(b':');
        self.text
    }

    /// A member that is a string, if it is given.
    pub(crate) fn string(mut self, key: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            string(self.value(key), value);
        }
        self
    }

    /// A member that is a number, if it is given.
    pub(crate) fn number(mut self, key: &'static str, value: Option<u64>) -> Self {
        if let Some(value) = value {
            RawWriter(self.value(key)).number(value);
        }
        self
    }

    /// A member that is a string without anything to escape.
    pub(crate) fn unescaped_string(mut self, key: &'static str, value: &str) -> Self {
        RawWriter(self.value(key)).text("\"").text(value).text("\"");
        self
    }

    pub(crate) fn close(self) {
        // In place of the first member's comma.
        match self.text.get_mut(self.start) {
            Some(comma) => *comma = b'{',
            None => self.text.push(b'{'),
        }
        self.text.push(b'}');
    }
}

/// Puts a string at the end of `text`, with what needs it escaped, RFC 8259 §7.
pub(crate) fn string(text: &mut Vec<u8>, value: &str) {
    if needs_escaping(value.as_bytes()) {
        return append(text, &value);
    }
    RawWriter(text).text("\"").text(value).text("\"");
}

/// Whether there is a control character, a quotation mark or a backslash, eight bytes at a time.
fn needs_escaping(text: &[u8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    // The high bit of the first byte that is less than `limit` is set, and maybe those of bytes after it.
    let less = |word: u64, limit: u8| word.wrapping_sub(EACH * u64::from(limit)) & !word;
    let (quote, backslash) = (EACH * u64::from(b'"' ^ b' '), EACH * u64::from(b'\\'));
    // A quotation mark and a space take each other's place, and control characters one another's.
    let found = |word: u64| less(word ^ quote, b' ' + 1) | less(word ^ backslash, 1);
    let words = text.chunks_exact(8);
    let mut last = [b' '; 8];
    last[..words.remainder().len()].copy_from_slice(words.remainder());
    let words = words.map(|word| u64::from_ne_bytes(word.try_into().unwrap_or_default()));
    let all = words.fold(found(u64::from_ne_bytes(last)), |all, word| all | found(word));
    all & (EACH << 7) != 0
}

/// As [`to_vec`], as a string.
pub(crate) fn to_string(value: &impl Serialize, capacity: usize) -> String {
    into_string(to_vec(value, capacity))
}

/// The string that a buffer holds into which JSON was written.
pub(crate) fn into_string(json: Vec<u8>) -> String {
    String::from_utf8(json).unwrap_or_else(|_| unreachable!("JSON is UTF-8"))
}

/// Whether an object in JSON text, at any depth, has a member twice: RFC 8259 §4 leaves open which of them counts.
pub(crate) fn has_duplicate_member(json: &str) -> bool {
    // Names in a list: a tree would be a tenth of the size of a component that signs.
    let mut open = Vec::<Vec<Cow<'_, str>>>::new();
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => open.push(Vec::new()),
            b'}' | b']' => drop(open.pop()),
            b'"' => {
                at = string_end(json, at);
                let is_name = json.as_bytes()[at..].trim_ascii_start().starts_with(b":");
                if let Some(names) = open.last_mut().filter(|_| is_name) {
                    let text = &json[start..at];
                    let name = match text.contains('\\') {
                        false => Cow::Borrowed(&text[1..text.len() - 1]),
                        // Half of a surrogate pair is not a string, and is compared as it is written.
                        true => serde_json::from_str(text).map_or(Cow::Borrowed(text), Cow::<str>::Owned),
                    };
                    if names.contains(&name) {
                        return true;
                    }
                    names.push(name);
                }
            }
            _ => {}
        }
    }
    false
}

/// Where the string ends whose first character is at `at`, behind its closing quotation mark.
fn string_end(json: &str, mut at: usize) -> usize {
    while let Some(byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// JSON text for a terminal or a log, with the characters escaped that either may act on and a reader does not see: DEL and the C1
/// controls, line and paragraph separators, and the controls of the direction of text. Its value is the same.
#[must_use]
pub fn escape_controls(json: String) -> String {
    let acts = |character: char| {
        matches!(character,
            '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !json.contains(acts) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if acts(character) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            escaped.push(character);
        }
    }
    escaped
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
    object_from_str(core::str::from_utf8(text).map_err(de::Error::custom)?)
}

/// As [`from_object`], of text that is UTF-8 already.
pub(crate) fn object_from_str<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, serde_json::Error> {
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
pub(crate) fn object_member<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> de::Visitor<'de> for ObjectVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<M: de::MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
            T::deserialize(de::value::MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Some)
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

    /// The text that `write` puts into a buffer, which is JSON.
    pub(crate) fn written(write: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut text = Vec::new();
        write(&mut text);
        Self::new(into_string(text)).unwrap_or_else(|| infallible())
    }

    /// Puts the text at the end of another.
    pub(crate) fn write(&self, json: &mut Vec<u8>) {
        json.extend_from_slice(self.as_str().as_bytes());
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl From<&RawValue> for RawJson {
    fn from(value: &RawValue) -> Self {
        Self(alloc::borrow::ToOwned::to_owned(value))
    }
}

/// By text: `{"a":1}` and `{ "a": 1 }` differ.
impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::{Object, escape_controls, has_duplicate_member, string};
    use crate::{AccessToken, CustomGrant};

    #[test]
    fn strings_are_those_of_serde_json() {
        // Each character by itself, and at each place of texts of each length up to three words of eight bytes.
        for character in (0..=0x2ff).chain([0x2028, 0x1f600]).filter_map(char::from_u32) {
            for (before, after) in (0..24).flat_map(|length| (0..=length).map(move |before| (before, length - before)))
            {
                let text: String = "x".repeat(before) + character.encode_utf8(&mut [0; 4]) + &" ".repeat(after);
                let mut json = Vec::new();
                string(&mut json, &text);
                assert_eq!(json, serde_json::to_vec(&text).unwrap(), "{text:?}");
            }
        }
    }

    #[test]
    fn members_are_in_braces() {
        let mut json = Vec::new();
        let mut outer = Object::open(&mut json);
        Object::open(outer.value(key!("empty"))).close();
        Object::open(outer.dynamic_key("\""))
            .number(key!("a"), Some(1))
            .number(key!("b"), None)
            .unescaped_string(key!("c"), "d")
            .close();
        outer.string(key!("e"), Some("\n")).string(key!("f"), None).close();
        assert_eq!(json, br#"{"empty":{},"\"":{"a":1,"c":"d"},"e":"\n"}"#);
    }

    #[test]
    fn finds_duplicate_members_at_any_depth() {
        for json in [
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"b":[{"c":{"d":1 , "d" : 1}}]}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"\"":1,"\u0022":2}"#,
            r#"{"\ud800":1,"\ud800":2}"#,
            r#"[{"a":{},"b":[],"a":""}]"#,
        ] {
            assert!(has_duplicate_member(json), "{json}");
        }
        for json in [
            r#"{"a":{"a":{"a":["a","a"]}}}"#,
            r#"[{"a":1},{"a":2}]"#,
            r#"{"a":"b","b":"a"}"#,
            r#"{"a":"\"a\":1","A":2}"#,
            r#"{"a\\":1,"a":2}"#,
            "5",
        ] {
            assert!(!has_duplicate_member(json), "{json}");
        }
    }

    #[test]
    fn escapes_controls_and_nothing_else() {
        let kept = "{\"a\":\"~é \u{a0}\u{200d}\u{202f}\u{1f600}\"}";
        assert_eq!(escape_controls(String::from(kept)), kept);
        let json = "[\"\u{7f}\u{80}\u{9b}\u{9f}\u{61c}\u{200e}\u{200f}\u{2028}\u{202e}\u{2066}\u{2069}\"]";
        let escaped = escape_controls(String::from(json));
        assert!(escaped.is_ascii(), "{escaped}");
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&escaped).unwrap(),
            serde_json::from_str::<Vec<String>>(json).unwrap()
        );
    }

    /// `serde_json` reads values of a depth of 128 alone, but for those that it hands on as they are.
    #[test]
    fn accepts_deeply_nested_grants() {
        let deep = "[".repeat(9000) + &"]".repeat(9000);
        let grant = CustomGrant::new("deep", deep.as_str()).unwrap();
        let token = AccessToken::new("alice").unwrap().with_grant(grant);
        assert!(serde_json::to_string(&token.grants).unwrap().contains(&deep));
    }
}
