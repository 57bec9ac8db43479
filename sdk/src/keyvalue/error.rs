//! [`Error`]: the error of a store.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};

use crate::error;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Response};

/// The error of a store.
///
/// A handler that returns it with `?` answers 503 with `retry-after: 1` if the store is
/// [unavailable](ErrorKind::Unavailable), and 500 otherwise. The host's message goes to stderr and
/// never to the client. It also converts to [`Error`](crate::Error), which keeps the status.
///
/// # Examples
///
/// ```
/// use doorway::keyvalue::{self, ErrorKind, Store};
/// use doorway::testing::TestClient;
///
/// async fn visits(store: Store) -> Result<String, keyvalue::Error> {
///     Ok(store.increment("visits", 1).await?.to_string())
/// }
///
/// let down = TestClient::for_handler(visits).keyvalue_error(|_| Some(ErrorKind::Unavailable));
/// let response = down.get("/").send();
/// assert_eq!(response.status(), 503);
/// assert_eq!(response.header("retry-after"), Some("1"));
/// ```
pub struct Error {
    kind: ErrorKind,
    error: error::Error,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The host has no bucket of that name: create it there, or open one that it has.
    NoSuchStore,
    /// The host does not let the component use the bucket: allow it there.
    AccessDenied,
    /// The store failed, is away, or refused the operation, such as a value that is too long. Hosts
    /// do not distinguish these. A retry may help.
    ///
    /// A change may have been made: the host may have lost the answer only.
    Unavailable,
    /// A value is not of the type that it is read as, or cannot be serialized as JSON.
    InvalidValue,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let status = match kind {
            ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let error = error::Error::new(error::ErrorKind::Other, message).with_status(status);
        Self { kind, error }
    }

    /// A failure with the host's own message.
    pub(crate) fn unavailable(message: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Unavailable, format!("the key-value store failed: {message}"))
    }

    /// Returns the kind of this error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the status that a handler's request is answered with if it fails with this error.
    pub fn status(&self) -> StatusCode {
        self.error.status()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("keyvalue::Error")
            .field("kind", &self.kind)
            .field("error", &self.error)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

/// An error with the same status and message.
impl From<Error> for error::Error {
    fn from(error: Error) -> Self {
        error.error
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let is_unavailable = self.kind == ErrorKind::Unavailable;
        let mut response = self.error.into_response();
        if is_unavailable {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }

    fn into_reply(self) -> Reply {
        self.into_response().into()
    }
}
