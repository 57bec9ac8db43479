//! [`Request`]: a request that was built and is not sent yet.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, Version};

use super::deadline::Timeout;
use super::pending_request::PendingRequest;
use super::url::Url;
use crate::shown::Fields;
use crate::{Body, request};

/// A request that was built, to be looked at or changed, and then [executed](super::Client::execute).
///
/// It converts from and to http's and doorway's own request, of which the URL may be relative.
///
/// # Examples
///
/// ```
/// use doorway::client::{Method, Request, Url};
///
/// let url = Url::parse("https://example.com/planets")?;
/// let mut request = Request::new(Method::PUT, url);
/// *request.body_mut() = Some("Earth".into());
/// assert_eq!(request.url().path(), "/planets");
/// assert_eq!(request.body().and_then(|body| body.as_bytes()), Some(b"Earth".as_slice()));
/// # Ok::<(), doorway::client::Error>(())
/// ```
///
/// One that a builder has made, changed before it is sent:
///
/// ```
/// use doorway::client::{Client, Method, Response};
/// use doorway::http::Version;
/// use std::time::Duration;
///
/// async fn send_elsewhere() -> Result<Response, doorway::client::Error> {
///     let builder = Client::new().get("https://example.com/planets").version(Version::HTTP_2);
///     let (client, request) = builder.build_split();
///     let mut request = request?;
///     *request.method_mut() = Method::HEAD;
///     *request.url_mut() = "https://example.org/planets".parse()?;
///     *request.timeout_mut() = Some(Duration::from_secs(1));
///     // The host chooses it.
///     assert_eq!(request.version(), Version::HTTP_11);
///     client.execute(request).await
/// }
/// # use doorway::{Request, testing::TestClient};
/// # let client = TestClient::new(async |_: Request| ());
/// # let client = client.upstream("https://example.org", async |_: Request| "Earth");
/// # assert_eq!(client.block_on(send_elsewhere())?.status(), 200);
/// # Ok::<(), doorway::client::Error>(())
/// ```
pub struct Request {
    /// Without its fields and its body.
    pending: Box<PendingRequest>,
    headers: HeaderMap,
    body: Option<Body>,
    timeout: Option<Duration>,
    // By a pointer, as in the timeout itself: only a request whose timeout is set needs it.
    new_timeout: Option<fn(Duration) -> Timeout>,
}

impl Request {
    /// A request without fields and body.
    pub fn new(method: Method, url: Url) -> Self {
        Self::of(Box::new(PendingRequest::new(method, url)))
    }

    pub(super) fn of(mut pending: Box<PendingRequest>) -> Self {
        let headers = pending.fields.take().map(|fields| fields.map).unwrap_or_default();
        let body = pending.body.is_some().then(|| pending.take_body());
        let timeout = pending.extras.as_ref().and_then(|extras| extras.limits.timeout);
        let timeout = timeout.map(|timeout| timeout.limit());
        Self { pending, headers, body, timeout, new_timeout: None }
    }

    pub(super) fn into_pending(mut self) -> Box<PendingRequest> {
        if let Some(body) = self.body {
            self.pending.set_body(body);
        }
        if let Some(new) = self.new_timeout {
            self.pending.limits_mut().timeout = self.timeout.map(new);
        }
        if !self.headers.is_empty() {
            *self.pending.headers_mut() = self.headers;
        }
        self.pending
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.pending.method
    }

    /// The method, to be changed.
    pub fn method_mut(&mut self) -> &mut Method {
        &mut self.pending.method
    }

    /// The URL.
    pub fn url(&self) -> &Url {
        &self.pending.url
    }

    /// The URL, to be changed.
    pub fn url_mut(&mut self) -> &mut Url {
        &mut self.pending.url
    }

    /// The header fields, without those that the client or the host adds.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The header fields, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body; `None` if it is empty.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// The body, to be read or changed.
    pub fn body_mut(&mut self) -> &mut Option<Body> {
        &mut self.body
    }

    /// Keeps the body and drops the rest.
    pub fn into_body(self) -> Body {
        self.body.unwrap_or_default()
    }

    /// The time limit of the whole request; `None` for the client's.
    pub fn timeout(&self) -> Option<&Duration> {
        self.timeout.as_ref()
    }

    /// The time limit, to be changed.
    pub fn timeout_mut(&mut self) -> &mut Option<Duration> {
        self.new_timeout = Some(Timeout::new);
        &mut self.timeout
    }

    /// Always HTTP/1.1: the host chooses the version.
    pub fn version(&self) -> Version {
        Version::HTTP_11
    }

    /// Clones the request; `None` if its body is a stream.
    pub fn try_clone(&self) -> Option<Self> {
        let body = match &self.body {
            Some(body) => Some(body.try_clone()?),
            None => None,
        };
        let pending = Box::new(self.pending.try_clone()?);
        Some(Self { pending, headers: self.headers.clone(), body, ..*self })
    }
}

impl From<request::Request> for Request {
    fn from(request: request::Request) -> Self {
        Self::of(Box::new(request.into()))
    }
}

impl<B: Into<Body>> From<http::Request<B>> for Request {
    fn from(request: http::Request<B>) -> Self {
        request::Request::from(request).into()
    }
}

impl From<Request> for request::Request {
    fn from(request: Request) -> Self {
        request.into_pending().into_request()
    }
}

impl From<Request> for http::Request<Body> {
    fn from(request: Request) -> Self {
        request::Request::from(request).into()
    }
}

/// Leaves out the query, credentials and cookies, and any field whose value is marked as
/// [sensitive](http::HeaderValue::set_sensitive).
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("url", self.url())
            .field("headers", &Fields(self.headers()))
            .finish_non_exhaustive()
    }
}
