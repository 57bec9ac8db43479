//! Incoming requests and responses, whose parts the host holds.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::origin::Origin;
use super::{fields, incoming_body};
use crate::Body;
use crate::backend::imp::incoming::{HeldResponse, IncomingRequest};
use crate::backend::imp::reader::{Length, Reader};

/// The header fields of a request.
impl IncomingRequest {
    /// The first value of a field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.header_values(name).into_iter().next()
    }

    /// Passes the content type to a function.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.with_headers(|headers| fields::content_type(headers, look))
    }

    /// All values of a field.
    pub(crate) fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        self.with_headers(|headers| fields::request_values(headers, name, || self.authority()))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.with_headers(|headers| fields::request_headers(headers, || self.authority()))
    }
}

/// A response whose parts the host holds.
pub(crate) struct IncomingResponse {
    pub(in crate::backend) status: StatusCode,
    pub(in crate::backend) held: HeldResponse,
}

impl IncomingResponse {
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The first value of a field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        self.held.with_headers(|headers| fields::first(headers, name))
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        self.held.with_headers(fields::headers)
    }

    /// The length of an unread body.
    pub(crate) fn content_length(&self) -> Option<u64> {
        self.held.with_headers(fields::content_length)
    }

    /// The reader of the body; the second call returns an empty one.
    pub(crate) fn reader(&self) -> Reader {
        // To ask for the length takes longer than to read a small body without.
        self.held.reader(Length::Known(None)).unwrap_or_else(Reader::empty)
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        body(self.held.reader(Length::Known(self.content_length())), Origin::Response(None))
    }

    /// The body, whose length is read only if it is needed.
    pub(crate) fn into_body(self) -> Body {
        body(self.held.into_reader(), Origin::Response(None))
    }
}

/// A body, unless it was taken before.
pub(in crate::backend) fn body(reader: Option<Reader>, origin: Origin) -> Body {
    reader.map_or_else(Body::empty, |reader| incoming_body::body(reader, origin))
}
