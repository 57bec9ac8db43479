//! Where an incoming body comes from: whose failure it is.

use http::StatusCode;

use super::bindings::wasi::http::types::{self, ErrorCode as Wasi};
use super::wire::{self, Content};
use crate::error::{Error, ErrorCode, ErrorKind};

/// Whose failure a broken body is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Request,
    Response,
}

impl Origin {
    /// A client that breaks off is answered 400, an upstream that does 502 or 504.
    pub(super) fn blame(self, code: Wasi) -> Error {
        let code = ErrorCode::from(code);
        let kind = if code.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Body };
        let status = match self {
            Self::Request => StatusCode::BAD_REQUEST,
            Self::Response if code.is_timeout() => StatusCode::GATEWAY_TIMEOUT,
            Self::Response => StatusCode::BAD_GATEWAY,
        };
        Error::new(kind, "the other side broke off").with_source(code).with_status(status)
    }

    /// The status that answers a body over its limit.
    pub(super) fn too_large(self) -> StatusCode {
        match self {
            Self::Request => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Response => StatusCode::BAD_GATEWAY,
        }
    }
}

/// A message of the host's that has a body.
pub(super) trait Message: Sized + Send + 'static {
    const ORIGIN: Origin;

    fn headers(&self) -> types::Headers;

    /// Takes the body out of it. The host is told when that is read, or dropped.
    fn consume(self) -> Incoming;
}

/// A body that comes in.
pub(super) struct Incoming {
    pub(super) content: Content,
    /// Tells the host, when it is dropped, that nobody reads any more.
    pub(super) read: wire::Read,
}

impl Message for types::Request {
    const ORIGIN: Origin = Origin::Request;

    fn headers(&self) -> types::Headers {
        self.get_headers()
    }

    fn consume(self) -> Incoming {
        let (read, told) = wire::read();
        let (stream, end) = types::Request::consume_body(self, told);
        Incoming { content: Content { stream, end }, read }
    }
}

impl Message for types::Response {
    const ORIGIN: Origin = Origin::Response;

    fn headers(&self) -> types::Headers {
        self.get_headers()
    }

    fn consume(self) -> Incoming {
        let (read, told) = wire::read();
        let (stream, end) = types::Response::consume_body(self, told);
        Incoming { content: Content { stream, end }, read }
    }
}
