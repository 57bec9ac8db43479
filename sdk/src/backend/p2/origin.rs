//! Where an incoming body comes from: whose failure it is, and what becomes of its rest.

use std::rc::Rc;

use http::StatusCode;

use super::bindings::wasi::http::types::FutureTrailers;
use super::reader::Reading;
use super::upload::{Exchange, Rest};
use crate::error::{Error, ErrorKind};

/// Whose failure a broken body is, and who has to outlive it.
#[derive(Clone)]
pub(super) enum Origin {
    Request,
    Response(Option<Rc<Exchange>>),
}

impl Origin {
    /// A client that breaks off is answered 400, an upstream that does 502 or 504.
    pub(super) fn blame(&self, error: Error) -> Error {
        match self {
            Self::Request => error.with_status(StatusCode::BAD_REQUEST),
            Self::Response(_) if error.kind() == ErrorKind::Timeout => {
                error.with_status(StatusCode::GATEWAY_TIMEOUT)
            }
            Self::Response(_) => error.with_status(StatusCode::BAD_GATEWAY),
        }
    }

    /// Hands what is left of a response to the upload that still needs it, or drops it.
    pub(super) fn keep(&self, rest: Rest) {
        if let Self::Response(Some(exchange)) = self {
            exchange.keep(rest);
        }
    }

    /// Hands what cannot be passed on any more to the upload.
    pub(super) fn keep_reading(&self, Reading { stream, body }: Reading) {
        self.keep(Rest::new(Some(stream), body));
    }

    /// The trailers of a body whose stream is at its end; none if an upload needs the body.
    pub(super) fn at_end(&self, reading: Reading) -> Option<FutureTrailers> {
        match self {
            Self::Response(Some(exchange)) if exchange.needs_response() => {
                let Reading { stream, body } = reading;
                drop(stream);
                exchange.keep(Rest::new(None, body));
                None
            }
            _ => Some(reading.finish()),
        }
    }
}
