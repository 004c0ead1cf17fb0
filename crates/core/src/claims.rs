//! The payload of a token.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{grants::Grants, json, time::UnixTime};

/// The claims of an access token, for those who encode or decode with another JWT library. [`SigningKey::sign`] needs none.
///
/// Serialised, they are the bytes that Twilio's Node library signs: the order of the fields is the order of the bytes.
///
/// [`SigningKey::sign`]: crate::SigningKey::sign
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Claims {
    /// `<API key SID>-<seconds>`, RFC 7519 §4.1.7.
    pub jti: String,
    /// Identity and grants, Twilio's own claim.
    pub grants: Grants,
    /// Not valid before, RFC 7519 §4.1.5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<UnixTime>,
    /// Issued at, RFC 7519 §4.1.6. Of Twilio's libraries only the one for Node writes it, as this crate does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iat: Option<UnixTime>,
    /// Expires at, RFC 7519 §4.1.4.
    pub exp: UnixTime,
    /// The API key's SID, RFC 7519 §4.1.1.
    pub iss: String,
    /// The Account SID, RFC 7519 §4.1.2.
    pub sub: String,
}

impl Claims {
    /// These claims as JSON text, in the order in which they are signed.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::to_string(self, 512)
    }
}
