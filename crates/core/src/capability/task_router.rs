//! The capability token of TaskRouter.

use alloc::{string::String, vec::Vec};

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{CapabilityError, urls};
use crate::{
    error::MintError,
    json::{self, RawJson},
    sid::{AccountSid, SidKind, TaskQueueSid, WorkerSid, WorkspaceSid},
    time::{Ttl, UnixTime},
};

/// What a browser may do in TaskRouter: the channel that it acts for, policies in the order of adding, and for how long.
///
/// As in Twilio's Node library it has no policies but those that are added; [`Policy::default_worker`] and
/// [`Policy::event_bridge`] are what a worker needs at least.
///
/// ```
/// use twilio_access_token::capability::{Policy, TaskRouterCapability};
/// use twilio_access_token::{AccountSid, WorkerSid, WorkspaceSid};
///
/// let account_sid: AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
/// let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
/// let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
///
/// let capability = TaskRouterCapability::worker(workspace_sid.clone(), worker_sid.clone())
///     .allow_event_bridge(&account_sid)
///     .with_policies(Policy::default_worker(&workspace_sid, &worker_sid))
///     .with_policy(Policy::update_activity(&workspace_sid, &worker_sid));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TaskRouterCapability {
    workspace_sid: WorkspaceSid,
    channel: TaskRouterChannel,
    friendly_name: Option<String>,
    policies: Vec<Policy>,
    ttl: Ttl,
}

impl TaskRouterCapability {
    /// For `channel` of a workspace. It lives [one hour](Ttl::default) and permits nothing yet.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::{TaskRouterCapability, TaskRouterChannel};
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let capability = TaskRouterCapability::new(workspace_sid, TaskRouterChannel::Worker(worker_sid));
    /// assert_eq!(capability.channel_sid(), "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn new(workspace_sid: WorkspaceSid, channel: TaskRouterChannel) -> Self {
        Self {
            workspace_sid,
            channel,
            friendly_name: None,
            policies: Vec::new(),
            ttl: Ttl::DEFAULT,
        }
    }

    /// As [`new`](Self::new), for the worker (`WK…`), task queue (`WQ…`) or workspace (`WS…`) that a SID names.
    ///
    /// # Errors
    ///
    /// [`CapabilityError::Mint`] for the workspace, and for what begins as a worker or a task queue does;
    /// [`CapabilityError::InvalidChannelSid`] for anything else but the workspace itself.
    ///
    /// ```
    /// use twilio_access_token::capability::TaskRouterCapability;
    ///
    /// let workspace = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let worker = TaskRouterCapability::for_channel(workspace, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let error = TaskRouterCapability::for_channel(workspace, "WSbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb").unwrap_err();
    /// assert_eq!(error.code(), "invalid-channel-sid");
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    pub fn for_channel(workspace_sid: &str, channel_sid: &str) -> Result<Self, CapabilityError> {
        let workspace_sid = workspace_sid.parse::<WorkspaceSid>()?;
        let channel = if channel_sid.starts_with(SidKind::Worker.prefix()) {
            TaskRouterChannel::Worker(channel_sid.parse::<WorkerSid>()?)
        } else if channel_sid.starts_with(SidKind::TaskQueue.prefix()) {
            TaskRouterChannel::TaskQueue(channel_sid.parse::<TaskQueueSid>()?)
        } else if channel_sid == workspace_sid.as_str() {
            TaskRouterChannel::Workspace
        } else {
            return Err(CapabilityError::InvalidChannelSid);
        };
        Ok(Self::new(workspace_sid, channel))
    }

    /// As [`new`](Self::new), for a worker.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::TaskRouterCapability;
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let capability = TaskRouterCapability::worker(workspace_sid, worker_sid);
    /// assert_eq!(capability.channel_sid(), "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn worker(workspace_sid: WorkspaceSid, worker_sid: WorkerSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::Worker(worker_sid))
    }

    /// As [`new`](Self::new), for a task queue.
    ///
    /// ```
    /// # use twilio_access_token::{TaskQueueSid, WorkspaceSid};
    /// # use twilio_access_token::capability::TaskRouterCapability;
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let task_queue_sid: TaskQueueSid = "WQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let capability = TaskRouterCapability::task_queue(workspace_sid, task_queue_sid);
    /// assert_eq!(capability.channel_sid(), "WQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn task_queue(workspace_sid: WorkspaceSid, task_queue_sid: TaskQueueSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::TaskQueue(task_queue_sid))
    }

    /// As [`new`](Self::new), for the whole workspace.
    ///
    /// ```
    /// # use twilio_access_token::WorkspaceSid;
    /// # use twilio_access_token::capability::TaskRouterCapability;
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let capability = TaskRouterCapability::workspace(workspace_sid);
    /// assert_eq!(capability.channel_sid(), "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub const fn workspace(workspace_sid: WorkspaceSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::Workspace)
    }

    /// Adds a policy.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker = TaskRouterCapability::for_channel(workspace_sid, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let no_deletion = Policy::deny(PolicyMethod::Delete, urls::tasks(Some(workspace_sid), Some("**")))?;
    /// let jwt = key.sign_task_router(&worker.with_policy(no_deletion), now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""allow":false"#)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        self.with_policies([policy])
    }

    /// Adds policies.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::{Policy, TaskRouterCapability};
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let [tasks, reservations] = Policy::update_reservations(&workspace_sid, &worker_sid);
    /// let worker = TaskRouterCapability::worker(workspace_sid, worker_sid);
    /// assert_eq!(
    ///     worker.clone().with_policies([tasks.clone(), reservations.clone()]),
    ///     worker.with_policy(tasks).with_policy(reservations),
    /// );
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn with_policies(mut self, policies: impl IntoIterator<Item = Policy>) -> Self {
        self.policies.extend(policies);
        self
    }

    /// Gives the token a name for people to read.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, TaskRouterCapability};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker = TaskRouterCapability::for_channel(workspace_sid, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let jwt = key.sign_task_router(&worker.with_friendly_name("Alice's desk"), now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""friendly_name":"Alice's desk""#)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn with_friendly_name(mut self, friendly_name: impl Into<String>) -> Self {
        self.friendly_name = Some(friendly_name.into());
        self
    }

    /// Sets the lifetime.
    ///
    /// ```
    /// # use twilio_access_token::{Inspector, Ttl, UnixTime};
    /// # use twilio_access_token::capability::{AuthTokenKey, TaskRouterCapability};
    /// # let key = AuthTokenKey::new("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tttttttttttttttttttttttttttttttt")?;
    /// # let now = UnixTime::from_secs(1_700_000_000);
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker = TaskRouterCapability::for_channel(workspace_sid, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")?;
    /// let jwt = key.sign_task_router(&worker.with_ttl(Ttl::seconds(28_800)?), now)?;
    /// let report = Inspector::new(now).inspect(&jwt);
    /// assert!(report.payload().is_some_and(|payload| payload.contains(r#""exp":1700028800,"#)));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = ttl;
        self
    }

    /// Permits to receive this channel's events, without which TaskRouter's JavaScript SDK cannot connect.
    ///
    /// ```
    /// # use twilio_access_token::AccountSid;
    /// # use twilio_access_token::capability::{Policy, TaskRouterCapability};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker_sid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let worker = TaskRouterCapability::for_channel(workspace_sid, worker_sid)?;
    /// let account_sid: AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let policies = Policy::event_bridge(&account_sid, worker_sid);
    /// assert_eq!(worker.clone().allow_event_bridge(&account_sid), worker.with_policies(policies));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_event_bridge(self, account_sid: &AccountSid) -> Self {
        let policies = Policy::event_bridge(account_sid, self.channel_sid());
        self.with_policies(policies)
    }

    /// Permits to read the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker_sid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let worker = TaskRouterCapability::for_channel(workspace_sid, worker_sid)?;
    /// let policy = Policy::allow(PolicyMethod::Get, urls::workers(Some(workspace_sid), Some(worker_sid)))?;
    /// assert_eq!(worker.clone().allow_fetch_self(), worker.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_fetch_self(self) -> Self {
        self.allow_self(PolicyMethod::Get, "")
    }

    /// Permits to change the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let queue_sid = "WQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let queue = TaskRouterCapability::for_channel(workspace_sid, queue_sid)?;
    /// let policy = Policy::allow(PolicyMethod::Post, urls::task_queues(Some(workspace_sid), Some(queue_sid)))?;
    /// assert_eq!(queue.clone().allow_update_self(), queue.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_update_self(self) -> Self {
        self.allow_self(PolicyMethod::Post, "")
    }

    /// Permits to delete the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let worker_sid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let worker = TaskRouterCapability::for_channel(workspace_sid, worker_sid)?;
    /// let policy = Policy::allow(PolicyMethod::Delete, urls::workers(Some(workspace_sid), Some(worker_sid)))?;
    /// assert_eq!(worker.clone().allow_delete_self(), worker.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_delete_self(self) -> Self {
        self.allow_self(PolicyMethod::Delete, "")
    }

    /// Permits to read all that belongs to the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let workspace = TaskRouterCapability::for_channel(workspace_sid, workspace_sid)?;
    /// let policy = Policy::allow(PolicyMethod::Get, format!("{}/**", urls::workspaces(Some(workspace_sid))))?;
    /// assert_eq!(workspace.clone().allow_fetch_subresources(), workspace.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_fetch_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Get, "/**")
    }

    /// Permits to change all that belongs to the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let workspace = TaskRouterCapability::for_channel(workspace_sid, workspace_sid)?;
    /// let policy = Policy::allow(PolicyMethod::Post, format!("{}/**", urls::workspaces(Some(workspace_sid))))?;
    /// assert_eq!(workspace.clone().allow_update_subresources(), workspace.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_update_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Post, "/**")
    }

    /// Permits to delete all that belongs to the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, TaskRouterCapability, urls};
    /// # let workspace_sid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// # let queue_sid = "WQaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    /// let queue = TaskRouterCapability::for_channel(workspace_sid, queue_sid)?;
    /// let url = format!("{}/**", urls::task_queues(Some(workspace_sid), Some(queue_sid)));
    /// let policy = Policy::allow(PolicyMethod::Delete, url)?;
    /// assert_eq!(queue.clone().allow_delete_subresources(), queue.with_policy(policy));
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn allow_delete_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Delete, "/**")
    }

    /// The SID of the worker, task queue or workspace that this is for.
    ///
    /// ```
    /// # use twilio_access_token::capability::TaskRouterCapability;
    /// let worker = TaskRouterCapability::for_channel(
    ///     "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ///     "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    /// )?;
    /// assert_eq!(worker.channel_sid(), "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn channel_sid(&self) -> &str {
        match &self.channel {
            TaskRouterChannel::TaskQueue(sid) => sid.as_str(),
            TaskRouterChannel::Worker(sid) => sid.as_str(),
            TaskRouterChannel::Workspace => self.workspace_sid.as_str(),
        }
    }

    fn allow_self(self, method: PolicyMethod, below: &str) -> Self {
        let workspace_sid = Some(self.workspace_sid.as_str());
        let mut url = match &self.channel {
            TaskRouterChannel::TaskQueue(sid) => urls::task_queues(workspace_sid, Some(sid.as_str())),
            TaskRouterChannel::Worker(sid) => urls::workers(workspace_sid, Some(sid.as_str())),
            TaskRouterChannel::Workspace => urls::workspaces(workspace_sid),
        };
        url.push_str(below);
        self.with_policy(Policy::allowing(method, url))
    }

    pub(super) fn payload<'a>(
        &'a self,
        account_sid: &'a AccountSid,
        now: UnixTime,
    ) -> Result<impl Serialize + 'a, MintError> {
        let (worker_sid, taskqueue_sid) = match &self.channel {
            TaskRouterChannel::TaskQueue(sid) => (None, Some(sid.as_str())),
            TaskRouterChannel::Worker(sid) => (Some(sid.as_str()), None),
            TaskRouterChannel::Workspace => (None, None),
        };
        Ok(Payload {
            iss: account_sid.as_str(),
            exp: now.plus(self.ttl)?,
            version: urls::VERSION,
            friendly_name: self.friendly_name.as_deref(),
            account_sid: account_sid.as_str(),
            channel: self.channel_sid(),
            workspace_sid: self.workspace_sid.as_str(),
            policies: &self.policies,
            worker_sid,
            taskqueue_sid,
            iat: now,
        })
    }
}

/// What a TaskRouter capability is for, within its workspace.
///
/// ```
/// use twilio_access_token::WorkspaceSid;
/// use twilio_access_token::capability::{TaskRouterCapability, TaskRouterChannel};
///
/// let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
/// let whole = TaskRouterCapability::new(workspace_sid.clone(), TaskRouterChannel::Workspace);
/// assert_eq!(whole, TaskRouterCapability::workspace(workspace_sid));
/// # Ok::<(), twilio_access_token::MintError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TaskRouterChannel {
    /// One task queue.
    TaskQueue(TaskQueueSid),
    /// One worker.
    Worker(WorkerSid),
    /// The workspace as a whole.
    Workspace,
}

/// A rule for requests to TaskRouter: which ones it is about, and whether they are allowed.
///
/// ```
/// use twilio_access_token::capability::{Policy, PolicyFilter, PolicyMethod, urls};
///
/// let tasks = urls::tasks(Some("WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), Some("**"));
/// let accept = Policy::allow(PolicyMethod::Post, &*tasks)?
///     .with_post_filter(PolicyFilter::requiring(["ReservationStatus"]));
/// let no_deletion = Policy::deny(PolicyMethod::Delete, tasks)?;
/// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
/// ```
///
/// Twilio's Node library makes every policy one that allows, whatever is asked of it; here `deny` denies.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Policy {
    url: String,
    method: PolicyMethod,
    query_filter: PolicyFilter,
    post_filter: PolicyFilter,
    allow: bool,
}

impl Policy {
    /// Allows `method` on `url`, in which `*` stands for one part of the path and `**` at the end for all that follows.
    ///
    /// # Errors
    ///
    /// [`CapabilityError::InvalidPolicy`] where `url` is empty.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod};
    /// let policy = Policy::allow(PolicyMethod::Get, "https://taskrouter.twilio.com/v1/Workspaces/*/Tasks/**")?;
    /// assert!(serde_json::to_string(&policy)?.ends_with(r#""allow":true}"#));
    /// assert_eq!(Policy::allow(PolicyMethod::Get, "").unwrap_err().code(), "invalid-policy");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn allow(method: PolicyMethod, url: impl Into<String>) -> Result<Self, CapabilityError> {
        let url = url.into();
        if url.is_empty() {
            return Err(CapabilityError::InvalidPolicy);
        }
        Ok(Self::allowing(method, url))
    }

    /// Denies what [`allow`](Self::allow) allows.
    ///
    /// # Errors
    ///
    /// As [`allow`](Self::allow).
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, urls};
    /// let tasks = urls::tasks(Some("WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), Some("**"));
    /// let policy = Policy::deny(PolicyMethod::Delete, tasks)?;
    /// assert!(serde_json::to_string(&policy)?.ends_with(r#""allow":false}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn deny(method: PolicyMethod, url: impl Into<String>) -> Result<Self, CapabilityError> {
        let policy = Self::allow(method, url)?;
        Ok(Self { allow: false, ..policy })
    }

    /// What every worker needs: to read the activities, the tasks, its own reservations and itself.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::{Policy, PolicyMethod, urls};
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let policies = Policy::default_worker(&workspace_sid, &worker_sid);
    /// let urls = urls::default_worker(urls::VERSION, workspace_sid.as_str(), worker_sid.as_str());
    /// assert_eq!(Ok(policies[0].clone()), Policy::allow(PolicyMethod::Get, &*urls[0]));
    /// # Ok::<(), twilio_access_token::MintError>(())
    /// ```
    #[must_use]
    pub fn default_worker(workspace_sid: &WorkspaceSid, worker_sid: &WorkerSid) -> [Self; 4] {
        urls::default_worker(urls::VERSION, workspace_sid.as_str(), worker_sid.as_str())
            .map(|url| Self::allowing(PolicyMethod::Get, url))
    }

    /// The web socket on which the events of a worker, a task queue or a workspace arrive.
    ///
    /// ```
    /// # use twilio_access_token::AccountSid;
    /// # use twilio_access_token::capability::Policy;
    /// # let account_sid: AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let [get, post] = Policy::event_bridge(&account_sid, "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    /// assert!(serde_json::to_string(&get)?.contains(r#""method":"GET""#));
    /// assert!(serde_json::to_string(&post)?.contains(r#""method":"POST""#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn event_bridge(account_sid: &AccountSid, channel_sid: &str) -> [Self; 2] {
        [PolicyMethod::Get, PolicyMethod::Post]
            .map(|method| Self::allowing(method, urls::event_bridge(account_sid.as_str(), channel_sid)))
    }

    /// Lets a worker change its own activity, and nothing else of itself.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::Policy;
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let policy = Policy::update_activity(&workspace_sid, &worker_sid);
    /// assert!(serde_json::to_string(&policy)?.contains(r#""post_filter":{"ActivitySid":{"required":true}}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn update_activity(workspace_sid: &WorkspaceSid, worker_sid: &WorkerSid) -> Self {
        let url = urls::workers(Some(workspace_sid.as_str()), Some(worker_sid.as_str()));
        Self::allowing(PolicyMethod::Post, url).with_post_filter(PolicyFilter::requiring(["ActivitySid"]))
    }

    /// Lets a worker accept, reject and complete what it is offered.
    ///
    /// ```
    /// # use twilio_access_token::{WorkerSid, WorkspaceSid};
    /// # use twilio_access_token::capability::Policy;
    /// # let workspace_sid: WorkspaceSid = "WSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// # let worker_sid: WorkerSid = "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".parse()?;
    /// let [tasks, reservations] = Policy::update_reservations(&workspace_sid, &worker_sid);
    /// assert!(serde_json::to_string(&tasks)?.contains("/Tasks/**"));
    /// assert!(serde_json::to_string(&reservations)?.contains("/Reservations/**"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn update_reservations(workspace_sid: &WorkspaceSid, worker_sid: &WorkerSid) -> [Self; 2] {
        let (workspace_sid, worker_sid) = (Some(workspace_sid.as_str()), Some(worker_sid.as_str()));
        [
            urls::tasks(workspace_sid, Some("**")),
            urls::reservations(workspace_sid, worker_sid, Some("**")),
        ]
        .map(|url| Self::allowing(PolicyMethod::Post, url))
    }

    /// Sets what the query must hold.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyFilter, PolicyMethod};
    /// let policy = Policy::allow(PolicyMethod::Get, "https://taskrouter.twilio.com/v1/Workspaces/*/Tasks")?
    ///     .with_query_filter(PolicyFilter::requiring(["AssignmentStatus"]));
    /// assert!(serde_json::to_string(&policy)?.contains(r#""query_filter":{"AssignmentStatus":{"required":true}}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_query_filter(mut self, filter: PolicyFilter) -> Self {
        self.query_filter = filter;
        self
    }

    /// Sets what the form in the body must hold.
    ///
    /// ```
    /// # use twilio_access_token::capability::{Policy, PolicyFilter, PolicyMethod};
    /// let policy = Policy::allow(PolicyMethod::Post, "https://taskrouter.twilio.com/v1/Workspaces/*/Tasks/*")?
    ///     .with_post_filter(PolicyFilter::requiring(["ReservationStatus"]));
    /// assert!(serde_json::to_string(&policy)?.contains(r#""post_filter":{"ReservationStatus":{"required":true}}"#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_post_filter(mut self, filter: PolicyFilter) -> Self {
        self.post_filter = filter;
        self
    }

    fn allowing(method: PolicyMethod, url: String) -> Self {
        Self {
            url,
            method,
            query_filter: PolicyFilter::any(),
            post_filter: PolicyFilter::any(),
            allow: true,
        }
    }
}

/// The method of the requests that a policy is about.
///
/// ```
/// use twilio_access_token::capability::PolicyMethod;
///
/// assert_eq!(serde_json::to_string(&PolicyMethod::Delete)?, r#""DELETE""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub enum PolicyMethod {
    /// To delete.
    #[serde(rename = "DELETE")]
    Delete,
    /// To read.
    #[serde(rename = "GET")]
    Get,
    /// To make or to change.
    #[serde(rename = "POST")]
    Post,
}

/// What the parameters of a request must be for a policy to be about it: a JSON object, of which the empty one asks nothing.
///
/// Filters are equal by text: `{"a":1}` and `{ "a": 1 }` differ.
///
/// ```
/// use twilio_access_token::capability::PolicyFilter;
///
/// let filter = PolicyFilter::from_json(r#"{"ActivitySid":{"required":true}}"#)?;
/// assert_eq!(filter, PolicyFilter::requiring(["ActivitySid"]));
/// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PolicyFilter(RawJson);

impl PolicyFilter {
    /// Any parameters, or none.
    ///
    /// ```
    /// # use twilio_access_token::capability::PolicyFilter;
    /// assert_eq!(PolicyFilter::any(), PolicyFilter::from_json("{}")?);
    /// # Ok::<(), twilio_access_token::capability::CapabilityError>(())
    /// ```
    #[must_use]
    pub fn any() -> Self {
        Self::requiring([])
    }

    /// The parameters that are named must be there: `{"ActivitySid":{"required":true}}`.
    ///
    /// ```
    /// # use twilio_access_token::capability::PolicyFilter;
    /// let filter = PolicyFilter::requiring(["Name", "Value"]);
    /// assert_eq!(serde_json::to_string(&filter)?, r#"{"Name":{"required":true},"Value":{"required":true}}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn requiring<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names.into_iter().collect::<Vec<_>>();
        let json = json::to_string(&Required(&names), 32 * names.len() + 2);
        Self(RawJson::new(json).unwrap_or_else(|| unreachable!("serde_json writes JSON")))
    }

    /// The JSON object `json`, which is written into the token as it stands, key order and all.
    ///
    /// # Errors
    ///
    /// [`CapabilityError::InvalidPolicy`] if it is not a JSON object.
    ///
    /// ```
    /// # use twilio_access_token::capability::PolicyFilter;
    /// assert!(PolicyFilter::from_json(r#"{"Status": {"required": false}}"#).is_ok());
    /// assert_eq!(PolicyFilter::from_json("[]").unwrap_err().code(), "invalid-policy");
    /// ```
    pub fn from_json(json: impl Into<String>) -> Result<Self, CapabilityError> {
        RawJson::object(json.into())
            .map(Self)
            .ok_or(CapabilityError::InvalidPolicy)
    }
}

impl Default for PolicyFilter {
    /// [`any`](Self::any).
    fn default() -> Self {
        Self::any()
    }
}

struct Required<'a>(&'a [&'a str]);

impl Serialize for Required<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Rule {
            required: bool,
        }

        let mut map = serializer.serialize_map(None)?;
        for name in self.0 {
            map.serialize_entry(name, &Rule { required: true })?;
        }
        map.end()
    }
}

/// The claims: the order of these fields is the order of the bytes.
#[derive(Serialize)]
struct Payload<'a> {
    iss: &'a str,
    exp: UnixTime,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    friendly_name: Option<&'a str>,
    account_sid: &'a str,
    channel: &'a str,
    workspace_sid: &'a str,
    policies: &'a [Policy],
    #[serde(skip_serializing_if = "Option::is_none")]
    worker_sid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taskqueue_sid: Option<&'a str>,
    iat: UnixTime,
}

#[cfg(test)]
mod tests {
    use super::{Policy, PolicyFilter, PolicyMethod};

    #[test]
    fn a_policy_that_denies_says_so() {
        let policy = Policy::deny(PolicyMethod::Delete, "https://x/**").unwrap();
        let filter = PolicyFilter::from_json(r#" {"b":1, "a":[ ]}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&policy.with_query_filter(filter)).unwrap(),
            r#"{"url":"https://x/**","method":"DELETE","query_filter":{"b":1, "a":[ ]},"post_filter":{},"allow":false}"#
        );
    }

    #[test]
    fn what_is_no_policy() {
        let code = |error: super::CapabilityError| error.code();
        assert_eq!(
            Policy::allow(PolicyMethod::Get, "").map_err(code),
            Err("invalid-policy")
        );
        for json in ["", "[]", "1", "null", "\"{}\"", "{", "{} {}"] {
            assert_eq!(
                PolicyFilter::from_json(json).map_err(code),
                Err("invalid-policy"),
                "{json}"
            );
        }
        assert_eq!(
            PolicyFilter::requiring(["a\"", "b"]),
            PolicyFilter::from_json(r#"{"a\"":{"required":true},"b":{"required":true}}"#).unwrap()
        );
    }
}
