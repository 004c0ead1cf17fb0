use alloc::{boxed::Box, string::String};

use serde_json::value::RawValue;

use super::Grants;
use crate::error::MintError;

/// A grant that has no type of its own here: any JSON under any key but `identity`.
///
/// ```
/// use twilio_access_token::{AccessToken, CustomGrant};
///
/// let grant = CustomGrant::new("data_sync", r#"{"service_sid":"IS0123456789abcdef0123456789abcdef"}"#)?;
/// let token = AccessToken::new("alice")?.with_grant(grant);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CustomGrant {
    key: String,
    value: Box<RawValue>,
}

impl CustomGrant {
    /// The grant whose value is the JSON text `json`, which is written into the token as it stands, key order and all.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidGrant`] if `json` is not JSON or `key` is `identity`.
    pub fn new(key: impl Into<String>, json: impl Into<String>) -> Result<Self, MintError> {
        let key = key.into();
        if key == Grants::IDENTITY {
            return Err(MintError::InvalidGrant);
        }
        let value = RawValue::from_string(json.into()).map_err(|_| MintError::InvalidGrant)?;
        Ok(Self { key, value })
    }

    pub(super) const fn decoded(key: String, value: Box<RawValue>) -> Self {
        Self { key, value }
    }

    /// The member of the claim `grants` that holds this grant.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The JSON text of the grant's value.
    #[must_use]
    pub fn json(&self) -> &str {
        self.value.get()
    }

    pub(super) const fn value(&self) -> &RawValue {
        &self.value
    }
}

impl PartialEq for CustomGrant {
    /// Equal texts: `{"a":1}` and `{ "a": 1 }` differ.
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.json() == other.json()
    }
}

impl Eq for CustomGrant {}
