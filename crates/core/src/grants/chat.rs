use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{
    error::MintError,
    json::{Object, key},
    sid::{CredentialSid, RoleSid, ServiceSid, SidKind},
};

/// Permission to use [Twilio Conversations](https://www.twilio.com/docs/conversations/create-tokens), formerly Chat; Flex
/// takes it as well.
///
/// ```
/// use twilio_access_token::{AccessToken, ChatGrant};
///
/// let grant = ChatGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
/// let json = r#"{"identity":"alice","grants":{"chat":{"service_sid":"IS0123456789abcdef0123456789abcdef"}}}"#;
/// assert_eq!(AccessToken::new("alice")?.with_grant(grant), AccessToken::from_json(json)?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ChatGrant {
    service_sid: Option<String>,
    endpoint_id: Option<String>,
    deployment_role_sid: Option<String>,
    push_credential_sid: Option<String>,
}

impl ChatGrant {
    /// For one service, without which Twilio refuses the grant.
    ///
    /// ```
    /// # use twilio_access_token::ChatGrant;
    /// let grant = ChatGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"service_sid":"IS0123456789abcdef0123456789abcdef"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn service(service_sid: ServiceSid) -> Self {
        Self {
            service_sid: Some(service_sid.into()),
            ..Self::default()
        }
    }

    /// Sets the name of the device, of your own choice.
    ///
    /// ```
    /// # use twilio_access_token::ChatGrant;
    /// # let grant = ChatGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_endpoint_id("browser");
    /// assert!(serde_json::to_string(&grant)?.ends_with(r#","endpoint_id":"browser"}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_endpoint_id(mut self, endpoint_id: impl Into<String>) -> Self {
        self.endpoint_id = Some(endpoint_id.into());
        self
    }

    /// Sets the role that the user has throughout the service.
    ///
    /// ```
    /// # use twilio_access_token::ChatGrant;
    /// # let grant = ChatGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_deployment_role("RL0123456789abcdef0123456789abcdef".parse()?);
    /// let claim = r#","deployment_role_sid":"RL0123456789abcdef0123456789abcdef"}"#;
    /// assert!(serde_json::to_string(&grant)?.ends_with(claim));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_deployment_role(mut self, deployment_role_sid: RoleSid) -> Self {
        self.deployment_role_sid = Some(deployment_role_sid.into());
        self
    }

    /// Sets the credential with which Twilio announces messages to phones.
    ///
    /// ```
    /// # use twilio_access_token::ChatGrant;
    /// # let grant = ChatGrant::service("IS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_push_credential("CR0123456789abcdef0123456789abcdef".parse()?);
    /// let claim = r#","push_credential_sid":"CR0123456789abcdef0123456789abcdef"}"#;
    /// assert!(serde_json::to_string(&grant)?.ends_with(claim));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_push_credential(mut self, push_credential_sid: CredentialSid) -> Self {
        self.push_credential_sid = Some(push_credential_sid.into());
        self
    }

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        Object::open(json)
            .string(key!("service_sid"), self.service_sid.as_deref())
            .string(key!("endpoint_id"), self.endpoint_id.as_deref())
            .string(key!("deployment_role_sid"), self.deployment_role_sid.as_deref())
            .string(key!("push_credential_sid"), self.push_credential_sid.as_deref())
            .close();
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        SidKind::Service.check(self.service_sid.as_deref().unwrap_or_default())?;
        SidKind::Role.check_if_given(self.deployment_role_sid.as_deref())?;
        SidKind::Credential.check_if_given(self.push_credential_sid.as_deref())?;
        Ok(())
    }
}
