//! [`Error`]: the error of a request or its response.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::url::Url;
use crate::error::{self, ErrorCode, ErrorKind};
use crate::response::reply::Reply;
use crate::response::{self, IntoResponse};
use crate::target::RedactedUri;

/// The error of a request or its response.
///
/// Its [sources](StdError::source) have the details, such as the host's [code](Error::code). A
/// handler that returns it with `?` answers 504 for a timeout, 500 for an invalid request, and else
/// 502; the details go to stderr and never to the client. It also converts to
/// [`Error`](crate::Error).
///
/// # Examples
///
/// ```
/// use doorway::client;
///
/// # doorway::testing::block_on(async {
/// let error = client::get("ftp://example.com/").send().await.unwrap_err();
/// assert!(error.is_builder());
/// # });
/// ```
///
/// The caller may tell the kinds of errors apart:
///
/// ```
/// use doorway::client::{self, Error};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         error if error.is_status() => "read the response",
///         error if error.is_redirect() => "ask the new address",
///         error if error.is_decode() => "ask for another format",
///         error if error.is_timeout() => "ask again",
///         _ => "see the log",
///     }
/// }
///
/// async fn number() -> Result<u32, Error> {
///     client::get("https://example.com/").send().await?.error_for_status()?.json().await
/// }
/// # use doorway::{Request, testing::TestClient};
/// # let client = TestClient::new(async |_: Request| ());
/// # let client = client.upstream("https://example.com", async |_: Request| "no number");
/// # let error = client.block_on(number()).unwrap_err();
/// assert_eq!(advice(&error), "ask for another format");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    error: error::Error,
    url: Option<Url>,
    status: Option<StatusCode>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Builder,
    Request,
    Redirect,
    Status,
    Body,
    Decode,
}

impl Error {
    fn new(kind: Kind, error: error::Error) -> Self {
        Self(Box::new(Inner { kind, error, url: None, status: None }))
    }

    /// The request is invalid.
    pub(super) fn builder(message: impl Into<String>) -> Self {
        Self::new(Kind::Builder, error::Error::new(ErrorKind::InvalidRequest, message))
    }

    /// The exchange failed.
    pub(super) fn sending(error: error::Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::InvalidRequest => Kind::Builder,
            _ => Kind::Request,
        };
        Self::new(kind, error)
    }

    pub(super) fn redirect(message: impl Into<String>) -> Self {
        Self::new(Kind::Redirect, error::Error::new(ErrorKind::Connection, message))
    }

    pub(super) fn unwanted_status(status: StatusCode, url: &Url) -> Self {
        let message = format!("`{}` answered {status}", RedactedUri(url));
        let error = error::Error::new(ErrorKind::Connection, message);
        let mut error = Self::new(Kind::Status, error).with_url(url);
        error.0.status = Some(status);
        error
    }

    /// The response's body failed.
    pub(super) fn body(error: error::Error) -> Self {
        #[cfg(feature = "gzip")]
        if super::damage::Damage::caused(&error) {
            return Self::decode(error);
        }
        Self::new(Kind::Body, error.with_status_of_upstream())
    }

    /// The response's body could not be decoded.
    pub(super) fn decode(error: error::Error) -> Self {
        Self::new(Kind::Decode, error.with_status_of_upstream())
    }

    pub(super) fn with_source(self, source: error::BoxError) -> Self {
        let Inner { kind, error, url, status } = *self.0;
        Self(Box::new(Inner { kind, error: error.with_source(source), url, status }))
    }

    pub(super) fn with_url(mut self, url: &Url) -> Self {
        self.0.url.get_or_insert_with(|| url.clone());
        self
    }

    /// Whether the request was invalid and was not sent: fix the request.
    pub fn is_builder(&self) -> bool {
        self.0.kind == Kind::Builder
    }

    /// Whether the request failed without a response.
    pub fn is_request(&self) -> bool {
        self.0.kind == Kind::Request
    }

    /// Whether there was no connection: the server has seen nothing of the request.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::TestClient;
    /// use doorway::{ErrorCode, Request, client};
    ///
    /// let gone = TestClient::new(|_: Request| async {})
    ///     .upstream_error("https://example.com", ErrorCode::ConnectionRefused);
    /// let sent = gone.block_on(async { client::get("https://example.com/").send().await });
    /// let error = sent.unwrap_err();
    /// assert!(error.is_connect() && error.is_request());
    /// assert_eq!(error.code(), Some(&ErrorCode::ConnectionRefused));
    /// ```
    pub fn is_connect(&self) -> bool {
        self.is_request() && self.code().is_some_and(ErrorCode::is_connect)
    }

    /// Whether a time limit of the client or the host was exceeded, before the response or in its
    /// body.
    pub fn is_timeout(&self) -> bool {
        self.0.error.kind() == ErrorKind::Timeout
    }

    /// Whether redirects were too many, in a loop, or refused by the client.
    pub fn is_redirect(&self) -> bool {
        self.0.kind == Kind::Redirect
    }

    /// Whether it is from [`Response::error_for_status`](super::Response::error_for_status).
    pub fn is_status(&self) -> bool {
        self.0.kind == Kind::Status
    }

    /// Whether the response's body was cut off, too slow or too long.
    pub fn is_body(&self) -> bool {
        self.0.kind == Kind::Body
    }

    /// Whether the response's body could not be decoded: invalid JSON, an unsupported charset,
    /// damaged gzip.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The response's status, if the error [`is_status`](Self::is_status).
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::StatusCode;
    /// use doorway::testing::TestClient;
    /// use doorway::{Request, client};
    ///
    /// let upstream = TestClient::new(|_: Request| async {})
    ///     .upstream("https://example.com", |_: Request| async { StatusCode::NOT_FOUND });
    /// let sent = upstream.block_on(async { client::get("https://example.com/").send().await });
    /// let error = sent?.error_for_status().unwrap_err();
    /// assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    /// # Ok::<(), client::Error>(())
    /// ```
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The URL of the request, after redirects, with its query: messages leave that out.
    pub fn url(&self) -> Option<&Url> {
        self.0.url.as_ref()
    }

    /// Removes the [`url`](Self::url); the message still names it, without its query.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client;
    ///
    /// # doorway::testing::block_on(async {
    /// let error = client::get("https://nowhere.test/?key=1").send().await.unwrap_err();
    /// assert!(error.url().is_some());
    /// assert!(error.without_url().url().is_none());
    /// # });
    /// ```
    pub fn without_url(mut self) -> Self {
        self.0.url = None;
        self
    }

    /// The host's error code, if the error is from the host; it is also a source.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.error.code()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("client::Error")
            .field("kind", &self.0.kind)
            .field("url", &self.0.url)
            .field("error", &self.0.error)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.error.source()
    }
}

/// An error of the same kind, with the same source.
impl From<Error> for error::Error {
    fn from(error: Error) -> Self {
        error.0.error
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> response::Response {
        self.0.error.into_response()
    }

    fn into_reply(self) -> Reply {
        self.0.error.into_reply()
    }
}
