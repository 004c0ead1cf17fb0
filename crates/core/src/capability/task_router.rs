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
    #[must_use]
    pub const fn worker(workspace_sid: WorkspaceSid, worker_sid: WorkerSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::Worker(worker_sid))
    }

    /// As [`new`](Self::new), for a task queue.
    #[must_use]
    pub const fn task_queue(workspace_sid: WorkspaceSid, task_queue_sid: TaskQueueSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::TaskQueue(task_queue_sid))
    }

    /// As [`new`](Self::new), for the whole workspace.
    #[must_use]
    pub const fn workspace(workspace_sid: WorkspaceSid) -> Self {
        Self::new(workspace_sid, TaskRouterChannel::Workspace)
    }

    /// Adds a policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        self.with_policies([policy])
    }

    /// Adds policies.
    #[must_use]
    pub fn with_policies(mut self, policies: impl IntoIterator<Item = Policy>) -> Self {
        self.policies.extend(policies);
        self
    }

    /// Gives the token a name for people to read.
    #[must_use]
    pub fn with_friendly_name(mut self, friendly_name: impl Into<String>) -> Self {
        self.friendly_name = Some(friendly_name.into());
        self
    }

    /// Sets the lifetime.
    #[must_use]
    pub const fn with_ttl(mut self, ttl: Ttl) -> Self {
        self.ttl = ttl;
        self
    }

    /// Permits to receive this channel's events, without which TaskRouter's JavaScript SDK cannot connect.
    #[must_use]
    pub fn allow_event_bridge(self, account_sid: &AccountSid) -> Self {
        let policies = Policy::event_bridge(account_sid, self.channel_sid());
        self.with_policies(policies)
    }

    /// Permits to read the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_fetch_self(self) -> Self {
        self.allow_self(PolicyMethod::Get, "")
    }

    /// Permits to change the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_update_self(self) -> Self {
        self.allow_self(PolicyMethod::Post, "")
    }

    /// Permits to delete the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_delete_self(self) -> Self {
        self.allow_self(PolicyMethod::Delete, "")
    }

    /// Permits to read all that belongs to the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_fetch_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Get, "/**")
    }

    /// Permits to change all that belongs to the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_update_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Post, "/**")
    }

    /// Permits to delete all that belongs to the worker, task queue or workspace that this is for.
    #[must_use]
    pub fn allow_delete_subresources(self) -> Self {
        self.allow_self(PolicyMethod::Delete, "/**")
    }

    /// The SID of the worker, task queue or workspace that this is for.
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
    pub fn deny(method: PolicyMethod, url: impl Into<String>) -> Result<Self, CapabilityError> {
        let policy = Self::allow(method, url)?;
        Ok(Self { allow: false, ..policy })
    }

    /// What every worker needs: to read the activities, the tasks, its own reservations and itself.
    #[must_use]
    pub fn default_worker(workspace_sid: &WorkspaceSid, worker_sid: &WorkerSid) -> [Self; 4] {
        urls::default_worker(urls::VERSION, workspace_sid.as_str(), worker_sid.as_str())
            .map(|url| Self::allowing(PolicyMethod::Get, url))
    }

    /// The web socket on which the events of a worker, a task queue or a workspace arrive.
    #[must_use]
    pub fn event_bridge(account_sid: &AccountSid, channel_sid: &str) -> [Self; 2] {
        [PolicyMethod::Get, PolicyMethod::Post]
            .map(|method| Self::allowing(method, urls::event_bridge(account_sid.as_str(), channel_sid)))
    }

    /// Lets a worker change its own activity, and nothing else of itself.
    #[must_use]
    pub fn update_activity(workspace_sid: &WorkspaceSid, worker_sid: &WorkerSid) -> Self {
        let url = urls::workers(Some(workspace_sid.as_str()), Some(worker_sid.as_str()));
        Self::allowing(PolicyMethod::Post, url).with_post_filter(PolicyFilter::requiring(["ActivitySid"]))
    }

    /// Lets a worker accept, reject and complete what it is offered.
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
    #[must_use]
    pub fn with_query_filter(mut self, filter: PolicyFilter) -> Self {
        self.query_filter = filter;
        self
    }

    /// Sets what the form in the body must hold.
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
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PolicyFilter(RawJson);

impl PolicyFilter {
    /// Any parameters, or none.
    #[must_use]
    pub fn any() -> Self {
        Self::requiring([])
    }

    /// The parameters that are named must be there: `{"ActivitySid":{"required":true}}`.
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
