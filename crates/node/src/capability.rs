//! Capability tokens: scopes and URLs as texts, and signing of payloads that were written in JavaScript.

use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;
use twilio_access_token::capability::{self, EventStreamScope, IncomingClientScope, OutgoingClientScope, urls};
use zeroize::Zeroizing;

/// Signs the JSON text `payload` as a capability token, unchecked.
#[napi(catch_unwind)]
#[must_use]
pub fn sign_capability_payload(auth_token: Either<String, Uint8Array>, payload: String) -> String {
    match auth_token {
        Either::A(text) => capability::sign_payload(Zeroizing::new(text).as_bytes(), payload),
        Either::B(bytes) => capability::sign_payload(&bytes, payload),
    }
}

/// The text of a scope for incoming calls, unchecked.
#[napi(catch_unwind)]
#[must_use]
pub fn incoming_client_scope(client_name: String) -> String {
    IncomingClientScope::unchecked(client_name).to_string()
}

/// The text of a scope for outgoing calls, unchecked.
#[napi(catch_unwind)]
#[must_use]
pub fn outgoing_client_scope(
    application_sid: String,
    client_name: Option<String>,
    params: Option<Vec<(String, String)>>,
) -> String {
    let scope = OutgoingClientScope::unchecked(application_sid, client_name);
    match params {
        None => scope.to_string(),
        Some(params) => scope.with_params(params).to_string(),
    }
}

/// The text of a scope for events.
#[napi(catch_unwind)]
#[must_use]
pub fn event_stream_scope(filters: Vec<(String, String)>) -> String {
    EventStreamScope::new().with_filters(filters).to_string()
}

/// See [`urls::default_worker`].
#[napi(catch_unwind)]
#[must_use]
pub fn default_worker_urls(version: String, workspace_sid: String, worker_sid: String) -> Vec<String> {
    urls::default_worker(&version, &workspace_sid, &worker_sid).into()
}

/// See [`urls::event_bridge`].
#[napi(catch_unwind)]
#[must_use]
pub fn event_bridge_url(account_sid: String, channel_id: String) -> String {
    urls::event_bridge(&account_sid, &channel_id)
}

/// See [`urls::workspaces`].
#[napi(catch_unwind)]
#[must_use]
pub fn workspaces_url(workspace_sid: Option<String>) -> String {
    urls::workspaces(workspace_sid.as_deref())
}

/// See [`urls::task_queues`].
#[napi(catch_unwind)]
#[must_use]
pub fn task_queues_url(workspace_sid: Option<String>, task_queue_sid: Option<String>) -> String {
    urls::task_queues(workspace_sid.as_deref(), task_queue_sid.as_deref())
}

/// See [`urls::tasks`].
#[napi(catch_unwind)]
#[must_use]
pub fn tasks_url(workspace_sid: Option<String>, task_sid: Option<String>) -> String {
    urls::tasks(workspace_sid.as_deref(), task_sid.as_deref())
}

/// See [`urls::activities`].
#[napi(catch_unwind)]
#[must_use]
pub fn activities_url(workspace_sid: Option<String>, activity_sid: Option<String>) -> String {
    urls::activities(workspace_sid.as_deref(), activity_sid.as_deref())
}

/// See [`urls::workers`].
#[napi(catch_unwind)]
#[must_use]
pub fn workers_url(workspace_sid: Option<String>, worker_sid: Option<String>) -> String {
    urls::workers(workspace_sid.as_deref(), worker_sid.as_deref())
}

/// See [`urls::reservations`].
#[napi(catch_unwind)]
#[must_use]
pub fn reservations_url(
    workspace_sid: Option<String>,
    worker_sid: Option<String>,
    reservation_sid: Option<String>,
) -> String {
    urls::reservations(
        workspace_sid.as_deref(),
        worker_sid.as_deref(),
        reservation_sid.as_deref(),
    )
}
