//! Percent-encoding, RFC 3986 §2.1, of the two character sets that JavaScript's functions leave alone.

use core::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

/// All but what Node's `querystring.escape` leaves alone, which is what `encodeURIComponent` does.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
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
const CANONICAL: &AsciiSet = &QUERY.add(b'*');

/// As `querystring.escape` does.
pub(crate) fn escape(text: &str) -> impl Display {
    utf8_percent_encode(text, QUERY)
}

/// As `encodeURIComponent` does, but for the asterisk, which is encoded too.
pub(crate) fn encode_canonical(bytes: &[u8]) -> impl Display {
    percent_encode(bytes, CANONICAL)
}
