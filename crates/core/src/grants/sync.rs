use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{
    error::MintError,
    sid::{ServiceSid, SidKind},
};

/// Permission to use [Twilio Sync](https://www.twilio.com/docs/sync/identity-and-access-tokens).
///
/// ```
/// use twilio_access_token::{AccessToken, SyncGrant};
///
/// let grant = SyncGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
/// let json = r#"{"identity":"alice","grants":{"data_sync":{"service_sid":"IS0123456789abcdef0123456789abcdef"}}}"#;
/// assert_eq!(AccessToken::new("alice")?.with_grant(grant), AccessToken::from_json(json)?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SyncGrant {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    service_sid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    endpoint_id: Option<String>,
}

impl SyncGrant {
    pub(crate) const KEY: &str = "data_sync";

    /// For one service, without which Twilio refuses the grant.
    ///
    /// ```
    /// # use twilio_access_token::SyncGrant;
    /// let grant = SyncGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"service_sid":"IS0123456789abcdef0123456789abcdef"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn service(service_sid: ServiceSid) -> Self {
        Self {
            service_sid: Some(service_sid.into()),
            endpoint_id: None,
        }
    }

    /// Sets the name of the device, of your own choice.
    ///
    /// ```
    /// # use twilio_access_token::SyncGrant;
    /// # let grant = SyncGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_endpoint_id("tablet");
    /// assert!(serde_json::to_string(&grant)?.ends_with(r#","endpoint_id":"tablet"}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_endpoint_id(mut self, endpoint_id: impl Into<String>) -> Self {
        self.endpoint_id = Some(endpoint_id.into());
        self
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        SidKind::Service.check(self.service_sid.as_deref().unwrap_or_default())
    }
}
