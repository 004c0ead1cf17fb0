//! Percent-encoding, RFC 3986 §2.1, of the character sets that JavaScript's functions and the URL standard leave alone.

use alloc::string::String;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode};

/// All but what Node's `querystring.escape` leaves alone, which is what `encodeURIComponent` does.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The same, and the asterisk.
const CANONICAL: &AsciiSet = &COMPONENT.add(b'*');

// The percent-encode sets of WHATWG URL §1.3.
pub(crate) const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');
pub(crate) const SPECIAL_QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\'');
pub(crate) const PATH: &AsciiSet = &FRAGMENT.add(b'#').add(b'?').add(b'^').add(b'{').add(b'}');
pub(crate) const USER_INFO: &AsciiSet = &PATH
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'=')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'|');

/// As `querystring.escape` does.
pub(crate) fn escape(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, COMPONENT)
}

/// As `encodeURIComponent` does, but for the asterisk, which is encoded too.
pub(crate) fn encode_canonical(bytes: &[u8]) -> impl Iterator<Item = &str> {
    percent_encode(bytes, CANONICAL)
}

/// What is in `set`, and all that is not ASCII.
pub(crate) fn encode<'t>(text: &'t str, set: &'static AsciiSet) -> impl Iterator<Item = &'t str> {
    utf8_percent_encode(text, set)
}

/// What a name or value of a form stands for: `+` is a space, and what is no UTF-8 becomes U+FFFD.
pub(crate) fn form_decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// Name and value of `name=value` as a form has them.
pub(crate) fn form_field(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    (form_decode(name), form_decode(value))
}
