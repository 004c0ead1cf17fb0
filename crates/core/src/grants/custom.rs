use alloc::string::String;

use crate::json::RawJson;

/// A grant that has no type of its own here: any JSON under any key but `identity` and those of the typed grants.
///
/// ```
/// use twilio_access_token::{AccessToken, CustomGrant};
///
/// let grant = CustomGrant::new("rtc", r#"{"configuration_profile_sid":"VS0123456789abcdef0123456789abcdef"}"#)?;
/// let token = AccessToken::new("alice")?.with_grant(grant);
/// let json = r#"{"identity":"alice","grants":{"rtc":{"configuration_profile_sid":"VS0123456789abcdef0123456789abcdef"}}}"#;
/// assert_eq!(token, AccessToken::from_json(json)?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CustomGrant {
    key: String,
    value: RawJson,
}

impl CustomGrant {
    pub(super) const fn decoded(key: String, value: RawJson) -> Self {
        Self { key, value }
    }

    /// The member of the claim `grants` that holds this grant.
    ///
    /// ```
    /// # use twilio_access_token::CustomGrant;
    /// assert_eq!(CustomGrant::new("rtc", "{}")?.key(), "rtc");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The JSON text of the grant's value.
    ///
    /// ```
    /// # use twilio_access_token::CustomGrant;
    /// assert_eq!(CustomGrant::new("rtc", r#"{"b":1, "a":[ ]}"#)?.json(), r#"{"b":1, "a":[ ]}"#);
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn json(&self) -> &str {
        self.value.as_str()
    }

    pub(super) const fn value(&self) -> &RawJson {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::CustomGrant;

    #[test]
    fn rejects_the_keys_of_typed_grants() {
        for (key, name) in [
            ("chat", "Chat"),
            ("data_sync", "Sync"),
            ("player", "Playback"),
            ("task_router", "TaskRouter"),
            ("video", "Video"),
            ("voice", "Voice"),
        ] {
            let error = CustomGrant::new(key, "{}").unwrap_err();
            assert_eq!(error.code(), "invalid-grant");
            assert!(
                error.to_string().ends_with(&alloc::format!(
                    "the key \"{key}\" is reserved for the typed grant {name}"
                )),
                "{error}"
            );
        }
        assert!(CustomGrant::new("Video", "{}").is_ok());
    }
}
