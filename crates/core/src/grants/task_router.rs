use alloc::{string::String, vec::Vec};

use serde::Deserialize;

use crate::{
    error::MintError,
    json::{Object, key},
    sid::{SidKind, WorkerSid, WorkspaceSid},
};

/// Permission to use [Twilio TaskRouter](https://www.twilio.com/docs/taskrouter) and Flex as a worker.
///
/// ```
/// use twilio_access_token::TaskRouterGrant;
///
/// let grant = TaskRouterGrant::workspace("WS0123456789abcdef0123456789abcdef".parse()?)
///     .with_worker("WK0123456789abcdef0123456789abcdef".parse()?)
///     .with_role("worker");
/// assert_eq!(
///     serde_json::to_string(&grant)?,
///     concat!(
///         r#"{"workspace_sid":"WS0123456789abcdef0123456789abcdef","#,
///         r#""worker_sid":"WK0123456789abcdef0123456789abcdef","role":"worker"}"#,
///     ),
/// );
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct TaskRouterGrant {
    workspace_sid: Option<String>,
    worker_sid: Option<String>,
    role: Option<String>,
}

impl TaskRouterGrant {
    /// For one workspace.
    ///
    /// ```
    /// # use twilio_access_token::TaskRouterGrant;
    /// let grant = TaskRouterGrant::workspace("WS0123456789abcdef0123456789abcdef".parse()?);
    /// assert_eq!(serde_json::to_string(&grant)?, r#"{"workspace_sid":"WS0123456789abcdef0123456789abcdef"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn workspace(workspace_sid: WorkspaceSid) -> Self {
        Self {
            workspace_sid: Some(workspace_sid.into()),
            ..Self::default()
        }
    }

    /// Sets the worker as whom the user acts.
    ///
    /// ```
    /// # use twilio_access_token::TaskRouterGrant;
    /// # let grant = TaskRouterGrant::workspace("WS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_worker("WK0123456789abcdef0123456789abcdef".parse()?);
    /// let claim = r#","worker_sid":"WK0123456789abcdef0123456789abcdef"}"#;
    /// assert!(serde_json::to_string(&grant)?.ends_with(claim));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_worker(mut self, worker_sid: WorkerSid) -> Self {
        self.worker_sid = Some(worker_sid.into());
        self
    }

    /// Sets the role, such as `worker` or `supervisor`.
    ///
    /// ```
    /// # use twilio_access_token::TaskRouterGrant;
    /// # let grant = TaskRouterGrant::workspace("WS0123456789abcdef0123456789abcdef".parse()?);
    /// let grant = grant.with_role("supervisor");
    /// assert!(serde_json::to_string(&grant)?.ends_with(r#","role":"supervisor"}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    pub(super) fn write(&self, json: &mut Vec<u8>) {
        Object::open(json)
            .string(key!("workspace_sid"), self.workspace_sid.as_deref())
            .string(key!("worker_sid"), self.worker_sid.as_deref())
            .string(key!("role"), self.role.as_deref())
            .close();
    }

    pub(crate) fn check(&self) -> Result<(), MintError> {
        SidKind::Workspace.check(self.workspace_sid.as_deref().unwrap_or_default())?;
        SidKind::Worker.check_if_given(self.worker_sid.as_deref())?;
        Ok(())
    }
}
