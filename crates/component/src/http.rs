//! `wasi:http/incoming-handler` over the endpoint's crate.

use alloc::vec::Vec;
use core::str;

use twilio_access_token_endpoint::{Endpoint, MAX_BODY_BYTES, Request, Response};
use wasip2::{
    cli::stdout::get_stdout,
    http::types::{ErrorCode, Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam},
    io::streams::{OutputStream, StreamError},
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
            .filter_map(|(name, value)| Some((name.as_str(), str::from_utf8(value).ok()?)));
        let Some(body) = body(&request) else {
            return ResponseOutparam::set(response_out, Err(ErrorCode::HttpProtocolError));
        };
        let response = Endpoint::from_variables(variables()).handle(
            &Request {
                method: name(&method),
                target: &request.path_with_query().unwrap_or_default(),
                headers: &headers.collect::<Vec<_>>(),
                body: &body,
            },
            now(),
        );
        respond(&response, response_out);
        if let Some(line) = response.log {
            write(&get_stdout(), &(line + "\n"));
        }
    }
}

/// The request's body, or its beginning where it is longer than the endpoint takes. `None` where the client stopped sending.
fn body(request: &IncomingRequest) -> Option<Vec<u8>> {
    let body = request.consume().ok()?;
    let stream = body.stream().ok()?;
    let mut bytes = Vec::new();
    while bytes.len() <= MAX_BODY_BYTES {
        match stream.blocking_read(MAX_BODY_BYTES as u64) {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(StreamError::Closed) => return Some(bytes),
            Err(StreamError::LastOperationFailed(_)) => return None,
        }
    }
    Some(bytes)
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
