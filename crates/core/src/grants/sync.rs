use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{
    error::MintError,
    json::{Object, key},
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
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct SyncGrant {
    service_sid: Option<String>,
    endpoint_id: Option<String>,
}

impl SyncGrant {
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

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        Object::open(json)
            .string(key!("service_sid"), self.service_sid.as_deref())
            .string(key!("endpoint_id"), self.endpoint_id.as_deref())
            .close();
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        SidKind::Service.check(self.service_sid.as_deref().unwrap_or_default())?;
        Ok(())
    }
}
