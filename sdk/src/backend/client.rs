//! Requests to be sent, on every backend.

use http::{HeaderMap, Method};

use super::IncomingResponse;
#[cfg(not(target_os = "wasi"))]
use super::native::client as host;
#[cfg(target_os = "wasi")]
use super::wasi::client as host;
use crate::Body;
use crate::error::Error;
use crate::request_options::RequestOptions;
use crate::target::Target;

pub(crate) use host::{Limits, ResponseFuture, host_limits, send, send_bare, send_headed};

/// A response, and its body if that had to be taken at once.
pub(crate) type Answer = (IncomingResponse, Option<Body>);

/// Sends a request without a body.
pub(crate) type SendFn = fn(OutgoingHead<'_>) -> Result<ResponseFuture, Error>;
pub(crate) type LimitsFn = fn(&RequestOptions) -> Result<Option<Limits>, Error>;

/// The head of a request to be sent.
pub(crate) struct OutgoingHead<'a> {
    pub(crate) method: &'a Method,
    pub(crate) target: Target<'a>,
    pub(crate) headers: Option<&'a HeaderMap>,
    /// Time limits.
    pub(crate) limits: Option<Limits>,
}
