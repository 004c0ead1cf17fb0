//! The payload of a token.

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    grants::Grants,
    json::{self, Object, key},
    time::UnixTime,
};

/// The claims of an access token, for those who encode or decode with another JWT library. [`SigningKey::sign`] needs none.
///
/// Serialised, they are the bytes that Twilio's Node library signs: the order of the fields is the order of the bytes.
///
/// ```
/// use twilio_access_token::Claims;
///
/// let claims: Claims = serde_json::from_str(
///     r#"{"jti":"SK…-1700000000","grants":{"identity":"alice","video":{}},"exp":1700003600,"iss":"SK…","sub":"AC…"}"#,
/// )?;
/// assert_eq!(claims.grants.identity.as_deref(), Some("alice"));
/// assert_eq!(claims.nbf, None);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
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

/// Reads [`Claims`] from JSON that is a string in memory, and so without copying grants.
#[derive(Deserialize)]
pub(crate) struct BorrowedClaims(#[serde(with = "Borrowed")] pub(crate) Claims);

#[derive(Deserialize)]
#[serde(remote = "Claims")]
struct Borrowed {
    jti: String,
    #[serde(deserialize_with = "Grants::deserialize_borrowed")]
    grants: Grants,
    #[serde(default)]
    nbf: Option<UnixTime>,
    #[serde(default)]
    iat: Option<UnixTime>,
    exp: UnixTime,
    iss: String,
    sub: String,
}

impl Claims {
    /// These claims as JSON text, in the order in which they are signed.
    ///
    /// ```
    /// # use twilio_access_token::{AccessToken, SigningKey, UnixTime};
    /// # let (account, api_key) = ("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    /// # let key = SigningKey::new(account, api_key, "ssssssssssssssssssssssssssssssss")?;
    /// let claims = key.claims(&AccessToken::new("alice")?, UnixTime::from_secs(1_700_000_000))?;
    /// assert!(claims.to_json().starts_with(r#"{"jti":"SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-1700000000","grants":{"#));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Vec::with_capacity(512);
        let mut claims = Object::open(&mut json).string(key!("jti"), Some(&self.jti));
        self.grants.write(claims.value(key!("grants")));
        claims
            .number(key!("nbf"), self.nbf.map(UnixTime::as_secs))
            .number(key!("iat"), self.iat.map(UnixTime::as_secs))
            .number(key!("exp"), Some(self.exp.as_secs()))
            .string(key!("iss"), Some(&self.iss))
            .string(key!("sub"), Some(&self.sub))
            .close();
        json::into_string(json)
    }
}
