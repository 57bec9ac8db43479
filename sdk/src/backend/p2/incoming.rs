//! Requests and responses that come in.

use std::rc::Rc;

use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::bindings::wasi::http::types;
use super::reader::Reader;
use super::upload::Exchange;
use super::{incoming_body, untouched};
use crate::Body;
use crate::backend::wasi::{convert, fields};
use crate::backend::{message, target};
use crate::error::Error;

/// A request whose parts are with the host.
pub(crate) struct IncomingRequest(types::IncomingRequest);

impl IncomingRequest {
    pub(super) fn new(request: types::IncomingRequest) -> Self {
        Self(request)
    }

    pub(crate) fn method(&self) -> Method {
        convert::method(self.0.method())
    }

    /// The path and query as the host tells them.
    pub(crate) fn target(&self) -> String {
        self.0.path_with_query().unwrap_or_else(|| String::from("/"))
    }

    /// The URI with that path and query.
    pub(crate) fn uri(&self, target: &str) -> Uri {
        target::uri(convert::scheme(self.0.scheme()), self.authority(), target)
    }

    fn authority(&self) -> Option<Authority> {
        self.0.authority().and_then(|name| Authority::try_from(name).ok())
    }

    /// The first value of one field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.header_values(name).into_iter().next()
    }

    /// The content type, to be looked at.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        fields::content_type(&self.0.headers(), look)
    }

    /// All values of one field.
    pub(crate) fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        fields::request_values(&self.0.headers(), name, || self.authority())
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        fields::request_headers(&self.0.headers(), || self.authority())
    }

    /// The body; the second time it is empty.
    pub(crate) fn body(&self) -> Body {
        incoming_body::of_request(&self.0)
    }

    /// Keeps the body, whose length is asked for only if somebody wants to know.
    pub(crate) fn into_body(self) -> Body {
        untouched::of_request(self.0)
    }
}

/// A response whose parts are with the host.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    response: types::IncomingResponse,
}

impl IncomingResponse {
    pub(super) fn new(response: types::IncomingResponse) -> Result<Self, Error> {
        Ok(Self { status: message::status(response.status())?, response })
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The first value of one field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        fields::first(&self.response.headers(), name)
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        fields::headers(&self.response.headers())
    }

    /// The length of a body that was not read.
    pub(crate) fn content_length(&self) -> Option<u64> {
        fields::content_length(&self.response.headers())
    }

    /// The body, to be read; the second time it is empty.
    pub(crate) fn reader(&self) -> Reader {
        Reader::new(self.response.consume())
    }

    /// The body; the second time it is empty.
    pub(crate) fn body(&self) -> Body {
        incoming_body::of_response(&self.response, self.content_length())
    }

    /// Keeps the body, whose length is asked for only if somebody wants to know.
    pub(crate) fn into_body(self) -> Body {
        untouched::of_response(self.response)
    }

    /// The body while its request's `upload` goes on: that is given what is left of it.
    pub(super) fn body_beside(&self, upload: Rc<Exchange>) -> Body {
        incoming_body::of_response_beside(&self.response, upload)
    }
}
