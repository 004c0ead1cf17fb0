//! The header of an access token.

use alloc::{borrow::Cow, string::String, vec};

use serde::{Deserialize, Serialize};

use super::algorithm::Algorithm;
use crate::{base64url, json};

/// The protected header of an access token, in the order in which Twilio's Node library writes it.
///
/// It is what [`jsonwebtoken`](https://docs.rs/jsonwebtoken) and its like need beside [`Claims`](crate::Claims).
///
/// ```
/// use twilio_access_token::{Algorithm, Header};
///
/// let header: Header = serde_json::from_str(r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"#)?;
/// assert_eq!(header, Header::access_token(Algorithm::Hs256, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The algorithm, RFC 7515 §4.1.1.
    pub alg: Algorithm,
    /// `JWT`, RFC 7519 §5.1.
    pub typ: Cow<'a, str>,
    /// `twilio-fpa;v=1`, which tells Twilio that this is an access token. RFC 7519 §5.2 reserves the name.
    pub cty: Cow<'a, str>,
    /// The Twilio region, such as `ie1`, where the key belongs to one other than `us1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twr: Option<Cow<'a, str>>,
}

impl<'a> Header<'a> {
    pub(crate) const TYP: &'static str = "JWT";
    pub(crate) const CTY: &'static str = "twilio-fpa;v=1";

    /// The header of an access token.
    ///
    /// ```
    /// # use twilio_access_token::{Algorithm, Header};
    /// let header = Header::access_token(Algorithm::Hs256, Some("ie1"));
    /// let json = r#"{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","twr":"ie1"}"#;
    /// assert_eq!(serde_json::to_string(&header)?, json);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn access_token(algorithm: Algorithm, region: Option<&'a str>) -> Self {
        Self {
            alg: algorithm,
            typ: Cow::Borrowed(Self::TYP),
            cty: Cow::Borrowed(Self::CTY),
            twr: region.map(Cow::Borrowed),
        }
    }
}

/// Base64url of a header's JSON, and the `.` that follows it.
pub(crate) fn encode_header(header: &impl Serialize) -> String {
    let header = json::to_vec(header, 128);
    let mut encoded = vec![b'.'; base64url::encoded_len(header.len()) + 1];
    base64url::encode_into(&header, &mut encoded);
    base64url::into_string(encoded)
}

#[cfg(all(test, feature = "sha512"))]
mod tests {
    use super::{Algorithm, Header, encode_header};

    #[test]
    fn encoded_headers_are_those_of_the_algorithms() {
        for algorithm in [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512] {
            let header = encode_header(&Header::access_token(algorithm, None));
            assert_eq!(algorithm.encoded_header(), header);
        }
    }
}
