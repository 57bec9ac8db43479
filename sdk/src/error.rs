//! [`Error`]: opaque, with a [kind](ErrorKind), a source and a status.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

mod chain;
mod code;
pub(crate) use chain::{Cause, Causes, Chain};
pub use code::{ErrorCode, FieldSize};
#[cfg(all(test, feature = "json"))]
mod properties;

/// Any error, such as those of third-party bodies and streams.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// An error of one of doorway's own operations.
///
/// [`kind`](Error::kind) tells how to react, [`code`](Error::code) is the host's error code, and
/// [`source`](StdError::source) is the cause. Returned from a handler, it is answered with a bare
/// [status](Error::status); the detail goes to stderr and never to the client.
///
/// # Examples
///
/// ```
/// use doorway::{Body, ErrorKind};
///
/// # doorway::testing::block_on(async {
/// let error = Body::from("too long").collect_up_to(3).await.unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::TooLarge);
/// # });
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    status: StatusCode,
    /// Empty if the source says it all.
    message: String,
    source: Option<BoxError>,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be sent as it was built: fix the request.
    InvalidRequest,
    /// The connection could not be made, was refused or broke the protocol; [`Error::code`] tells
    /// which. A retry may help.
    Connection,
    /// A time limit passed: retry, or allow more time.
    Timeout,
    /// A body ended early, because its sender failed or disconnected.
    Body,
    /// A body is longer than its limit.
    TooLarge,
    /// The body's reader is gone; nothing more can be written.
    Closed,
    /// Anything else, such as an error of the program that uses doorway.
    Other,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let status = match kind {
            ErrorKind::Connection => StatusCode::BAD_GATEWAY,
            ErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(Box::new(Inner { kind, status, message: message.into(), source: None }))
    }

    /// Wraps an error of the program itself, to be returned from a handler with `?`.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Error;
    ///
    /// async fn answer() -> Result<String, Error> {
    ///     let number: u32 = "42".parse().map_err(Error::other)?;
    ///     Ok(format!("The answer is {number}"))
    /// }
    /// ```
    pub fn other(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Error>() {
            Ok(error) => *error,
            Err(error) => Self::new(ErrorKind::Other, "").with_source(error),
        }
    }

    pub(crate) fn with_kind(self, kind: ErrorKind) -> Self {
        let Inner { message, source, .. } = *self.0;
        let mut error = Self::new(kind, message);
        error.0.source = source;
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// Marks an error of an upstream's response, which is not the client's fault.
    pub(crate) fn with_status_of_upstream(self) -> Self {
        let is_timeout = self.kind() == ErrorKind::Timeout;
        self.with_status(if is_timeout {
            StatusCode::GATEWAY_TIMEOUT
        } else {
            StatusCode::BAD_GATEWAY
        })
    }

    /// Returns the kind of this error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the host's error code, if the host reported one; it is also the error's source.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::testing::{TestClient, UpstreamError};
    /// use doorway::{Error, ErrorCode, Request, client};
    ///
    /// async fn ask() -> Result<(), Error> {
    ///     client::get("https://example.com/").send().await?;
    ///     Ok(())
    /// }
    ///
    /// let client = TestClient::new(async |_: Request| ());
    /// let down = async |_: Request| UpstreamError(ErrorCode::ConnectionRefused);
    /// let client = client.upstream("https://example.com", down);
    /// let error = client.block_on(ask()).unwrap_err();
    /// assert_eq!(error.code(), Some(&ErrorCode::ConnectionRefused));
    /// assert_eq!(error.status(), 502);
    /// ```
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// Returns the status that a handler's request is answered with if it fails with this error.
    ///
    /// 413 for a request body over its limit, 400 for one that was cut off or is malformed, 422 for a
    /// line of `JsonLines` that does not match its type, 504 for an upstream's timeout, 502 for an
    /// upstream's other failures, 503 for a store or configuration that is unavailable, and 500
    /// otherwise.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.source {
            Some(source) if self.0.message.is_empty() => Cause(&**source).fmt(f),
            _ => f.write_str(&self.0.message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("source", &self.0.source.as_deref().map(|source| Cause(source)))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.0.source.as_deref()?;
        if self.0.message.is_empty() { source.source() } else { Some(source) }
    }
}
