//! The fields of a form, in the order in which they are signed.

use alloc::{string::String, vec::Vec};
use core::cmp::Ordering;

/// The fields of a webhook's form, decoded, in any order; a field may occur more than once.
///
/// As Twilio signs them: sorted by name, those of one name by value, and each pair once. The order is that of UTF-16 code
/// units, which is what sorting means in Twilio's Node library; it differs from that of code points only above U+D7FF.
///
/// ```
/// use twilio_access_token::WebhookParams;
///
/// let params = WebhookParams::from_iter([("To", "+18005551212"), ("From", "+14158675309")]);
/// assert_eq!(params, WebhookParams::new().with("From", "+14158675309").with("To", "+18005551212"));
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WebhookParams(Vec<(String, String)>);

impl WebhookParams {
    /// No fields: those of a GET request, or of one with another body than a form.
    ///
    /// ```
    /// # use twilio_access_token::WebhookParams;
    /// assert_eq!(WebhookParams::new().iter().count(), 0);
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a field. For many, collecting an iterator is faster.
    ///
    /// ```
    /// # use twilio_access_token::WebhookParams;
    /// let params = WebhookParams::new().with("MediaUrl", "https://b").with("MediaUrl", "https://a");
    /// assert_eq!(params.iter().map(|(_, value)| value).collect::<Vec<_>>(), ["https://a", "https://b"]);
    /// ```
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let field = (name.into(), value.into());
        if let Err(place) = self.0.binary_search_by(|other| compare(other, &field)) {
            self.0.insert(place, field);
        }
        self
    }

    /// Names and values in the order in which they are signed.
    ///
    /// ```
    /// # use twilio_access_token::WebhookParams;
    /// let params = WebhookParams::from_iter([("To", "+18005551212"), ("From", "+14158675309")]);
    /// assert_eq!(params.iter().next(), Some(("From", "+14158675309")));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for WebhookParams {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.into(), value.into()));
        let mut fields = fields.collect::<Vec<(String, String)>>();
        fields.sort_unstable_by(compare);
        fields.dedup();
        Self(fields)
    }
}

fn compare((name, value): &(String, String), (other_name, other_value): &(String, String)) -> Ordering {
    let names = name.encode_utf16().cmp(other_name.encode_utf16());
    names.then_with(|| value.encode_utf16().cmp(other_value.encode_utf16()))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::WebhookParams;

    #[test]
    fn signed_in_the_order_of_utf_16_and_each_pair_once() {
        let fields = [
            ("\u{ff21}", "1"),
            ("\u{1f600}", "2"),
            ("b", "2"),
            ("a", "9"),
            ("b", "10"),
            ("b", "2"),
            ("B", ""),
        ];
        let expected = [
            ("B", ""),
            ("a", "9"),
            ("b", "10"),
            ("b", "2"),
            ("\u{1f600}", "2"),
            ("\u{ff21}", "1"),
        ];
        let collected = WebhookParams::from_iter(fields);
        assert_eq!(collected.iter().collect::<Vec<_>>(), expected);
        let added = fields
            .into_iter()
            .fold(WebhookParams::new(), |params, (name, value)| params.with(name, value));
        assert_eq!(added, collected);
    }
}
