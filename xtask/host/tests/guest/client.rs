//! Requests that a guest makes.
//!
//! What can be done wrong on this side of `wasi:http`, and what shows that doorway does not:
//!
//! | trap | test |
//! |---|---|
//! | a stream dropped before its pollable, a body before its stream | `uploads::a_body_that_is_given_up_is_dropped_in_order` |
//! | a body that is not finished, or finished though it failed | `bodies::every_size_arrives_in_both_directions`, `uploads::an_upload_that_fails_is_never_complete` |
//! | a body written before its request is handed over | `bodies::an_upload_of_any_size_arrives` |
//! | an upload and its response one after the other, or one dropped with the other | `duplex` |
//! | writing more than is permitted, or over 4,096 bytes and blocking | `bodies::every_size_arrives_in_both_directions` |
//! | an empty read taken for the end, an empty list polled | `bodies::a_pause_is_not_the_end`, `limits::a_request_may_follow_the_response` |
//! | a `content-length` that is not kept | `uploads::a_wrong_length_is_an_error_that_names_both` |
//! | fields that the host refuses | `heads::fields_that_are_the_hosts_are_left_out` |
//! | no time limit but ten minutes for each step | `limits::a_time_limit_of_the_guest_cancels_the_request`, `limits::a_time_limit_of_the_host_is_a_504` |

mod bodies;
mod duplex;
mod faults;
mod heads;
mod limits;
mod uploads;

use bytes::Bytes;
use doorway_host::testing::Upstream;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;

/// The guest's request: to do the thing called `path` with that upstream.
fn to(path: &str, upstream: &Upstream) -> String {
    format!("{path}?url={}", upstream.url("/"))
}

/// Answers with what it sees: the method, the target and the framing in header fields, the request's
/// own fields as lines.
async fn mirror(request: Request<Incoming>) -> Response<Full<Bytes>> {
    let field = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let framing = match (field("transfer-encoding"), field("content-length")) {
        (None, None) => "none".to_owned(),
        (coding, length) => format!("{} {}", coding.unwrap_or("-"), length.unwrap_or("-")),
    };
    let lines = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes())));
    Response::builder()
        .header("x-method", request.method().as_str())
        .header("x-target", request.uri().to_string())
        .header("x-framing", framing)
        .body(Full::new(Bytes::from(lines.collect::<String>())))
        .unwrap()
}
