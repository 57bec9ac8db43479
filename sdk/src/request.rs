//! [`Request`] and [`Parts`]: http's vocabulary, filled only as far as it is read.

use std::cell::OnceCell;

use http::uri::PathAndQuery;
use http::{Extensions, HeaderMap, Method, Uri};

use crate::Body;
use crate::backend::IncomingRequest;
use crate::router::pattern;

mod context;
mod convert;
mod head;
mod lazy;
mod parts;
mod target;
pub use lazy::Lazy;
pub use parts::Parts;

#[allow(unused)]
pub(crate) use context::{BodyLimit, Context};
#[allow(unused)]
pub(crate) use head::Head;
pub(crate) use lazy::filled;
use lazy::{Cell, Source};
#[cfg(not(target_os = "wasi"))]
pub(crate) use target::uri_too_long;
pub(crate) use target::with_a_target;

/// An HTTP request: one a host hands to a handler, or one to be sent by a
/// [client](crate::Client::execute) or [as it is](crate::client::send).
///
/// It has [`http::Request`]'s methods and converts to and from it. What differs is cost: of an
/// incoming request only the method is read up front. The URI, the headers and the body stay with
/// the host until they are asked for, and a body that is passed on unread is never copied into the
/// component.
///
/// # Examples
///
/// ```
/// use doorway::Request;
///
/// let mut request = Request::new("");
/// *request.uri_mut() = "https://example.com/planets?page=2".parse()?;
/// request.headers_mut().insert("accept", "application/json".parse()?);
///
/// assert_eq!(request.method(), "GET");
/// assert_eq!(request.uri().query(), Some("page=2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Request {
    method: Method,
    uri: Cell<Uri>,
    headers: Cell<HeaderMap>,
    body: OnceCell<Body>,
    extensions: Extensions,
    pub(crate) context: Context,
    // After the body and everything else that the host counts as its children.
    source: Source,
}

impl Request {
    /// A `GET` request for `/` with the given body; [`Request::builder`] sets the rest.
    ///
    /// # Examples
    ///
    /// ```
    /// let request = doorway::Request::new("ping");
    /// assert_eq!(request.uri().path(), "/");
    /// ```
    pub fn new(body: impl Into<Body>) -> Self {
        http::Request::new(body.into()).into()
    }

    /// http's request builder; what it builds goes wherever `impl Into<Request>` is taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Body, Request};
    ///
    /// let request: Request = Request::builder()
    ///     .method("POST")
    ///     .uri("https://example.com/planets")
    ///     .header("content-type", "text/plain")
    ///     .body(Body::from("Earth"))?
    ///     .into();
    /// assert_eq!(request.method(), "POST");
    /// # Ok::<(), doorway::http::Error>(())
    /// ```
    pub fn builder() -> http::request::Builder {
        http::Request::builder()
    }

    pub(crate) fn incoming(source: IncomingRequest) -> Self {
        Self {
            method: source.method(),
            uri: Cell::new(),
            headers: Cell::new(),
            body: OnceCell::new(),
            extensions: Extensions::new(),
            context: Context::default(),
            source: Source::Owned(source),
        }
    }

    /// The request's method ([RFC 9110, 9](https://www.rfc-editor.org/rfc/rfc9110#section-9)).
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The method, to be changed.
    pub fn method_mut(&mut self) -> &mut Method {
        &mut self.method
    }

    /// The target URI ([RFC 9110, 7.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.1)), read
    /// from the host at the first call.
    ///
    /// Of an incoming request it has the scheme and the authority if the host tells them; the path
    /// is always there. Characters that may not stand in a URI are percent-encoded.
    ///
    /// Path and query have up to 65,534 bytes. A request with more is answered with 414 before any
    /// middleware or handler sees it, but for an `async fn` without arguments under
    /// [`#[http_handler]`](crate::http_handler).
    pub fn uri(&self) -> &Uri {
        self.uri.get_or_init(|| {
            if matches!(self.source, Source::None) {
                return Box::default();
            }
            let target = self.context.inner_target(target::target(&self.context, &self.source));
            Box::new(self.source.read(|source| source.uri(&target)))
        })
    }

    pub(crate) fn has_read_uri(&self) -> bool {
        self.uri.get().is_some()
    }

    /// Takes segments off the path.
    pub(crate) fn strip(&mut self, segments: usize) {
        let context = &mut self.context;
        let rest = context.path().get(context.stripped..).unwrap_or_default();
        context.stripped += pattern::length_of(segments, rest);
        // It is read, and a middleware may have changed it.
        let Some(uri) = self.uri.get_mut() else { return };
        let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let rest = &target[pattern::length_of(segments, pattern::path(target))..];
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(&*context::with_slash(rest)).ok();
        let Ok(inner) = Uri::from_parts(parts) else { return };
        let whole = std::mem::replace(&mut **uri, inner);
        context.before_mut().uri.get_or_insert(whole);
    }

    /// The target URI, to be changed.
    pub fn uri_mut(&mut self) -> &mut Uri {
        self.uri();
        let uri = lazy::filled(&mut self.uri).as_mut();
        if self.context.target.get().is_some() {
            self.context.before_mut().uri.get_or_insert_with(|| uri.clone());
        }
        uri
    }

    /// The header fields, read from the host at the first call.
    ///
    /// Of an incoming request they are the same on every host. `host` is always there if the host
    /// tells the authority. Several `cookie` fields, as HTTP/2 has them, are one
    /// ([RFC 9113, 8.2.3](https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3)). `connection` and
    /// the fields that it names are not there, since they were meant for the connection only
    /// ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)); most hosts keep
    /// `connection` to themselves, and with those the fields that it named are still there. Most
    /// hosts also keep `keep-alive`, `proxy-authorization`, `transfer-encoding` and `upgrade`.
    pub fn headers(&self) -> &HeaderMap {
        self.headers.get_or_init(|| Box::new(self.source.read(IncomingRequest::headers)))
    }

    /// The header fields, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers();
        lazy::filled(&mut self.headers).as_mut()
    }

    /// Values of any type that travel with the request, such as what a middleware found out.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The extensions, to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// The body.
    pub fn body(&self) -> &Body {
        self.body.get_or_init(|| self.source.read(IncomingRequest::body))
    }

    /// The body, to be read or changed.
    pub fn body_mut(&mut self) -> &mut Body {
        self.body();
        lazy::filled(&mut self.body)
    }

    /// Keeps the body and drops the rest.
    ///
    /// # Examples
    ///
    /// ```
    /// # doorway::testing::block_on(async {
    /// let request = doorway::Request::new("ping");
    /// let body = request.into_body().collect(1024).await?;
    /// assert_eq!(body.bytes(), "ping");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn into_body(mut self) -> Body {
        self.take_body()
    }

    /// As [`into_body`](Self::into_body), of a request that stays where it is: what the host has of
    /// the rest cannot be read any more.
    pub(crate) fn take_body(&mut self) -> Body {
        match (self.body.take(), std::mem::replace(&mut self.source, Source::None)) {
            (Some(body), _) => body,
            (None, Source::Owned(source)) => source.into_body(),
            (None, source) => source.read(IncomingRequest::body),
        }
    }

    /// The request as it is with the host, if nothing of it was read to be changed.
    #[cfg(target_os = "wasi")]
    #[allow(
        clippy::result_large_err,
        dead_code,
        reason = "there is nobody to give it to on WASI 0.2"
    )]
    pub(crate) fn into_source(mut self) -> Result<IncomingRequest, Self> {
        let is_as_it_came = self.uri.get().is_none()
            && self.headers.get().is_none()
            && self.body.get().is_none()
            && self.context.stripped == 0;
        match std::mem::replace(&mut self.source, Source::None) {
            Source::Owned(source) if is_as_it_came && source.method() == self.method => Ok(source),
            source => {
                self.source = source;
                Err(self)
            }
        }
    }

    /// Splits the request into its head and its body; neither is read by that.
    pub fn into_parts(mut self) -> (Parts, Body) {
        let body = std::mem::take(self.body_mut());
        (self.take_head(), body)
    }

    /// Puts a request together from its head and its body.
    pub fn from_parts(parts: Parts, body: impl Into<Body>) -> Self {
        Self {
            method: parts.method,
            uri: parts.uri.into_cell(parts.source.as_ref()),
            headers: parts.headers.into_cell(parts.source.as_ref()),
            body: OnceCell::from(body.into()),
            extensions: parts.extensions,
            context: parts.context,
            source: parts.source.into(),
        }
    }
}
