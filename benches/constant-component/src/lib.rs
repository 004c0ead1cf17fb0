//! `wasi:http/incoming-handler` that gives the same answer whatever it is asked: what a host can do at most, which the HTTP
//! component is measured against. The answer is one of the endpoint's, with its headers, so that as much is written.

use wasip2::http::types::{Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};

const ANSWER: &str = include_str!("../../endpoint/answer.json");

const HEADERS: [(&str, &str); 6] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "POST"),
    ("access-control-allow-headers", "Content-Type"),
    ("content-type", "application/json"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
];

struct Handler;

wasip2::http::proxy::export!(Handler);

impl wasip2::exports::http::incoming_handler::Guest for Handler {
    fn handle(_: IncomingRequest, response_out: ResponseOutparam) {
        let headers = Fields::new();
        for (name, value) in HEADERS {
            // Refused only where a header is forbidden to guests, as none of these is.
            let _ = headers.append(name, value.as_bytes());
        }
        let outgoing = OutgoingResponse::new(headers);
        let body = outgoing.body();
        ResponseOutparam::set(response_out, Ok(outgoing));

        // From here on a failure means that the client has gone.
        let Ok(body) = body else { return };
        if let Ok(stream) = body.write() {
            let _ = stream.blocking_write_and_flush(ANSWER.as_bytes());
        }
        let _ = OutgoingBody::finish(body, None);
    }
}
