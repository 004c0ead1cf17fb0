//! One line for each request, for whoever runs the server.

use alloc::string::String;

use serde::Serialize;
use twilio_access_token::{UnixTime, escape_controls};

use crate::{
    env::{Env, optional},
    error::EndpointError,
    request::Request,
    response::{Answer, json},
};

const ACCESS_LOG: &str = "ACCESS_LOG";

/// Whether there is to be a log.
pub(crate) fn from_env(variable: Env<'_>) -> Result<bool, EndpointError> {
    match optional(variable, &[ACCESS_LOG])? {
        None => Ok(false),
        Some(form) if form.as_str() == "json" => Ok(true),
        Some(_) => Err(EndpointError::InvalidVariable {
            name: ACCESS_LOG,
            wanted: "json",
        }),
    }
}

/// Of a request it has no more than a method and a path that there are; of a token, for whom and for which room it is. So no
/// secret can be in it that stood in a wrong place.
#[derive(Serialize)]
struct Line<'a> {
    time: UnixTime,
    method: Option<&'static str>,
    path: Option<&'static str>,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<UnixTime>,
}

/// The line, a JSON object.
pub(crate) fn line(request: &Request<'_>, outcome: &Result<Answer, EndpointError>, now: UnixTime) -> String {
    let token = match outcome {
        Ok(Answer::Token(token)) => Some(token),
        _ => None,
    };
    escape_controls(json(&Line {
        time: now,
        method: request.known_method(),
        path: request.known_path(),
        status: outcome.as_ref().map_or_else(EndpointError::status, Answer::status),
        code: outcome.as_ref().err().map(EndpointError::code),
        identity: token.map(|token| token.identity.as_str()),
        room: token.and_then(|token| token.room.as_deref()),
        expires_at: token.map(|token| token.issued.expires_at),
    }))
}
