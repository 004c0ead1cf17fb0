//! The capability token of a Twilio Client.

use alloc::{string::String, vec::Vec};
use core::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use crate::{
    error::MintError,
    identity::Identity,
    percent::escape,
    sid::{AccountSid, ApplicationSid},
    time::{Ttl, UnixTime},
};

/// What a Twilio Client may do: its scopes, in the order of adding, and for how long.
///
/// ```
/// use twilio_access_token::Ttl;
/// use twilio_access_token::capability::{ClientCapability, IncomingClientScope, OutgoingClientScope};
///
/// let capability = ClientCapability::new()
///     .with_ttl(Ttl::seconds(900)?)
///     .with_scope(OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?.with_param("team", "sales"))
///     .with_scope(IncomingClientScope::new("alice")?);
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClientCapability {
    scopes: Vec<Scope>,
    ttl: Ttl,
}

impl ClientCapability {
    /// One that lives [one hour](Ttl::default) and permits nothing yet.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, ClientCapability};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let jwt = key.sign_client(&ClientCapability::new(), now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""scope":"","#)));
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""exp":1700003600,"#)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scope.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, ClientCapability, EventStreamScope, IncomingClientScope};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let capability = ClientCapability::new()
    ///     .with_scope(IncomingClientScope::new("alice")?)
    ///     .with_scope(EventStreamScope::new());
    /// let jwt = key.sign_client(&capability, now)?;
    /// let scope = "scope:client:incoming?clientName=alice scope:stream:subscribe?path=/2010-04-01/Events";
    /// assert!(Inspector::new(now).inspect(&jwt).payload().is_some_and(|payload| payload.contains(scope)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn with_scope(mut self, scope: impl Into<Scope>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sets the lifetime.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, Ttl, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, ClientCapability};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let jwt = key.sign_client(&ClientCapability::new().with_ttl(Ttl::seconds(900)?), now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""exp":1700000900,"#)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = ttl;
        self
    }

    pub(super) fn payload<'a>(
        &'a self,
        account_sid: &'a AccountSid,
        now: UnixTime,
    ) -> Result<impl Serialize + 'a, MintError> {
        Ok(Payload {
            scope: Joined(&self.scopes),
            iss: account_sid.as_str(),
            exp: now.plus(self.ttl)?,
            iat: now,
        })
    }
}

/// One permission of a Twilio Client. [`Display`](fmt::Display) writes it as it stands in the claim `scope`.
///
/// ```
/// use twilio_access_token::capability::{EventStreamScope, Scope};
///
/// let scope = Scope::from(EventStreamScope::new());
/// assert_eq!(scope.to_string(), "scope:stream:subscribe?path=/2010-04-01/Events");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Scope {
    /// To watch the account's events.
    EventStream(EventStreamScope),
    /// To receive calls.
    IncomingClient(IncomingClientScope),
    /// To make calls.
    OutgoingClient(OutgoingClientScope),
}

impl From<EventStreamScope> for Scope {
    fn from(scope: EventStreamScope) -> Self {
        Self::EventStream(scope)
    }
}

impl From<IncomingClientScope> for Scope {
    fn from(scope: IncomingClientScope) -> Self {
        Self::IncomingClient(scope)
    }
}

impl From<OutgoingClientScope> for Scope {
    fn from(scope: OutgoingClientScope) -> Self {
        Self::OutgoingClient(scope)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EventStream(scope) => scope.fmt(f),
            Self::IncomingClient(scope) => scope.fmt(f),
            Self::OutgoingClient(scope) => scope.fmt(f),
        }
    }
}

/// Permission to receive the calls for one client name.
///
/// ```
/// use twilio_access_token::capability::IncomingClientScope;
///
/// let scope = IncomingClientScope::new("alice")?;
/// assert_eq!(scope.to_string(), "scope:client:incoming?clientName=alice");
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IncomingClientScope {
    client_name: String,
}

impl IncomingClientScope {
    /// For calls to the client `client_name`, 1 to 256 characters; Voice takes letters, digits and underscores.
    ///
    /// # Errors
    ///
    /// As [`Identity::new`].
    ///
    /// ```
    /// # use twilio_access_token::capability::IncomingClientScope;
    /// assert!(IncomingClientScope::new("alice").is_ok());
    /// assert_eq!(IncomingClientScope::new("").unwrap_err().code(), "empty-identity");
    /// ```
    pub fn new(client_name: impl Into<String>) -> Result<Self, MintError> {
        Ok(Self::unchecked(Identity::new(client_name)?.into_string()))
    }

    /// As [`new`](Self::new), for any text.
    ///
    /// ```
    /// # use twilio_access_token::capability::IncomingClientScope;
    /// assert_eq!(IncomingClientScope::unchecked("").to_string(), "scope:client:incoming?clientName=");
    /// ```
    #[must_use]
    pub fn unchecked(client_name: impl Into<String>) -> Self {
        Self {
            client_name: client_name.into(),
        }
    }
}

impl fmt::Display for IncomingClientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scope:client:incoming?clientName={}", escape(&self.client_name))
    }
}

/// Permission to make calls, which a TwiML App handles.
///
/// ```
/// use twilio_access_token::capability::OutgoingClientScope;
///
/// let scope = OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?
///     .with_client_name("alice")?
///     .with_param("foo", "b r");
/// assert_eq!(
///     scope.to_string(),
///     "scope:client:outgoing?appSid=APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&clientName=alice&appParams=foo%3Db%2520r",
/// );
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutgoingClientScope {
    application_sid: String,
    client_name: Option<String>,
    params: Option<Vec<(String, String)>>,
}

impl OutgoingClientScope {
    /// Through the TwiML App with this SID, `AP…`.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidSid`].
    ///
    /// ```
    /// # use twilio_access_token::capability::OutgoingClientScope;
    /// assert!(OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").is_ok());
    /// assert_eq!(OutgoingClientScope::new("AP123").unwrap_err().code(), "invalid-application-sid");
    /// ```
    pub fn new(application_sid: &str) -> Result<Self, MintError> {
        application_sid.parse::<ApplicationSid>()?;
        Ok(Self::unchecked(application_sid, None))
    }

    /// As [`new`](Self::new), for any texts.
    ///
    /// ```
    /// # use twilio_access_token::capability::OutgoingClientScope;
    /// let scope = OutgoingClientScope::unchecked("AP123", Some(String::from("alice")));
    /// assert_eq!(scope.to_string(), "scope:client:outgoing?appSid=AP123&clientName=alice");
    /// ```
    #[must_use]
    pub fn unchecked(application_sid: impl Into<String>, client_name: Option<String>) -> Self {
        Self {
            application_sid: application_sid.into(),
            client_name,
            params: None,
        }
    }

    /// Names the client from which the calls come, 1 to 256 characters; Voice takes letters, digits and underscores.
    ///
    /// # Errors
    ///
    /// As [`Identity::new`].
    ///
    /// ```
    /// # use twilio_access_token::capability::OutgoingClientScope;
    /// let scope = OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?.with_client_name("alice")?;
    /// assert!(scope.to_string().ends_with("&clientName=alice"));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    pub fn with_client_name(mut self, client_name: impl Into<String>) -> Result<Self, MintError> {
        self.client_name = Some(Identity::new(client_name)?.into_string());
        Ok(self)
    }

    /// Adds a parameter that Twilio hands to the TwiML App, and that the client cannot change.
    ///
    /// ```
    /// # use twilio_access_token::capability::OutgoingClientScope;
    /// let scope = OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?.with_param("team", "sales");
    /// assert!(scope.to_string().ends_with("&appParams=team%3Dsales"));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_param(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_params([(name.into(), value.into())])
    }

    /// Adds parameters. Even where there are none, an empty `appParams` is written.
    ///
    /// ```
    /// # use twilio_access_token::capability::OutgoingClientScope;
    /// # let scope = OutgoingClientScope::new("APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let params = [("team", "sales"), ("tier", "gold")].map(|(name, value)| (name.into(), value.into()));
    /// assert!(scope.with_params(params).to_string().ends_with("&appParams=team%3Dsales%26tier%3Dgold"));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_params(mut self, params: impl IntoIterator<Item = (String, String)>) -> Self {
        self.params.get_or_insert_default().extend(params);
        self
    }
}

impl fmt::Display for OutgoingClientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scope:client:outgoing?appSid={}", escape(&self.application_sid))?;
        if let Some(client_name) = &self.client_name {
            write!(f, "&clientName={}", escape(client_name))?;
        }
        match &self.params {
            None => Ok(()),
            Some(params) => write_app_params(f, params),
        }
    }
}

/// Permission to watch the account's events, all or those that filters let pass.
///
/// ```
/// use twilio_access_token::capability::EventStreamScope;
///
/// let scope = EventStreamScope::new();
/// assert_eq!(scope.to_string(), "scope:stream:subscribe?path=/2010-04-01/Events");
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EventStreamScope {
    filters: Vec<(String, String)>,
}

impl EventStreamScope {
    /// For all events.
    ///
    /// ```
    /// # use twilio_access_token::capability::EventStreamScope;
    /// assert_eq!(EventStreamScope::new(), EventStreamScope::default());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self { filters: Vec::new() }
    }

    /// Adds a filter.
    ///
    /// ```
    /// # use twilio_access_token::capability::EventStreamScope;
    /// let scope = EventStreamScope::new().with_filter("EventType", "call");
    /// assert!(scope.to_string().ends_with("/Events&appParams=EventType%3Dcall"));
    /// ```
    #[must_use]
    pub fn with_filter(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_filters([(name.into(), value.into())])
    }

    /// Adds filters.
    ///
    /// ```
    /// # use twilio_access_token::capability::EventStreamScope;
    /// let filters = [("EventType", "call"), ("Level", "error")];
    /// let scope = EventStreamScope::new().with_filters(filters.map(|(name, value)| (name.into(), value.into())));
    /// assert!(scope.to_string().ends_with("&appParams=EventType%3Dcall%26Level%3Derror"));
    /// ```
    #[must_use]
    pub fn with_filters(mut self, filters: impl IntoIterator<Item = (String, String)>) -> Self {
        self.filters.extend(filters);
        self
    }
}

impl fmt::Display for EventStreamScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The one value that Twilio's library does not escape.
        f.write_str("scope:stream:subscribe?path=/2010-04-01/Events")?;
        if self.filters.is_empty() {
            return Ok(());
        }
        write_app_params(f, &self.filters)
    }
}

/// A query within a query: names and values are escaped, and then the whole is once more.
fn write_app_params(f: &mut fmt::Formatter<'_>, params: &[(String, String)]) -> fmt::Result {
    let mut query = String::new();
    for (position, (name, value)) in params.iter().enumerate() {
        let separator = if position == 0 { "" } else { "&" };
        write!(query, "{separator}{}={}", escape(name), escape(value))?;
    }
    write!(f, "&appParams={}", escape(&query))
}

/// The claims: the order of these fields is the order of the bytes.
#[derive(Serialize)]
struct Payload<'a> {
    #[serde(serialize_with = "as_text")]
    scope: Joined<'a>,
    iss: &'a str,
    exp: UnixTime,
    iat: UnixTime,
}

fn as_text<S: Serializer>(scopes: &Joined<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(scopes)
}

/// Scopes as RFC 6749 §3.3 writes them, with a space between.
struct Joined<'a>(&'a [Scope]);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, scope) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_char(' ')?;
            }
            scope.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::{EventStreamScope, OutgoingClientScope};

    #[test]
    fn parameters_are_escaped_twice() {
        let scope = OutgoingClientScope::unchecked("AP&1", None)
            .with_param("a b", "c&d")
            .with_param("é", "-_.!~*'()");
        assert_eq!(
            scope.to_string(),
            "scope:client:outgoing?appSid=AP%261&appParams=a%2520b%3Dc%2526d%26%25C3%25A9%3D-_.!~*'()"
        );
    }

    #[test]
    fn no_parameters_and_no_filters_differ() {
        let scope = OutgoingClientScope::unchecked("AP", None).with_params([]);
        assert_eq!(scope.to_string(), "scope:client:outgoing?appSid=AP&appParams=");
        let scope = EventStreamScope::new().with_filters([]);
        assert_eq!(scope.to_string(), "scope:stream:subscribe?path=/2010-04-01/Events");
    }
}
