//! What the router answers by itself: 404, 405 and `OPTIONS`.

use std::any::Any;

use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};

use super::Matched;
use super::erased::{Erased, Replying};
use crate::backend::Exchange;
use crate::response::reply::Reply;
use crate::{Request, Response};

/// Answers what no route matches.
pub(super) struct NotFound;

/// Answers a method that the route has no handler for.
pub(super) struct NotAllowed;

const NOT_FOUND: &str = r#"{"title":"Not Found","status":404}"#;
const NOT_ALLOWED: &str = r#"{"title":"Method Not Allowed","status":405}"#;
const PROBLEM: &str = "application/problem+json";

fn not_found() -> Reply {
    let mut reply = Reply::typed(PROBLEM, NOT_FOUND);
    *reply.response.status_mut() = StatusCode::NOT_FOUND;
    reply
}

fn not_allowed(request: &Request) -> Reply {
    let mut reply = if *request.method() == Method::OPTIONS {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.into()
    } else {
        let mut reply = Reply::typed(PROBLEM, NOT_ALLOWED);
        *reply.response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        reply
    };
    if let Some(matched) = &request.context.matched {
        add_allow(&mut reply, matched);
    }
    reply
}

/// Lists what the route has handlers for, if the response does not.
pub(super) fn add_allow(reply: &mut Reply, matched: &Matched) {
    let headers = reply.response.headers_mut();
    if let Ok(allow) = HeaderValue::try_from(matched.allowed().to_string())
        && !headers.contains_key(ALLOW)
    {
        headers.insert(ALLOW, allow);
    }
}

impl Erased for NotFound {
    fn reply<'a>(&'a self, _: Request, _: &'a dyn Any) -> Replying<'a> {
        Box::pin(std::future::ready(not_found()))
    }

    fn answer<'a>(&'a self, _: &mut Option<Request>, _: &'a dyn Any, exchange: Exchange<'a>) {
        exchange.send(not_found());
    }

    fn boxed_clone(&self) -> Box<dyn Erased> {
        Box::new(Self)
    }
}

impl Erased for NotAllowed {
    fn reply<'a>(&'a self, request: Request, _: &'a dyn Any) -> Replying<'a> {
        Box::pin(std::future::ready(not_allowed(&request)))
    }

    fn answer<'a>(&'a self, request: &mut Option<Request>, _: &'a dyn Any, exchange: Exchange<'a>) {
        if let Some(request) = request {
            exchange.send(not_allowed(request));
        }
    }

    fn boxed_clone(&self) -> Box<dyn Erased> {
        Box::new(Self)
    }
}
