//! The errors of a host's stores and configuration.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};

use super::{IntoResponse, Response};
use crate::error::{Error, ErrorKind};

/// Implements an `Error` that has a `kind` of type `ErrorKind`, one of which is `Unavailable`, and
/// an `error` of doorway.
macro_rules! host_error {
    ($name:literal) => {
        impl Error {
            pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
                let is_unavailable = kind == ErrorKind::Unavailable;
                Self {
                    kind,
                    error: $crate::response::host_error::new(is_unavailable, message.into()),
                }
            }

            /// Returns the kind of this error.
            pub fn kind(&self) -> ErrorKind {
                self.kind
            }

            /// Returns the status that a handler's request is answered with if it fails with this
            /// error.
            pub fn status(&self) -> $crate::http::StatusCode {
                self.error.status()
            }
        }

        impl std::fmt::Display for Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.error.fmt(f)
            }
        }

        impl std::fmt::Debug for Error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct($name)
                    .field("kind", &self.kind)
                    .field("message", &format_args!("{}", self.error))
                    .finish()
            }
        }

        impl std::error::Error for Error {}

        /// An error with the same status and message.
        impl From<Error> for $crate::error::Error {
            fn from(error: Error) -> Self {
                error.error
            }
        }

        impl $crate::response::IntoResponse for Error {
            fn into_response(self) -> $crate::response::Response {
                $crate::response::host_error::response(self.error)
            }
        }
    };
}
pub(crate) use host_error;

pub(crate) fn new(is_unavailable: bool, message: String) -> Error {
    let status = match is_unavailable {
        true => StatusCode::SERVICE_UNAVAILABLE,
        false => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Error::new(ErrorKind::Other, message).with_status(status)
}

/// A bare status, with `retry-after` if a retry may help.
pub(crate) fn response(error: Error) -> Response {
    let is_unavailable = error.status() == StatusCode::SERVICE_UNAVAILABLE;
    let mut response = error.into_response();
    if is_unavailable {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
