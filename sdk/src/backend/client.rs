//! Requests to be sent, on every backend.

use http::{HeaderMap, Method};

use super::fields::Fields;
use super::head::Head;
#[cfg(not(target_os = "wasi"))]
use super::native::client as host;
#[cfg(target_os = "wasi")]
use super::wasi::client as host;
use super::{IncomingResponse, imp};
use crate::Body;
use crate::error::Error;
use crate::message;
use crate::request_options::RequestOptions;
use crate::target::Target;

pub(crate) use host::{Limits, ResponseFuture, host_limits};

/// A response, and its body if that had to be taken at once.
pub(crate) type Arrival = (IncomingResponse, Option<Body>);

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

impl OutgoingHead<'_> {
    /// The fields of the request with that body.
    fn with_body(&self, body: &Body) -> Result<Head, Error> {
        match self.headers {
            Some(headers) => Head::of_request(headers, body),
            None => Head::of_request(&HeaderMap::new(), body),
        }
    }
}

/// Sends a request with neither fields nor a body.
pub(crate) fn send_bare(head: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    imp::client::send_empty(head, Fields::new())
}

/// Sends a request with fields and without a body.
pub(crate) fn send_headed(head: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    let Head { fields, declared } = head.with_body(&Body::empty())?;
    message::check_length(declared, 0)?;
    imp::client::send_empty(head, fields)
}

/// Sends a request, of whose body it is clear [whether there is one](message::is_unsettled).
pub(crate) fn send(head: OutgoingHead<'_>, mut body: Body) -> Result<ResponseFuture, Error> {
    let Head { fields, declared } = head.with_body(&body)?;
    if message::has_body(head.method, &mut body, declared)? {
        imp::client::send_body(head, fields, body, declared)
    } else {
        imp::client::send_empty(head, fields)
    }
}
