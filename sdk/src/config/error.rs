//! [`Error`]: the error of a configuration.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};

use crate::error;
use crate::response::reply::Reply;
use crate::response::{IntoResponse, Response};

/// The error of a configuration.
///
/// A handler that returns it with `?` answers 503 with `retry-after: 1` if the configuration is
/// [unavailable](ErrorKind::Unavailable), and 500 otherwise; the details go to stderr and never to
/// the client. No message has a value of the configuration in it. It also converts to
/// [`Error`](crate::Error), which keeps the status.
pub struct Error {
    kind: ErrorKind,
    error: error::Error,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value that has to be there is not: set it at the host.
    Missing,
    /// A value cannot be parsed as the type: correct it at the host.
    InvalidValue,
    /// The host cannot read its source. A retry may help.
    Unavailable,
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
        f.debug_struct("config::Error")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unavailable_configuration_is_a_503_to_retry() {
        let unavailable = || Error::new(ErrorKind::Unavailable, "vault: connection refused");
        let response = unavailable().into_response();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()[RETRY_AFTER], "1");
        assert_eq!(error::Error::from(unavailable()).status(), 503);
        let response =
            Error::new(ErrorKind::Missing, "there is no configuration `a`").into_response();
        assert_eq!(response.status(), 500);
        assert!(!response.headers().contains_key(RETRY_AFTER));
    }
}
