//! Incoming requests and responses, from a test or from the program under test.

use std::cell::Cell;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::incoming_body::{self, Sender};
use super::pipe::BodyPipe;
use super::reader::Reader;
use super::upstreams::Origin;
use crate::backend::head::Head;
use crate::message;
use crate::message::arrival;
use crate::target;
use crate::{Body, Response};

/// A request as a host holds it, boxed to be as small as a host's handle.
pub(crate) struct IncomingRequest(Box<Inner>);

struct Inner {
    method: Method,
    origin: Origin,
    target: String,
    headers: HeaderMap,
    body: Cell<Body>,
}

impl IncomingRequest {
    /// A client's request for any path and query, also one that is not valid in a URI.
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
        let Head { fields: mut headers, declared } = head;
        arrival::complete_request(&mut headers, Some(&origin.authority));
        let body = incoming_body::body(BodyPipe::through(body, declared), &headers, sender);
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

    /// Passes the content type to a function.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.0.headers.get(CONTENT_TYPE).map(|value| look(value.as_bytes()))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.0.headers.clone()
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        self.0.body.take()
    }

    pub(crate) fn into_body(self) -> Body {
        self.0.body.into_inner()
    }
}

/// A response as a host holds it.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Cell<Body>,
}

impl IncomingResponse {
    pub(super) fn new(response: Response, sender: Sender) -> Self {
        let (parts, body) = response.into_parts();
        let body = Cell::new(incoming_body::body(body, &parts.headers, sender));
        Self { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.headers.get(name).cloned()
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    /// The length of an unread body.
    pub(crate) fn content_length(&self) -> Option<u64> {
        message::parse_length(self.headers.get(CONTENT_LENGTH)?.as_bytes())
    }

    /// The reader of the body; the second call returns an empty one.
    pub(crate) fn reader(&self) -> Reader {
        Reader::new(self.body())
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        self.body.take()
    }

    pub(crate) fn into_body(self) -> Body {
        self.body.into_inner()
    }
}
