//! [`Parts`]: the head of a request.

use std::fmt;
use std::rc::Rc;

use http::{HeaderMap, Method, Uri, Version};

use super::lazy::HeldRequest;
use super::{Context, Lazy, LazyExtensions};
#[cfg(doorway_p3)]
use crate::port::IncomingRequest;

/// The head of a [`Request`](crate::Request), with the field names of [`http::request::Parts`].
///
/// Extractors name this type, not http's. Layers and services of tower, with feature `tower`, have
/// http's; `From` converts both ways.
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
    pub extensions: LazyExtensions,
    pub(crate) context: Context,
    pub(super) held: Option<Rc<HeldRequest>>,
}

impl Parts {
    pub(super) fn incoming(held: Rc<HeldRequest>) -> Self {
        Self {
            method: held.request.method(),
            uri: Lazy::new(&held),
            version: Version::HTTP_11,
            headers: Lazy::new(&held),
            extensions: LazyExtensions::default(),
            context: Context::default(),
            held: Some(held),
        }
    }

    /// Returns the host's request; it is shared if parts of another head still read from it.
    pub(super) fn into_host(self) -> Option<Result<HeldRequest, Rc<HeldRequest>>> {
        drop((self.uri, self.headers));
        self.held.map(Rc::try_unwrap)
    }

    /// Returns the host's request with its header fields, if nothing else was read to be changed.
    #[cfg(doorway_p3)]
    #[allow(clippy::result_large_err)]
    pub(super) fn into_host_and_headers(self) -> Result<HostAndHeaders, Self> {
        let is_method = self.held.as_ref().map(|held| held.request.method() == self.method);
        if is_method != Some(true) || !self.uri.is_as_it_came() {
            return Err(self);
        }
        let Self { method, uri, headers, held: Some(held), .. } = self else {
            return Err(Self::default());
        };
        drop(uri);
        let headers = headers.into_inner();
        match Rc::try_unwrap(held) {
            Ok(held) => {
                let (request, target) = held.into_parts();
                Ok(HostAndHeaders { request, method, target, headers })
            }
            Err(held) => {
                let parts = Self::incoming(held);
                Err(Self { method, headers: headers.into(), ..parts })
            }
        }
    }

    /// Returns whether nothing was read to be changed.
    #[cfg(doorway_p3)]
    pub(super) fn is_as_it_came(&self) -> bool {
        let is_method = self.held.as_ref().map(|held| held.request.method() == self.method);
        is_method == Some(true) && self.uri.is_as_it_came() && self.headers.is_as_it_came()
    }
}

/// A request of the host, and what was read of it.
#[cfg(doorway_p3)]
pub(crate) struct HostAndHeaders {
    pub(crate) request: IncomingRequest,
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
}

/// The head of a `GET` request for `/`.
impl Default for Parts {
    fn default() -> Self {
        Self {
            method: Method::GET,
            uri: Lazy::default(),
            version: Version::HTTP_11,
            headers: Lazy::default(),
            extensions: LazyExtensions::default(),
            context: Context::default(),
            held: None,
        }
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
