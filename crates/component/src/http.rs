//! `wasi:http/incoming-handler` over the endpoint's crate.

use alloc::{string::String, vec::Vec};

use twilio_access_token_endpoint::{BODY_TIMEOUT_SECONDS, Endpoint, MAX_BODY_BYTES, Request, Response};
use wasip2::{
    cli::stdout::get_stdout,
    clocks::monotonic_clock::subscribe_duration,
    http::types::{ErrorCode, Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam},
    io::{
        poll::poll,
        streams::{OutputStream, StreamError},
    },
};

use crate::{now, variables};

struct Handler;

wasip2::http::proxy::export!(Handler);

impl wasip2::exports::http::incoming_handler::Guest for Handler {
    fn handle(request: IncomingRequest, response_out: ResponseOutparam) {
        let method = request.method();
        let headers = request.headers().entries();
        let headers = headers
            .iter()
            .map(|(name, value)| (name, String::from_utf8_lossy(value)));
        let headers = headers.collect::<Vec<_>>();
        let headers = headers.iter().map(|(name, value)| (name.as_str(), &**value));
        let head = Request {
            method: name(&method),
            target: &request.path_with_query().unwrap_or_default(),
            headers: &headers.collect::<Vec<_>>(),
            body: b"",
        };
        let endpoint = Endpoint::from_env(variables());
        let response = match endpoint.start(&head, now()) {
            Err(response) => response,
            Ok(pending) => match body(&request) {
                Ok(body) => pending.finish(&Request { body: &body, ..head }, now()),
                Err(NoBody::TimedOut) => pending.timed_out(&head, now()),
                Err(NoBody::Broken) => {
                    return ResponseOutparam::set(response_out, Err(ErrorCode::HttpProtocolError));
                }
            },
        };
        respond(&response, response_out);
        if let Some(line) = response.log {
            write(&get_stdout(), &(line + "\n"));
        }
    }
}

/// Why there is no body.
enum NoBody {
    /// The connection failed.
    Broken,
    TimedOut,
}

/// The request's body, or its beginning if it is longer than the endpoint takes. The wait is bounded, since this instance is held
/// for as long.
fn body(request: &IncomingRequest) -> Result<Vec<u8>, NoBody> {
    let body = request.consume().map_err(|()| NoBody::Broken)?;
    let stream = body.stream().map_err(|()| NoBody::Broken)?;
    let (readable, deadline) = (
        stream.subscribe(),
        subscribe_duration(BODY_TIMEOUT_SECONDS * 1_000_000_000),
    );
    let mut bytes = Vec::new();
    while bytes.len() <= MAX_BODY_BYTES {
        match stream.read(MAX_BODY_BYTES as u64) {
            Ok(chunk) if chunk.is_empty() => {
                poll(&[&readable, &deadline]);
            }
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(StreamError::Closed) => return Ok(bytes),
            Err(StreamError::LastOperationFailed(_)) => return Err(NoBody::Broken),
        }
        if deadline.ready() {
            return Err(NoBody::TimedOut);
        }
    }
    Ok(bytes)
}

fn name(method: &Method) -> &str {
    match method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
        Method::Connect => "CONNECT",
        Method::Options => "OPTIONS",
        Method::Trace => "TRACE",
        Method::Patch => "PATCH",
        Method::Other(name) => name,
    }
}

fn respond(response: &Response, response_out: ResponseOutparam) {
    let headers = Fields::new();
    for (name, value) in &response.headers {
        // Refused only where a header is forbidden to guests, as none of the endpoint's is.
        let _ = headers.append(name, value.as_bytes());
    }
    let outgoing = OutgoingResponse::new(headers);
    let _ = outgoing.set_status_code(response.status);
    let body = outgoing.body();
    ResponseOutparam::set(response_out, Ok(outgoing));

    // From here on a failure means that the client has gone.
    let Ok(body) = body else { return };
    if let Ok(stream) = body.write() {
        write(&stream, &response.body);
    }
    let _ = OutgoingBody::finish(body, None);
}

/// Writes as much as the other side takes.
fn write(stream: &OutputStream, text: &str) {
    let mut chunks = text.as_bytes().chunks(WRITE_LIMIT);
    let _ = chunks.try_for_each(|chunk| stream.blocking_write_and_flush(chunk));
}

/// The most that `blocking-write-and-flush` takes, in bytes.
const WRITE_LIMIT: usize = 4096;
