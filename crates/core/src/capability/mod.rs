//! Capability tokens: what Twilio's older products take in place of an access token, signed with the account's own auth
//! token.
//!
//! - [`ClientCapability`] lets a [Twilio Client] make and receive calls. New applications use an access token for Voice.
//! - [`TaskRouterCapability`] lets a browser act in [TaskRouter]: as a worker, on a task queue, or in a whole workspace.
//!
//! ```
//! use twilio_access_token::UnixTime;
//! use twilio_access_token::capability::{AuthTokenKey, ClientCapability, IncomingClientScope};
//!
//! let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
//! let capability = ClientCapability::new().with_scope(IncomingClientScope::new("alice")?);
//! let jwt = key.sign_client(&capability, UnixTime::from_secs(1_700_000_000))?;
//! assert!(jwt.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
//! # Ok::<(), twilio_access_token::capability::CapabilityError>(())
//! ```
//!
//! The bytes are those of Twilio's Node library, but for one bug of it: a policy that denies there allows.
//!
//! [Twilio Client]: https://www.twilio.com/docs/voice/client/capability-tokens
//! [TaskRouter]: https://www.twilio.com/docs/taskrouter/js-sdk/workspace

mod client;
mod error;
mod task_router;
pub mod urls;

use alloc::string::String;
use core::fmt;

use serde::Serialize;

use crate::{
    error::MintError,
    json,
    jws::{Algorithm, HmacKey},
    sid::AccountSid,
    time::UnixTime,
};

pub use self::{
    client::{ClientCapability, EventStreamScope, IncomingClientScope, OutgoingClientScope, Scope},
    error::CapabilityError,
    task_router::{Policy, PolicyFilter, PolicyMethod, TaskRouterCapability, TaskRouterChannel},
};

/// An account and its auth token, ready to sign capability tokens.
///
/// **The auth token is the key to the whole account**; unlike an API key it cannot be revoked without replacing it
/// everywhere. As with [`SigningKey`](crate::SigningKey), it is not kept itself but as two hash states, which are wiped when
/// this is dropped, and this can be neither cloned nor printed.
///
/// ```
/// use twilio_access_token::capability::AuthTokenKey;
///
/// let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
/// assert!(format!("{key:?}").contains("[secret elided]"));
/// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
/// ```
pub struct AuthTokenKey {
    account_sid: AccountSid,
    hmac: HmacKey,
}

impl AuthTokenKey {
    /// Prepares the auth token, which stands beside the Account SID in the Twilio Console. It is used as it stands.
    ///
    /// # Errors
    ///
    /// [`CapabilityError::Mint`] for the Account SID, and [`CapabilityError::InvalidAuthToken`].
    ///
    /// ```
    /// # use twilio_access_token::capability::AuthTokenKey;
    /// let account_sid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// assert!(AuthTokenKey::new(account_sid, "tttttttttttttttttttttttttttttttt").is_ok());
    /// assert_eq!(AuthTokenKey::new(account_sid, "token\n").unwrap_err().code(), "invalid-auth-token");
    /// ```
    pub fn new(account_sid: &str, auth_token: &str) -> Result<Self, CapabilityError> {
        let account_sid = account_sid.parse::<AccountSid>()?;
        if auth_token.is_empty() || auth_token.trim() != auth_token {
            return Err(CapabilityError::InvalidAuthToken {
                empty: auth_token.is_empty(),
            });
        }
        Ok(Self {
            account_sid,
            hmac: hmac(auth_token.as_bytes()),
        })
    }

    /// The account.
    ///
    /// ```
    /// # use twilio_access_token::capability::AuthTokenKey;
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// assert_eq!(key.account_sid().as_str(), "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub const fn account_sid(&self) -> &AccountSid {
        &self.account_sid
    }

    /// Signs `capability`, issued at `now`.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidTime`].
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, ClientCapability, IncomingClientScope};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let capability = ClientCapability::new().with_scope(IncomingClientScope::new("alice")?);
    /// let jwt = key.sign_client(&capability, now)?;
    /// let start = r#"{"scope":"scope:client:incoming?clientName=alice","iss":"ACaaaaaaaa"#;
    /// assert!(Inspector::new(now).inspect(&jwt).payload().is_some_and(|payload| payload.starts_with(start)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    pub fn sign_client(&self, capability: &ClientCapability, now: UnixTime) -> Result<String, MintError> {
        Ok(self.sign(&capability.payload(&self.account_sid, now)?))
    }

    /// Signs `capability`, issued at `now`.
    ///
    /// # Errors
    ///
    /// [`MintError::InvalidTime`].
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, TaskRouterCapability};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let capability = TaskRouterCapability::for_channel(workspace_sid, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let jwt = key.sign_task_router(&capability, now)?;
    /// let claim = r#""worker_sid":"WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""#;
    /// assert!(Inspector::new(now).inspect(&jwt).payload().is_some_and(|payload| payload.contains(claim)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    pub fn sign_task_router(&self, capability: &TaskRouterCapability, now: UnixTime) -> Result<String, MintError> {
        Ok(self.sign(&capability.payload(&self.account_sid, now)?))
    }

    fn sign(&self, payload: &impl Serialize) -> String {
        self.hmac.sign(&json::to_vec(payload, 512))
    }
}

impl fmt::Debug for AuthTokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthTokenKey")
            .field("account_sid", &self.account_sid.as_str())
            .field("hmac", &self.hmac)
            .finish()
    }
}

/// Signs `payload`, which should be the JSON text of the claims, under a capability token's header.
///
/// **Nothing is checked**: not that the payload is JSON, nor that Twilio would take it. [`AuthTokenKey`] checks.
///
/// ```
/// use twilio_access_token::capability;
///
/// let jwt = capability::sign_payload(b"auth token", r#"{"scope":""}"#);
/// assert!(jwt.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzY29wZSI6IiJ9."));
/// ```
#[must_use]
pub fn sign_payload(auth_token: &[u8], payload: impl AsRef<[u8]>) -> String {
    hmac(auth_token).sign(payload.as_ref())
}

fn hmac(auth_token: &[u8]) -> HmacKey {
    /// No `cty`: it is what tells Twilio an access token from this.
    #[derive(Serialize)]
    struct Header {
        alg: Algorithm,
        typ: &'static str,
    }

    let header = Header {
        alg: Algorithm::Hs256,
        typ: "JWT",
    };
    HmacKey::with_header(Algorithm::Hs256, auth_token, &header)
}
