//! Requests and responses that come in.

use std::rc::Rc;

use http::header::TRAILER;
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::bindings::wasi::http::types;
use super::reader::{Length, Reader};
use crate::Body;
use crate::backend::wasi::origin::Origin;
use crate::backend::wasi::upload::UploadState;
use crate::backend::wasi::{convert, fields, incoming_body};
use crate::error::Error;
use crate::message;
use crate::target;

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
        let length = Length::Known(fields::content_length(&self.0.headers()));
        body(self.0.consume(), length, Origin::Request)
    }

    /// Keeps the body, whose length is asked for only if somebody wants to know.
    pub(crate) fn into_body(self) -> Body {
        body(self.0.consume(), Length::OfRequest(self.0), Origin::Request)
    }
}

/// A response whose parts are with the host.
pub(crate) struct IncomingResponse {
    status: StatusCode,
    response: types::IncomingResponse,
}

impl IncomingResponse {
    pub(in crate::backend) fn new(response: types::IncomingResponse) -> Result<Self, Error> {
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
        match self.response.consume() {
            Ok(body) => Reader::new(body, Length::Known(None)),
            Err(()) => Reader::empty(),
        }
    }

    /// The body; the second time it is empty.
    pub(crate) fn body(&self) -> Body {
        let length = Length::Known(self.content_length());
        body(self.response.consume(), length, Origin::Response(None))
    }

    /// Keeps the body, whose length is asked for only if somebody wants to know.
    pub(crate) fn into_body(self) -> Body {
        let consumed = self.response.consume();
        body(consumed, Length::OfResponse(self.response), Origin::Response(None))
    }

    /// The body while its request's `upload` goes on: that is given what is left of it.
    pub(in crate::backend) fn body_beside(&self, upload: Rc<UploadState>) -> Body {
        let Ok(body) = self.response.consume() else { return Body::empty() };
        let headers = self.response.headers();
        let length = Length::Known(fields::content_length(&headers));
        let mut reader = Reader::new(body, length);
        reader.has_trailers = headers.has(TRAILER.as_str());
        incoming_body::body(reader, Origin::Response(Some(upload)))
    }
}

/// A body, unless it was taken before.
fn body(body: Result<types::IncomingBody, ()>, length: Length, origin: Origin) -> Body {
    match body {
        Ok(body) => incoming_body::body(Reader::new(body, length), origin),
        Err(()) => Body::empty(),
    }
}
