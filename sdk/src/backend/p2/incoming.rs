//! Incoming requests and responses.

use std::rc::Rc;

use http::header::TRAILER;
use http::uri::Authority;
use http::{Method, Uri};

use super::bindings::wasi::http::types::{self, Fields};
use super::reader::{Length, Reader};
use crate::Body;
use crate::backend::wasi::incoming::IncomingResponse;
use crate::backend::wasi::origin::Origin;
use crate::backend::wasi::upload::UploadState;
use crate::backend::wasi::{convert, fields, incoming, incoming_body};
use crate::error::Error;
use crate::message;
use crate::target;

/// A request whose parts the host holds.
pub(crate) struct IncomingRequest(types::IncomingRequest);

impl IncomingRequest {
    pub(super) fn new(request: types::IncomingRequest) -> Self {
        Self(request)
    }

    pub(crate) fn method(&self) -> Method {
        convert::method(self.0.method())
    }

    /// The path and query as the host reports them.
    pub(crate) fn target(&self) -> String {
        self.0.path_with_query().unwrap_or_else(|| String::from("/"))
    }

    /// The URI with that path and query.
    pub(crate) fn uri(&self, target: &str) -> Uri {
        target::uri(convert::scheme(self.0.scheme()), self.authority(), target)
    }

    /// The authority of the URI.
    pub(in crate::backend) fn authority(&self) -> Option<Authority> {
        self.0.authority().and_then(|name| Authority::try_from(name).ok())
    }

    /// Passes the headers to a function.
    pub(in crate::backend) fn with_headers<T>(&self, read: impl FnOnce(&Fields) -> T) -> T {
        read(&self.0.headers())
    }

    /// The body; the second call returns an empty one.
    pub(crate) fn body(&self) -> Body {
        let length = Length::Known(self.with_headers(fields::content_length));
        let body = self.0.consume().ok();
        incoming::body(body.map(|body| Reader::new(body, length)), Origin::Request)
    }

    /// The body, whose length is read only if it is needed.
    pub(crate) fn into_body(self) -> Body {
        let body = self.0.consume().ok();
        let length = Length::OfRequest(self.0);
        incoming::body(body.map(|body| Reader::new(body, length)), Origin::Request)
    }
}

/// A response that the host holds.
pub(in crate::backend) struct HeldResponse(types::IncomingResponse);

impl HeldResponse {
    /// Passes the headers to a function.
    pub(in crate::backend) fn with_headers<T>(&self, read: impl FnOnce(&Fields) -> T) -> T {
        read(&self.0.headers())
    }

    /// The reader of the body; `None` the second time.
    pub(in crate::backend) fn reader(&self, length: Length) -> Option<Reader> {
        Some(Reader::new(self.0.consume().ok()?, length))
    }

    /// The reader of the body, whose length is read only if it is needed.
    pub(in crate::backend) fn into_reader(self) -> Option<Reader> {
        Some(Reader::new(self.0.consume().ok()?, Length::OfResponse(self.0)))
    }
}

impl IncomingResponse {
    pub(in crate::backend) fn new(response: types::IncomingResponse) -> Result<Self, Error> {
        Ok(Self { status: message::status(response.status())?, held: HeldResponse(response) })
    }

    /// The body of a response to an `upload` that is still running, and that ends with the body.
    pub(in crate::backend) fn body_beside(&self, upload: Rc<UploadState>) -> Body {
        let Some(mut reader) = self.held.reader(Length::Known(None)) else { return Body::empty() };
        self.held.with_headers(|headers| {
            reader.length = Length::Known(fields::content_length(headers));
            reader.has_trailers = headers.has(TRAILER.as_str());
        });
        incoming_body::body(reader, Origin::Response(Some(upload)))
    }
}
