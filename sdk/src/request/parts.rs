//! [`Parts`]: the head of a request.

use std::fmt;
use std::sync::Arc;

use http::{Extensions, HeaderMap, Method, Uri, Version};

use super::{Context, Lazy, Request, Source};
use crate::backend::IncomingRequest;

/// The head of a [`Request`](crate::Request), with the field names of [`http::request::Parts`].
///
/// `uri` and `headers` are read from the host at first touch.
///
/// # Examples
///
/// ```
/// use doorway::Request;
///
/// let (mut parts, body) = Request::new("ping").into_parts();
/// parts.headers.insert("x-seen", "yes".parse()?);
/// let request = Request::from_parts(parts, body);
/// assert_eq!(request.headers()["x-seen"], "yes");
/// # Ok::<(), doorway::http::header::InvalidHeaderValue>(())
/// ```
#[non_exhaustive]
pub struct Parts {
    /// The request's method.
    pub method: Method,
    /// The target URI.
    pub uri: Lazy<Uri>,
    /// Always HTTP/1.1: `wasi:http` does not tell the version.
    pub version: Version,
    /// The header fields.
    pub headers: Lazy<HeaderMap>,
    /// Values of any type that travel with the request.
    pub extensions: Extensions,
    pub(crate) context: Context,
    pub(super) source: Option<Arc<IncomingRequest>>,
}

impl Request {
    /// Takes the head out and leaves the body, read or not, for [`put_head`](Self::put_head).
    pub(crate) fn take_head(&mut self) -> Parts {
        if self.context.stripped > 0 {
            self.uri();
        }
        let source = std::mem::replace(&mut self.source, Source::None).into_shared();
        self.source = source.clone().into();
        let uri = std::mem::take(&mut self.uri);
        let headers = std::mem::take(&mut self.headers);
        Parts {
            method: std::mem::take(&mut self.method),
            uri: Lazy::new(uri, &source, |source| source.uri(&source.target())),
            version: Version::HTTP_11,
            headers: Lazy::new(headers, &source, IncomingRequest::headers),
            extensions: std::mem::take(&mut self.extensions),
            context: std::mem::take(&mut self.context),
            source,
        }
    }

    /// Puts a head in the place of the one that was taken.
    pub(crate) fn put_head(&mut self, parts: Parts) {
        let is_same = match (&self.source, &parts.source) {
            (Source::Shared(own), Some(other)) => Arc::ptr_eq(own, other),
            (Source::None, None) => true,
            _ => false,
        };
        if !is_same {
            // It stays the body of this request.
            self.body();
        }
        self.method = parts.method;
        self.uri = parts.uri.into_cell(parts.source.as_ref());
        self.headers = parts.headers.into_cell(parts.source.as_ref());
        self.extensions = parts.extensions;
        self.context = parts.context;
        self.source = parts.source.into();
    }
}

impl From<http::request::Parts> for Parts {
    fn from(parts: http::request::Parts) -> Self {
        Self {
            method: parts.method,
            uri: parts.uri.into(),
            version: parts.version,
            headers: parts.headers.into(),
            extensions: parts.extensions,
            context: Context::default(),
            source: None,
        }
    }
}

/// Reads the URI and all headers of an incoming request.
impl From<Parts> for http::request::Parts {
    fn from(parts: Parts) -> Self {
        let (mut all, ()) = http::Request::new(()).into_parts();
        all.method = parts.method;
        all.uri = parts.uri.into_inner();
        all.version = parts.version;
        all.headers = parts.headers.into_inner();
        all.extensions = parts.extensions;
        all
    }
}

/// As with [`Request`](crate::Request).
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
