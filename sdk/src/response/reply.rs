//! [`Reply`]: a response on its way to the host.

use std::fmt;
use std::pin::Pin;

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::IntoResponse;
use crate::error::{Error, ErrorKind};
use crate::shown::Fields;
use crate::{Body, Response};

/// The future of an app's reply to a request.
pub(crate) type ReplyFuture<'a> = Pin<Box<dyn Future<Output = Reply> + 'a>>;

/// A response whose content type may not be among its headers yet.
///
/// A header map for the content type alone adds 6.4 kB to a component (hello: 77.6 kB), so only
/// code that reads the headers gets one, by [`Reply::into_response`].
pub struct Reply {
    pub(crate) response: Response,
    /// Set only while the headers have none.
    pub(crate) content_type: Option<&'static str>,
    /// Whether this is an error in the place of a response that could not be made. A status or headers
    /// that were meant for that are not set on it.
    pub(crate) failed: bool,
}

impl Reply {
    /// Creates a reply of content of a known type.
    pub(crate) fn typed(content_type: &'static str, body: impl Into<Body>) -> Self {
        let response = Response::new(body.into());
        Self { response, content_type: Some(content_type), failed: false }
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        let mut reply = Self::from(Response::default());
        *reply.response.status_mut() = status;
        reply
    }

    /// Creates a reply to a failure while a response was made.
    pub(crate) fn failed(error: impl IntoResponse) -> Self {
        Self { failed: true, ..error.into_reply() }
    }

    /// Sets the content type, replacing another one.
    pub(crate) fn set_content_type(&mut self, content_type: &'static str) {
        if !self.failed {
            self.response.headers_mut().remove(CONTENT_TYPE);
            self.content_type = Some(content_type);
        }
    }

    /// Sets a header field, replacing others of its name.
    pub(super) fn insert(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        if name == CONTENT_TYPE {
            self.content_type = None;
        }
        self.response.headers_mut().try_insert(name, value).map(drop).map_err(|_| too_many())
    }

    /// Adds a header field.
    pub(super) fn append(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), Error> {
        if name == CONTENT_TYPE {
            self.fill_headers();
        }
        self.response.headers_mut().try_append(name, value).map(drop).map_err(|_| too_many())
    }

    /// Puts the content type among the headers.
    pub(crate) fn fill_headers(&mut self) {
        if self.content_type.is_some() {
            let headers = std::mem::take(self.response.headers_mut());
            *self.response.headers_mut() = self.filled(headers);
            self.content_type = None;
        }
    }

    /// Returns header fields with the content type.
    pub(super) fn filled(&self, mut headers: HeaderMap) -> HeaderMap {
        if let Some(content_type) = self.content_type {
            // A map of over 24,000 fields takes no more.
            let _ = headers.try_insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        headers
    }
}

pub(super) fn too_many() -> Error {
    Error::new(ErrorKind::Other, "there are more header fields than a response can have")
}

impl IntoResponse for Reply {
    fn into_response(mut self) -> Response {
        self.fill_headers();
        self.response
    }

    fn into_reply(self) -> Reply {
        self
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.response.status())
            .field("headers", &Fields(self.response.headers()))
            .finish_non_exhaustive()
    }
}

impl From<Response> for Reply {
    fn from(response: Response) -> Self {
        Self { response, content_type: None, failed: false }
    }
}
