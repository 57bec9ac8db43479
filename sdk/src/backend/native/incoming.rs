//! Requests that come in: from a test, or from a program that a test runs.

use std::cell::Cell;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::fields::Head;
use super::incoming_body::{self, Sender};
use super::outgoing::Wire;
use super::upstreams::Origin;
use crate::Body;
use crate::backend::target;

/// A request as a host has it, behind something as small as a host's handle.
pub(crate) struct IncomingRequest(Box<Inner>);

struct Inner {
    method: Method,
    origin: Origin,
    target: String,
    headers: HeaderMap,
    body: Cell<Body>,
}

impl IncomingRequest {
    /// That of a client, for a path and query that may be anything.
    pub(crate) fn of_client(
        method: Method,
        origin: Origin,
        target: String,
        head: Head,
        body: Body,
    ) -> Self {
        Self::new(method, origin, target, head, body, Sender::Client)
    }

    pub(super) fn new(
        method: Method,
        origin: Origin,
        target: String,
        head: Head,
        body: Body,
        sender: Sender,
    ) -> Self {
        let Head { fields: headers, declared } = head;
        let body = incoming_body::body(Wire::body(body, declared), &headers, sender);
        Self(Box::new(Inner { method, origin, target, headers, body: Cell::new(body) }))
    }

    pub(crate) fn method(&self) -> Method {
        self.0.method.clone()
    }

    pub(crate) fn target(&self) -> String {
        self.0.target.clone()
    }

    pub(crate) fn uri(&self, target: &str) -> Uri {
        let Origin { scheme, authority } = self.0.origin.clone();
        target::uri(Some(scheme), Some(authority), target)
    }

    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.0.headers.get(name).cloned()
    }

    pub(crate) fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.0.headers.get_all(name).iter().cloned().collect()
    }

    /// The content type, to be looked at.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.0.headers.get(CONTENT_TYPE).map(|value| look(value.as_bytes()))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.0.headers.clone()
    }

    /// The body; the second time it is empty.
    pub(crate) fn body(&self) -> Body {
        self.0.body.take()
    }

    pub(crate) fn into_body(self) -> Body {
        self.0.body.into_inner()
    }
}
