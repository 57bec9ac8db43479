//! [`Error`]: why a request got no response, or a response is not what was asked for.

use std::error::Error as StdError;
use std::fmt;

use http::{StatusCode, Uri};

use super::url::{Shown, Url};
use crate::error::{self, ErrorCode, ErrorKind};
use crate::response::reply::Reply;
use crate::response::{self, IntoResponse};

/// Why a request got no response, or a response is not what was asked for.
///
/// Its [`source`](StdError::source) lies beneath it, the [code](Error::code) of the host among
/// them. Let through by a handler with `?` it answers 504 if something took too long, 500 if the
/// request could not be sent as it was built, and else 502; the story goes to stderr and never to
/// the client. It becomes an [`Error`](crate::Error) by `?` too.
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

    /// The request was wrong before it was sent.
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
        let message = format!("`{}` answered {status}", Shown(url));
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

    /// The response's body is not what it should be.
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

    /// Whether the request could not be sent as it was built: mend the request.
    pub fn is_builder(&self) -> bool {
        self.0.kind == Kind::Builder
    }

    /// Whether the exchange failed before there was a response.
    pub fn is_request(&self) -> bool {
        self.0.kind == Kind::Request
    }

    /// Whether no connection came about: nothing of the request was seen by the other side.
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

    /// Whether a time limit ran out: one of the client's or the host's, before the response or in
    /// its body.
    pub fn is_timeout(&self) -> bool {
        self.0.error.kind() == ErrorKind::Timeout
    }

    /// Whether redirects were too many, led in a circle, or to where the client does not go.
    pub fn is_redirect(&self) -> bool {
        self.0.kind == Kind::Redirect
    }

    /// Whether it comes from [`Response::error_for_status`](super::Response::error_for_status).
    pub fn is_status(&self) -> bool {
        self.0.kind == Kind::Status
    }

    /// Whether a response's body broke off, came too slowly or was over its limit.
    pub fn is_body(&self) -> bool {
        self.0.kind == Kind::Body
    }

    /// Whether a body came, and is not what it should be: no JSON, another charset, damaged gzip.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// The response's status, if that is the error: of those that
    /// [`is_status`](Self::is_status) only.
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

    /// What was asked, after redirects, with its query: messages leave that out.
    pub fn url(&self) -> Option<&Uri> {
        self.0.url.as_deref()
    }

    /// The error without what [`url`](Self::url) tells; the message still names the place, without
    /// its query.
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

    /// What the host said, if the error comes from there; it is also a source.
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
            .field("url", &self.0.url.as_ref().map(Shown))
            .field("error", &self.0.error)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.error.source()
    }
}

/// Of the same kind, with the same source.
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
