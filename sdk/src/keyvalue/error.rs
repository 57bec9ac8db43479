//! [`Error`]: the error of a store.

use std::fmt::Display;

use crate::error;
use crate::response::host_error::host_error;

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
///
/// A handler that can do without the store:
///
/// ```
/// use doorway::keyvalue::{self, ErrorKind, Store};
/// use doorway::testing::TestClient;
///
/// async fn greeting(store: Result<Store, keyvalue::Error>) -> Result<String, keyvalue::Error> {
///     match store {
///         Ok(store) => Ok(store.get("greeting").await?.unwrap_or_else(|| "Hello".to_owned())),
///         Err(error) if error.kind() == ErrorKind::Unavailable => Ok("Hello".to_owned()),
///         Err(error) => Err(error),
///     }
/// }
///
/// let down = TestClient::for_handler(greeting).keyvalue_error(|_| Some(ErrorKind::Unavailable));
/// assert_eq!(down.get("/").send().text(), "Hello");
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
    /// A failure with the host's own message.
    pub(crate) fn unavailable(message: impl Display) -> Self {
        Self::new(ErrorKind::Unavailable, format!("the key-value store failed: {message}"))
    }
}

host_error!("keyvalue::Error");
