//! Conversions of a request from and to http's, and its `Debug`.

use std::cell::OnceCell;
use std::fmt;

use super::{Context, Parts, Request, carried};
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
///
/// The results of routing go along, among the extensions, and are restored when it is converted
/// back.
impl From<Request> for http::Request<Body> {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        http::Request::from_parts(parts.into(), body)
    }
}

impl From<http::request::Parts> for Parts {
    fn from(parts: http::request::Parts) -> Self {
        let mut parts = Self {
            method: parts.method,
            uri: parts.uri.into(),
            version: parts.version,
            headers: parts.headers.into(),
            extensions: parts.extensions.into(),
            context: Context::default(),
            held: None,
        };
        carried::restore(&mut parts);
        parts
    }
}

/// As with [`Request`].
impl From<Parts> for http::request::Parts {
    fn from(mut parts: Parts) -> Self {
        carried::carry(&mut parts);
        let (mut all, ()) = http::Request::new(()).into_parts();
        all.method = parts.method;
        all.uri = parts.uri.into_inner();
        all.version = parts.version;
        all.headers = parts.headers.into_inner();
        all.extensions = parts.extensions.into_inner();
        all
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
