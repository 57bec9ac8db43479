//! Errors of invocations.

use std::io;
use std::time::Duration;

use crate::code::{DnsErrorPayload, ErrorCode};

/// The result of an invocation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why there is no response, or not all of one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody can be reached.
    #[error("cannot connect to {addr}: {source}")]
    Connect {
        /// The address.
        addr: String,
        /// Why.
        source: io::Error,
    },
    /// Nobody answers there.
    #[error("{addr} does not answer within {limit:?}")]
    ConnectTimeout {
        /// The address.
        addr: String,
        /// How long it was waited for.
        limit: Duration,
    },
    /// The head of the response does not come.
    #[error("no response within {0:?}")]
    Late(Duration),
    /// The other end answers with an error and not with a response.
    #[error("the answer is the error {0:?}")]
    Code(ErrorCode),
    /// The connection, or what was sent over it, has no proper end.
    #[error("{0}")]
    Broken(String),
    /// A message is not HTTP.
    #[error("{0}")]
    Message(String),
}

impl Error {
    /// The code that stands for it in `wrpc:http`.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Connect { source, .. } => match source.kind() {
                io::ErrorKind::ConnectionRefused => ErrorCode::ConnectionRefused,
                io::ErrorKind::TimedOut => ErrorCode::ConnectionTimeout,
                io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
                    ErrorCode::DestinationIpUnroutable
                }
                io::ErrorKind::AddrNotAvailable => ErrorCode::ConnectionLimitReached,
                // The resolver has no kind of its own.
                _ if source.raw_os_error().is_none() => {
                    ErrorCode::DnsError(DnsErrorPayload { rcode: None, info_code: None })
                }
                _ => ErrorCode::DestinationUnavailable,
            },
            Self::ConnectTimeout { .. } => ErrorCode::ConnectionTimeout,
            Self::Late(_) => ErrorCode::HttpResponseTimeout,
            Self::Code(code) => code.clone(),
            Self::Broken(_) => ErrorCode::ConnectionTerminated,
            Self::Message(_) => ErrorCode::HttpProtocolError,
        }
    }
}
