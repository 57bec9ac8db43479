//! The answers of the router itself: 404, 405 and `OPTIONS`.

use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};

use super::filter::MethodFilter;
use crate::response::reply::Reply;

const NOT_FOUND: &str = r#"{"title":"Not Found","status":404}"#;
const NOT_ALLOWED: &str = r#"{"title":"Method Not Allowed","status":405}"#;
const PROBLEM: &str = "application/problem+json";

/// Answers a path that no route matches.
pub(super) fn not_found() -> Reply {
    let mut reply = Reply::typed(PROBLEM, NOT_FOUND);
    *reply.response.status_mut() = StatusCode::NOT_FOUND;
    reply
}

/// Answers a method that the route has no handler for.
pub(super) fn not_allowed(method: &Method, allowed: MethodFilter) -> Reply {
    let mut reply = if *method == Method::OPTIONS {
        Reply::empty(StatusCode::NO_CONTENT)
    } else {
        let mut reply = Reply::typed(PROBLEM, NOT_ALLOWED);
        *reply.response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        reply
    };
    add_allow(&mut reply, allowed);
    reply
}

/// Lists the allowed methods, if the response does not.
pub(super) fn add_allow(reply: &mut Reply, allowed: MethodFilter) {
    let headers = reply.response.headers_mut();
    if let Ok(allow) = HeaderValue::try_from(allowed.to_string())
        && !headers.contains_key(ALLOW)
    {
        headers.insert(ALLOW, allow);
    }
}
