//! A request made of http's and made into one, and what `Debug` shows of it.

use std::cell::OnceCell;
use std::fmt;

use http::{Extensions, Method};

use super::lazy::{Cell, Source};
use super::{Context, Request};
use crate::Body;
use crate::backend::target::RedactedUri;
use crate::shown::Fields;

impl<B: Into<Body>> From<http::Request<B>> for Request {
    fn from(request: http::Request<B>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            method: parts.method,
            uri: Cell::from(Box::new(parts.uri)),
            headers: Cell::from(Box::new(parts.headers)),
            body: OnceCell::from(body.into()),
            extensions: parts.extensions,
            context: Context::default(),
            source: Source::None,
        }
    }
}

/// A `GET` request for `/` without a body.
impl Default for Request {
    fn default() -> Self {
        Self {
            method: Method::GET,
            uri: Cell::new(),
            headers: Cell::new(),
            body: OnceCell::new(),
            extensions: Extensions::new(),
            context: Context::default(),
            source: Source::None,
        }
    }
}

/// Reads the URI and all headers of an incoming request.
impl From<Request> for http::Request<Body> {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        http::Request::from_parts(parts.into(), body)
    }
}

/// The query, credentials and cookies are not told, nor is any field whose value is marked as
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
