//! Conversions of a request from and to http's, and its `Debug`.

use std::cell::OnceCell;
use std::fmt;

use super::Request;
use crate::Body;
use crate::shown::Fields;
use crate::target::RedactedUri;

impl<B: Into<Body>> From<http::Request<B>> for Request {
    fn from(request: http::Request<B>) -> Self {
        let (parts, body) = request.into_parts();
        Self::from_parts(parts.into(), body)
    }
}

/// A `GET` request for `/` without a body.
impl Default for Request {
    fn default() -> Self {
        Self { body: OnceCell::new(), parts: Box::default() }
    }
}

/// Reads the URI and all headers of an incoming request.
impl From<Request> for http::Request<Body> {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        http::Request::from_parts(parts.into(), body)
    }
}

/// Leaves out the query, credentials and cookies, and any field whose value is marked as
/// [sensitive](http::HeaderValue::set_sensitive).
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("uri", &RedactedUri(self.uri()))
            .field("headers", &Fields(self.headers()))
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}
