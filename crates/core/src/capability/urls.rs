//! The URLs of TaskRouter's resources, which policies name.
//!
//! **Nothing is checked or escaped.** `**` in a place means everything that can stand there. A part that is `None` is left
//! out, separator and all, as in Twilio's Node library.
//!
//! ```
//! use twilio_access_token::capability::urls;
//!
//! assert_eq!(urls::tasks(Some("WS1"), Some("**")), "https://taskrouter.twilio.com/v1/Workspaces/WS1/Tasks/**");
//! ```

use alloc::{format, string::String};

/// Where TaskRouter answers.
const BASE: &str = "https://taskrouter.twilio.com";

/// The version of TaskRouter's API, `v1`, which is also that of its capability tokens.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// assert!(urls::workspaces(None).contains(&format!("/{}/", urls::VERSION)));
/// ```
pub const VERSION: &str = "v1";

/// Workspaces, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// assert_eq!(urls::workspaces(None), "https://taskrouter.twilio.com/v1/Workspaces");
/// assert_eq!(urls::workspaces(Some("WS1")), "https://taskrouter.twilio.com/v1/Workspaces/WS1");
/// ```
#[must_use]
pub fn workspaces(workspace_sid: Option<&str>) -> String {
    join(VERSION, [Some("Workspaces"), workspace_sid])
}

/// The task queues of a workspace, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// let queue = urls::task_queues(Some("WS1"), Some("WQ1"));
/// assert_eq!(queue, "https://taskrouter.twilio.com/v1/Workspaces/WS1/TaskQueues/WQ1");
/// ```
#[must_use]
pub fn task_queues(workspace_sid: Option<&str>, task_queue_sid: Option<&str>) -> String {
    in_workspace(workspace_sid, "TaskQueues", task_queue_sid)
}

/// The tasks of a workspace, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// assert_eq!(urls::tasks(Some("WS1"), None), "https://taskrouter.twilio.com/v1/Workspaces/WS1/Tasks");
/// ```
#[must_use]
pub fn tasks(workspace_sid: Option<&str>, task_sid: Option<&str>) -> String {
    in_workspace(workspace_sid, "Tasks", task_sid)
}

/// The activities of a workspace, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// assert_eq!(urls::activities(Some("WS1"), None), "https://taskrouter.twilio.com/v1/Workspaces/WS1/Activities");
/// ```
#[must_use]
pub fn activities(workspace_sid: Option<&str>, activity_sid: Option<&str>) -> String {
    in_workspace(workspace_sid, "Activities", activity_sid)
}

/// The workers of a workspace, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// let worker = urls::workers(Some("WS1"), Some("WK1"));
/// assert_eq!(worker, "https://taskrouter.twilio.com/v1/Workspaces/WS1/Workers/WK1");
/// ```
#[must_use]
pub fn workers(workspace_sid: Option<&str>, worker_sid: Option<&str>) -> String {
    in_workspace(workspace_sid, "Workers", worker_sid)
}

/// The reservations of a worker, or one of them.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// let all = urls::reservations(Some("WS1"), Some("WK1"), Some("**"));
/// assert_eq!(all, "https://taskrouter.twilio.com/v1/Workspaces/WS1/Workers/WK1/Reservations/**");
/// ```
#[must_use]
pub fn reservations(workspace_sid: Option<&str>, worker_sid: Option<&str>, reservation_sid: Option<&str>) -> String {
    let parts = [
        Some("Workspaces"),
        workspace_sid,
        Some("Workers"),
        worker_sid,
        Some("Reservations"),
        reservation_sid,
    ];
    join(VERSION, parts)
}

/// What every worker needs: to read the activities, the tasks, its own reservations and itself.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// let [activities, tasks, reservations, worker] = urls::default_worker(urls::VERSION, "WS1", "WK1");
/// assert_eq!(activities, urls::activities(Some("WS1"), None));
/// assert_eq!(tasks, urls::tasks(Some("WS1"), Some("**")));
/// assert_eq!(reservations, urls::reservations(Some("WS1"), Some("WK1"), Some("**")));
/// assert_eq!(worker, urls::workers(Some("WS1"), Some("WK1")));
/// ```
#[must_use]
pub fn default_worker(version: &str, workspace_sid: &str, worker_sid: &str) -> [String; 4] {
    let within = |parts: &[&str]| {
        let workspace = ["Workspaces", workspace_sid];
        join(version, workspace.iter().chain(parts).copied().map(Some))
    };
    [
        within(&["Activities"]),
        within(&["Tasks", "**"]),
        within(&["Workers", worker_sid, "Reservations", "**"]),
        within(&["Workers", worker_sid]),
    ]
}

/// The web socket on which a channel's events arrive.
///
/// ```
/// # use twilio_access_token::capability::urls;
/// assert_eq!(urls::event_bridge("AC1", "WK1"), "https://event-bridge.twilio.com/v1/wschannels/AC1/WK1");
/// ```
#[must_use]
pub fn event_bridge(account_sid: &str, channel_id: &str) -> String {
    format!("https://event-bridge.twilio.com/v1/wschannels/{account_sid}/{channel_id}")
}

fn in_workspace(workspace_sid: Option<&str>, resource: &str, sid: Option<&str>) -> String {
    join(VERSION, [Some("Workspaces"), workspace_sid, Some(resource), sid])
}

fn join<'a>(version: &str, parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut url = format!("{BASE}/{version}");
    for part in parts.into_iter().flatten() {
        url.push('/');
        url.push_str(part);
    }
    url
}
