//! [`Error`]: the error of a configuration.

use crate::error;
use crate::response::host_error::host_error;

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

host_error!("config::Error");

#[cfg(test)]
mod tests {
    use http::header::RETRY_AFTER;

    use super::*;
    use crate::response::IntoResponse;

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
