//! [`Request`] and [`Parts`]: http's vocabulary, filled only as far as it is read.

use std::cell::OnceCell;
use std::rc::Rc;

use http::{Extensions, HeaderMap, Method, Uri};

use crate::Body;
use crate::port::IncomingRequest;
use crate::target as targets;

mod builders;
mod carried;
mod context;
mod convert;
mod extensions;
mod head;
mod lazy;
mod matched;
pub(crate) mod matched_path;
mod parts;
mod target;
pub use extensions::LazyExtensions;
pub use lazy::Lazy;
#[cfg(doorway_p3)]
pub(crate) use parts::HostAndHeaders;
pub use parts::Parts;

pub(crate) use context::{BodyLimit, Context};
use lazy::HeldRequest;
pub(crate) use lazy::filled;
pub(crate) use matched::{Matched, Routes, Values};
pub(crate) use matched_path::MatchedPath;

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
    /// Read from the host at the first call.
    body: OnceCell<Body>,
    // After the body, which the host counts as its request's child.
    // Boxed, since requests are moved about.
    pub(crate) parts: Box<Parts>,
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
        Self::from_parts(Parts::default(), body)
    }

    /// Returns http's request builder, whose requests convert into a `Request`.
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

    pub(crate) fn incoming(request: IncomingRequest) -> Self {
        let parts = Parts::incoming(Rc::new(HeldRequest::new(request)));
        Self { body: OnceCell::new(), parts: Box::new(parts) }
    }

    /// Returns whether no URI can hold the target. Nothing may look at such a request: its path is
    /// one for routes, and another in the URI.
    pub(crate) fn has_too_long_target(&self) -> bool {
        targets::is_too_long(self.parts.target())
    }

    /// The request's method ([RFC 9110, 9](https://www.rfc-editor.org/rfc/rfc9110#section-9)).
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The method, to be changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::Method;
    /// use doorway::{Body, Request};
    ///
    /// let mut request: Request = Request::get("/planets").body(Body::empty())?.into();
    /// *request.method_mut() = Method::PUT;
    /// *request.body_mut() = "Earth".into();
    /// assert_eq!(request.method(), Method::PUT);
    /// # Ok::<(), doorway::http::Error>(())
    /// ```
    pub fn method_mut(&mut self) -> &mut Method {
        &mut self.parts.method
    }

    /// The target URI ([RFC 9110, 7.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.1)), read
    /// from the host at the first call.
    ///
    /// Of an incoming request it has the scheme and the authority if the host tells them; the path
    /// is always there. Characters that may not stand in a URI are percent-encoded.
    ///
    /// Path and query have up to 65,534 bytes. A request with more is answered with 414 before any
    /// middleware or handler sees it, except for an `async fn` without arguments under
    /// [`#[http_handler]`](crate::http_handler).
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The target URI, to be changed.
    pub fn uri_mut(&mut self) -> &mut Uri {
        if self.parts.context.is_routed {
            let original = self.parts.original_uri();
            self.parts.context.before_mut().uri.get_or_insert(original);
        }
        &mut self.parts.uri
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
        &self.parts.headers
    }

    /// The header fields, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.parts.headers
    }

    /// Values of any type that travel with the request, such as those that a middleware adds.
    ///
    /// Once a route was matched, its [`MatchedPath`] is among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::MatchedPath;
    /// use doorway::{Request, Router, routing::get};
    ///
    /// async fn route(request: Request) -> String {
    ///     let path = request.extensions().get::<MatchedPath>();
    ///     path.map_or("none", MatchedPath::as_str).to_owned()
    /// }
    ///
    /// let app: Router = Router::new().route("/users/{id}", get(route)).fallback(route);
    /// # let client = doorway::testing::TestClient::new(app);
    /// # assert_eq!(client.get("/users/1").send().text(), "/users/{id}");
    /// # assert_eq!(client.get("/").send().text(), "none");
    /// ```
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// The extensions, to be changed.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// The body.
    pub fn body(&self) -> &Body {
        self.body.get_or_init(|| match &self.parts.held {
            Some(host) => host.request.body(),
            None => Body::empty(),
        })
    }

    /// The body, to be read or changed.
    pub fn body_mut(&mut self) -> &mut Body {
        self.body();
        filled(&mut self.body)
    }

    /// Keeps the body and drops the rest.
    ///
    /// # Examples
    ///
    /// ```
    /// # doorway::testing::block_on(async {
    /// let request = doorway::Request::new("ping");
    /// let body = request.into_body().collect_up_to(1024).await?;
    /// assert_eq!(body.bytes(), "ping");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn into_body(self) -> Body {
        match (self.body.into_inner(), self.parts.into_host()) {
            (Some(body), _) => body,
            (None, Some(Ok(host))) => host.request.into_body(),
            (None, Some(Err(shared))) => shared.request.body(),
            (None, None) => Body::empty(),
        }
    }

    /// Returns the host's request, if nothing of it was read to be changed.
    #[cfg(doorway_p3)]
    #[allow(clippy::result_large_err)]
    pub(crate) fn into_host(self) -> Result<IncomingRequest, Self> {
        let is_as_it_came = self.parts.is_as_it_came() && self.body.get().is_none();
        if !is_as_it_came {
            return Err(self);
        }
        match self.parts.into_host() {
            Some(Ok(host)) => Ok(host.request),
            Some(Err(shared)) => {
                Err(Self { body: self.body, parts: Box::new(Parts::incoming(shared)) })
            }
            None => Err(Self::default()),
        }
    }

    /// Returns the host's request with its header fields, if nothing else was read to be changed.
    #[cfg(doorway_p3)]
    #[allow(clippy::result_large_err)]
    pub(crate) fn into_host_and_headers(self) -> Result<HostAndHeaders, Self> {
        if self.body.get().is_some() {
            return Err(self);
        }
        let into_request = |parts| Self { body: OnceCell::new(), parts: Box::new(parts) };
        self.parts.into_host_and_headers().map_err(into_request)
    }

    /// Splits the request into its head and its body; neither is read by that.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::middleware::{Next, from_fn};
    /// use doorway::{IntoResponse, Request, Response, Router, http::StatusCode, routing::post};
    /// use doorway::testing::TestClient;
    ///
    /// /// Refuses a text with a word in it, and hands on others.
    /// async fn polite(request: Request, next: Next) -> Response {
    ///     let (parts, body) = request.into_parts();
    ///     let text = match body.collect_up_to(1024).await {
    ///         Ok(text) => text.into_bytes(),
    ///         Err(error) => return error.into_response(),
    ///     };
    ///     if text.starts_with(b"Damn") {
    ///         return StatusCode::BAD_REQUEST.into_response();
    ///     }
    ///     next.run(Request::from_parts(parts, text)).await
    /// }
    ///
    /// let app: Router = Router::new()
    ///     .route("/", post(async |text: String| text))
    ///     .layer(from_fn(polite));
    /// let client = TestClient::new(app);
    /// assert_eq!(client.post("/").body("Good morning").send().text(), "Good morning");
    /// assert_eq!(client.post("/").body("Damn").send().status(), 400);
    /// ```
    pub fn into_parts(mut self) -> (Parts, Body) {
        let body = std::mem::take(self.body_mut());
        (*self.parts, body)
    }

    /// Puts a request together from its head and its body.
    pub fn from_parts(parts: Parts, body: impl Into<Body>) -> Self {
        Self { body: OnceCell::from(body.into()), parts: Box::new(parts) }
    }
}
