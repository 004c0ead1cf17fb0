use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{
    error::MintError,
    json::{Object, RawJson, key, object_member},
    sid::{ApplicationSid, CredentialSid, SidKind},
};

/// Permission to make and take calls with [Twilio Voice](https://www.twilio.com/docs/iam/access-tokens).
///
/// Voice asks more of an identity than other products: letters, digits and underscores alone ([31105]). Its tokens are
/// safest with a lifetime of at most 86,399 seconds ([31207]).
///
/// ```
/// use twilio_access_token::VoiceGrant;
///
/// let grant = VoiceGrant::new()
///     .with_incoming()
///     .with_outgoing("AP0123456789abcdef0123456789abcdef".parse()?)
///     .with_outgoing_params(r#"{"tier":"gold"}"#)?;
/// assert_eq!(
///     serde_json::to_string(&grant)?,
///     concat!(
///         r#"{"incoming":{"allow":true},"#,
///         r#""outgoing":{"application_sid":"AP0123456789abcdef0123456789abcdef","params":{"tier":"gold"}}}"#,
///     ),
/// );
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// [31105]: https://www.twilio.com/docs/api/errors/31105
/// [31207]: https://www.twilio.com/docs/api/errors/31207
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct VoiceGrant {
    #[serde(default, deserialize_with = "object_member")]
    incoming: Option<Incoming>,
    #[serde(default, deserialize_with = "object_member")]
    outgoing: Option<Outgoing>,
    push_credential_sid: Option<String>,
    endpoint_id: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct Incoming {
    allow: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct Outgoing {
    application_sid: Option<String>,
    params: Option<RawJson>,
}

impl Outgoing {
    fn write(&self, json: &mut Vec<u8>) {
        let mut members = Object::open(json).string(key!("application_sid"), self.application_sid.as_deref());
        if let Some(params) = &self.params {
            params.write(members.value(key!("params")));
        }
        members.close();
    }
}

impl VoiceGrant {
    const PARAMS_ARE_NO_OBJECT: MintError = MintError::InvalidGrant {
        reason: "its parameters are not a JSON object",
    };

    /// A grant for Voice that permits no call yet.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// let grant = VoiceGrant::new();
    /// assert_eq!(serde_json::to_string(&grant)?, "{}");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Permits to take calls to the identity.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// let grant = VoiceGrant::new().with_incoming();
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"incoming":{"allow":true}}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_incoming(mut self) -> Self {
        self.incoming = Some(Incoming { allow: true });
        self
    }

    /// Permits to make calls through a TwiML application.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// let grant = VoiceGrant::new().with_outgoing("AP0123456789abcdef0123456789abcdef".parse()?);
    /// let json = r#"{"outgoing":{"application_sid":"AP0123456789abcdef0123456789abcdef"}}"#;
    /// assert_eq!(serde_json::to_string(&grant)?, json);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_outgoing(mut self, application_sid: ApplicationSid) -> Self {
        self.outgoing.get_or_insert_default().application_sid = Some(application_sid.into());
        self
    }

    /// Sets what Twilio passes on to the TwiML application with each call: a JSON object, which is written into the token as
    /// it stands, key order and all.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidGrant`] if it is not one, or [`with_outgoing`](Self::with_outgoing) has not named an application:
    /// Twilio's libraries drop parameters that lead nowhere without a word.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// # let grant = VoiceGrant::new().with_outgoing("AP0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_outgoing_params(r#"{"tier":"gold"}"#)?;
    /// assert!(serde_json::to_string(&grant)?.ends_with(r#""params":{"tier":"gold"}}}"#));
    ///
    /// let error = VoiceGrant::new().with_outgoing_params(r#"{"tier":"gold"}"#).unwrap_err();
    /// assert_eq!(error.code(), "invalid-grant");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn with_outgoing_params(mut self, json: impl Into<String>) -> Result<Self, MintError> {
        let outgoing = self.outgoing.as_mut().ok_or(MintError::InvalidGrant {
            reason: "it has parameters, but no application to pass them to",
        })?;
        outgoing.params = Some(RawJson::object(json.into()).ok_or(Self::PARAMS_ARE_NO_OBJECT)?);
        Ok(self)
    }

    /// Sets the credential with which Twilio announces calls to phones.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// let grant = VoiceGrant::new().with_push_credential("CR0123456789abcdef0123456789abcdef".parse()?);
    /// let json = r#"{"push_credential_sid":"CR0123456789abcdef0123456789abcdef"}"#;
    /// assert_eq!(serde_json::to_string(&grant)?, json);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_push_credential(mut self, push_credential_sid: CredentialSid) -> Self {
        self.push_credential_sid = Some(push_credential_sid.into());
        self
    }

    /// Sets the name of the device, of your own choice.
    ///
    /// ```
    /// # use twilio_access_token::VoiceGrant;
    /// let grant = VoiceGrant::new().with_endpoint_id("phone");
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"endpoint_id":"phone"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_endpoint_id(mut self, endpoint_id: impl Into<String>) -> Self {
        self.endpoint_id = Some(endpoint_id.into());
        self
    }

    pub(super) fn has_params(&self) -> bool {
        self.outgoing.as_ref().is_some_and(|outgoing| outgoing.params.is_some())
    }

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        let mut members = Object::open(json);
        if let Some(Incoming { allow }) = self.incoming {
            let allow = if allow {
                r#"{"allow":true}"#
            } else {
                r#"{"allow":false}"#
            };
            members.value(key!("incoming")).extend_from_slice(allow.as_bytes());
        }
        if let Some(outgoing) = &self.outgoing {
            outgoing.write(members.value(key!("outgoing")));
        }
        members
            .string(key!("push_credential_sid"), self.push_credential_sid.as_deref())
            .string(key!("endpoint_id"), self.endpoint_id.as_deref())
            .close();
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        SidKind::Credential.check_if_given(self.push_credential_sid.as_deref())?;
        let Some(outgoing) = &self.outgoing else { return Ok(()) };
        SidKind::Application.check(outgoing.application_sid.as_deref().unwrap_or_default())?;
        match &outgoing.params {
            Some(params) if !params.is_object() => Err(Self::PARAMS_ARE_NO_OBJECT),
            _ => Ok(()),
        }
    }
}
