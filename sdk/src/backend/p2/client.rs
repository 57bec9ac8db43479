//! One request through `wasi:http/outgoing-handler`.

use std::fmt;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, Method};

use super::bindings::wasi::http::outgoing_handler::handle;
use super::bindings::wasi::http::types::{
    self, ErrorCode, FutureIncomingResponse, OutgoingRequest,
};
use super::incoming::IncomingResponse;
use super::reactor::Wait;
use super::timer::nanoseconds;
use super::upload;
use crate::Body;
use crate::backend::wasi::convert;
use crate::backend::wasi::fields::Head;
use crate::backend::wasi::upload::Uploading;
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::request_options::RequestOptions;
use crate::target::{self, RedactedUri, Target};

/// A response, and its body if that had to be taken at once.
pub(crate) type Answer = (IncomingResponse, Option<Body>);

/// The head of a request to be sent.
pub(crate) struct OutgoingHead<'a> {
    pub(crate) method: &'a Method,
    pub(crate) target: Target<'a>,
    pub(crate) headers: Option<&'a HeaderMap>,
    pub(crate) limits: Option<Limits>,
}

/// Time limits.
pub(crate) use super::bindings::wasi::http::types::RequestOptions as Limits;
/// Sends a request without a body.
pub(crate) type SendFn = fn(OutgoingHead<'_>) -> Result<ResponseFuture, Error>;
pub(crate) type LimitsFn = fn(&RequestOptions) -> Result<Option<Limits>, Error>;

/// A request that was sent. To drop it is to cancel it.
pub(crate) struct ResponseFuture {
    // Above the future it waits for.
    wait: Option<Wait>,
    response: FutureIncomingResponse,
    upload: Option<Box<dyn Uploading>>,
}

/// Sends a request with neither fields nor a body.
pub(crate) fn send_bare(parts: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    send_fields(parts, types::Fields::new())
}

/// Sends a request with fields and without a body.
pub(crate) fn send_headed(parts: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    let head = head(&parts, &Body::empty())?;
    message::check_length(head.declared, 0)?;
    send_fields(parts, head.fields)
}

fn send_fields(parts: OutgoingHead<'_>, fields: types::Fields) -> Result<ResponseFuture, Error> {
    let request = outgoing_request(&parts, fields)?;
    Ok(ResponseFuture { wait: None, response: hand_over(parts, request)?, upload: None })
}

fn head(parts: &OutgoingHead<'_>, body: &Body) -> Result<Head, Error> {
    match parts.headers {
        Some(headers) => Head::of_request(headers, body),
        None => Head::of_request(&HeaderMap::new(), body),
    }
}

/// Sends a request, of whose body it is clear [whether there is one](message::is_unsettled).
pub(crate) fn send(parts: OutgoingHead<'_>, mut body: Body) -> Result<ResponseFuture, Error> {
    let head = head(&parts, &body)?;
    let request = outgoing_request(&parts, head.fields)?;
    let has_body = message::has_body(parts.method, &mut body, head.declared)?;
    let outgoing = if has_body { request.body().ok() } else { None };
    // The request goes first: a body that is written before it would wait forever.
    let response = hand_over(parts, request)?;
    let upload = outgoing.map(|outgoing| upload::start(body, outgoing, head.declared));
    Ok(ResponseFuture { wait: None, response, upload })
}

/// Gives a request to the host. What is refused here was never sent.
fn hand_over(
    parts: OutgoingHead<'_>,
    request: OutgoingRequest,
) -> Result<FutureIncomingResponse, Error> {
    let OutgoingHead { method, target, limits, .. } = parts;
    handle(request, limits).map_err(|code| {
        message::failed(method, &RedactedUri(&target), code.into())
            .with_kind(ErrorKind::InvalidRequest)
    })
}

impl ResponseFuture {
    /// Ready once there may be a response to be [taken](Self::take).
    #[inline(always)]
    pub(crate) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Nothing can have come before it was waited for.
        Wait::poll(&mut self.wait, cx, || self.response.subscribe())
    }

    /// The response, if it has come, with the method and the URI of the request for an error to name.
    pub(crate) fn take(
        &mut self,
        method: &Method,
        uri: &dyn fmt::Display,
    ) -> Option<Result<Answer, Error>> {
        Some(match self.response.get()?.unwrap_or(Err(ErrorCode::InternalError(None))) {
            Ok(response) => IncomingResponse::new(response).map(|response| {
                let body = self.upload.take().and_then(|upload| upload.detach(&response));
                (response, body)
            }),
            // If the request's own body failed, the rest follows from that.
            Err(code) => {
                let cause = self.upload.as_ref().and_then(|upload| upload.failure());
                Err(cause.unwrap_or_else(|| message::failed(method, uri, code.into())))
            }
        })
    }
}

fn outgoing_request(
    parts: &OutgoingHead<'_>,
    fields: types::Fields,
) -> Result<OutgoingRequest, Error> {
    let (method, target) = (parts.method, parts.target);
    let request = OutgoingRequest::new(fields);
    let scheme = if target.is_https { types::Scheme::Https } else { types::Scheme::Http };
    let refused = if set_method(&request, method).is_err() {
        "goes with a method that the host refuses"
    } else if request.set_scheme(Some(&scheme)).is_err() {
        "has a scheme that the host refuses"
    } else if request.set_authority(Some(target.authority)).is_err() {
        "has an authority that the host refuses"
    } else if request.set_path_with_query(Some(target.path)).is_err() {
        "has a path that the host refuses"
    } else {
        return Ok(request);
    };
    Err(target::invalid(RedactedUri(&target), refused))
}

fn set_method(request: &OutgoingRequest, method: &Method) -> Result<(), ()> {
    match convert::told_method(method) {
        Some(method) => request.set_method(&method),
        None => Ok(()),
    }
}

/// The time limits for the host, if there are any.
pub(crate) fn host_limits(options: &RequestOptions) -> Result<Option<Limits>, Error> {
    if *options == RequestOptions::default() {
        return Ok(None);
    }
    let set = types::RequestOptions::new();
    let limit = |name, limit: Option<Duration>, set: &dyn Fn(Option<u64>) -> Result<(), ()>| {
        let Some(limit) = limit else { return Ok(()) };
        set(Some(nanoseconds(limit))).map_err(|()| {
            let message = format!(
                "the host does not support a {name} timeout; use `doorway::time::timeout` instead"
            );
            Error::new(ErrorKind::InvalidRequest, message)
        })
    };
    limit("connect", options.connect_timeout, &|limit| set.set_connect_timeout(limit))?;
    limit("first-byte", options.first_byte_timeout, &|limit| set.set_first_byte_timeout(limit))?;
    limit("between-bytes", options.between_bytes_timeout, &|limit| {
        set.set_between_bytes_timeout(limit)
    })?;
    Ok(Some(set))
}
