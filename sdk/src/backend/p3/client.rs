//! One request through `wasi:http/client`.

use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method};

use super::Operation;
use super::bindings::wasi::http::client;
use super::bindings::wasi::http::types::{self, ErrorCode, Request};
use super::incoming::IncomingResponse;
use super::timer::nanoseconds;
use super::wire::{self, Content, Transmitted};
use super::{outgoing, upload};
use crate::Body;
use crate::backend::wasi::convert;
use crate::backend::wasi::fields::{self, Fields, Head};
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
    sending: Operation<Result<types::Response, ErrorCode>>,
    arrived: Option<Result<types::Response, ErrorCode>>,
    upload: Option<Box<dyn Uploading>>,
    /// Held until there is a response.
    _transmitted: Option<Transmitted>,
}

/// Sends a request with neither fields nor a body.
pub(crate) fn send_bare(parts: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    send_empty(parts, Fields::new())
}

/// Sends a request with fields, but without a body.
pub(crate) fn send_headed(parts: OutgoingHead<'_>) -> Result<ResponseFuture, Error> {
    let head = head(&parts, &Body::empty())?;
    message::check_length(head.declared, 0)?;
    send_empty(parts, head.fields)
}

fn send_empty(parts: OutgoingHead<'_>, fields: Fields) -> Result<ResponseFuture, Error> {
    if message::takes_chunks(parts.method) && !fields.has(CONTENT_LENGTH.as_str()) {
        fields::append_no_length(&fields);
    }
    let (request, transmitted) = request(parts, fields, None)?;
    Ok(hand_over(request, None, Some(transmitted)))
}

fn head(parts: &OutgoingHead<'_>, body: &Body) -> Result<Head, Error> {
    match parts.headers {
        Some(headers) => Head::of_request(headers, body),
        None => Head::of_request(&HeaderMap::new(), body),
    }
}

/// Sends a request, of whose body it is clear [whether there is one](message::is_unsettled).
pub(crate) fn send(parts: OutgoingHead<'_>, mut body: Body) -> Result<ResponseFuture, Error> {
    let Head { fields, declared } = head(&parts, &body)?;
    if !message::has_body(parts.method, &mut body, declared)? {
        return send_empty(parts, fields);
    }
    let (content, writing) = outgoing::begin(body, declared);
    let (request, transmitted) = request(parts, fields, Some(content))?;
    Ok(hand_over(request, Some(upload::start(writing, transmitted)), None))
}

fn hand_over(
    request: Request,
    upload: Option<Box<dyn Uploading>>,
    transmitted: Option<Transmitted>,
) -> ResponseFuture {
    ResponseFuture::new(Box::pin(client::send(request)), upload, transmitted)
}

impl ResponseFuture {
    pub(super) fn new(
        sending: Operation<Result<types::Response, ErrorCode>>,
        upload: Option<Box<dyn Uploading>>,
        transmitted: Option<Transmitted>,
    ) -> Self {
        Self { sending, arrived: None, upload, _transmitted: transmitted }
    }

    /// Ready once there is a response to be [taken](Self::take), or an error.
    pub(crate) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.arrived.is_none() {
            self.arrived = Some(ready!(self.sending.as_mut().poll(cx)));
        }
        Poll::Ready(())
    }

    /// The response, if it has come, with the method and the URI of the request for an error to name.
    pub(crate) fn take(
        &mut self,
        method: &Method,
        uri: &dyn fmt::Display,
    ) -> Option<Result<Answer, Error>> {
        Some(match self.arrived.take()? {
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

fn request(
    parts: OutgoingHead<'_>,
    fields: Fields,
    content: Option<Content>,
) -> Result<(Request, Transmitted), Error> {
    let OutgoingHead { method, target, limits, .. } = parts;
    let (stream, end) = match content {
        Some(Content { stream, end }) => (Some(stream), end),
        None => (None, wire::no_body()),
    };
    let (request, transmitted) = Request::new(fields, stream, end, limits);
    let scheme = if target.is_https { types::Scheme::Https } else { types::Scheme::Http };
    let told_method = convert::told_method(method);
    let refused = if told_method.is_some_and(|method| request.set_method(&method).is_err()) {
        "goes with a method that the host refuses"
    } else if request.set_scheme(Some(&scheme)).is_err() {
        "has a scheme that the host refuses"
    } else if request.set_authority(Some(target.authority)).is_err() {
        "has an authority that the host refuses"
    } else if request.set_path_with_query(Some(target.path)).is_err() {
        "has a path that the host refuses"
    } else {
        return Ok((request, transmitted));
    };
    Err(target::invalid(RedactedUri(&target), refused))
}

/// The time limits for the host, if there are any.
pub(crate) fn host_limits(options: &RequestOptions) -> Result<Option<Limits>, Error> {
    if *options == RequestOptions::default() {
        return Ok(None);
    }
    let set = Limits::new();
    type Setter = fn(&Limits, Option<u64>) -> Result<(), types::RequestOptionsError>;
    let limit = |name, limit: Option<Duration>, tell: Setter| {
        let Some(limit) = limit else { return Ok(()) };
        tell(&set, Some(nanoseconds(limit))).map_err(|_| {
            let message = format!(
                "the host does not support a {name} timeout; use `doorway::time::timeout` instead"
            );
            Error::new(ErrorKind::InvalidRequest, message)
        })
    };
    limit("connect", options.connect_timeout, Limits::set_connect_timeout)?;
    limit("first-byte", options.first_byte_timeout, Limits::set_first_byte_timeout)?;
    limit("between-bytes", options.between_bytes_timeout, Limits::set_between_bytes_timeout)?;
    Ok(Some(set))
}
