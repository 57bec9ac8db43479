//! Natively there is no network: a request goes to the upstream that a test has given for it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use http::uri::{Authority, Scheme};
use http::{Method, StatusCode};

use super::fields::Fields;
use super::incoming::{IncomingRequest, IncomingResponse};
use super::incoming_body::{Sender, Upload};
use super::serve;
use super::upstreams::{Failure, Origin};
use crate::backend::client::{Arrival, OutgoingHead};
use crate::backend::head::Head;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::message;
pub(crate) use crate::request_options::RequestOptions as Limits;
use crate::response::reply::Reply;
use crate::target::{self, RedactedUri, Target};
use crate::task::tasks;
use crate::time::timeout;
use crate::trace::body::keep_for;
use crate::trace::current;
use crate::warm::refuse;
use crate::{Body, Request};

/// A request that was sent. To drop it is to cancel it.
pub(crate) struct ResponseFuture {
    exchange: Pin<Box<dyn Future<Output = Result<IncomingResponse, Error>>>>,
    answer: Option<Result<Arrival, Error>>,
}

/// The time limits for the host, if there are any.
pub(crate) fn host_limits(options: &Limits) -> Result<Option<Limits>, Error> {
    Ok(Some(options.clone()))
}

/// Sends a request without a body.
pub(in crate::backend) fn send_empty(
    head: OutgoingHead<'_>,
    fields: Fields,
) -> Result<ResponseFuture, Error> {
    send_body(head, fields, Body::empty(), None)
}

/// Sends a request with a body.
pub(in crate::backend) fn send_body(
    head: OutgoingHead<'_>,
    fields: Fields,
    body: Body,
    declared: Option<u64>,
) -> Result<ResponseFuture, Error> {
    refuse("sends a request");
    let OutgoingHead { method, target, limits, .. } = head;
    let head = Head { fields, declared };
    let scheme = if target.is_https { Scheme::HTTPS } else { Scheme::HTTP };
    let Ok(authority) = Authority::try_from(target.authority) else {
        return Err(target::invalid(RedactedUri(&target), "has no host"));
    };
    let origin = Origin { scheme, authority };
    let path = target.path.to_owned();
    let exchange = exchange(method.clone(), origin, path, head, body, limits.unwrap_or_default());
    Ok(ResponseFuture { exchange: Box::pin(exchange), answer: None })
}

impl ResponseFuture {
    /// Ready once there is a response to be [taken](Self::take).
    pub(crate) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let response = ready!(self.exchange.as_mut().poll(cx));
        self.answer = Some(response.map(|response| (response, None)));
        Poll::Ready(())
    }

    /// The response, if it has come, with the method and the URI of the request for an error to name.
    pub(crate) fn take(
        &mut self,
        _: &Method,
        _: &dyn fmt::Display,
    ) -> Option<Result<Arrival, Error>> {
        self.answer.take()
    }
}

async fn exchange(
    method: Method,
    origin: Origin,
    path: String,
    head: Head,
    mut body: Body,
    options: Limits,
) -> Result<IncomingResponse, Error> {
    let uri = format!("{origin}{path}");
    let is_https = origin.scheme == Scheme::HTTPS;
    let authority = origin.authority.as_str();
    let place = RedactedUri(&Target { is_https, authority, path: &path }).to_string();
    // An upstream is another program: neither side's trace is the other's.
    keep_for(&current::get(), &mut body);
    let upload = Rc::<Upload>::default();
    let sender = Sender::Caller(upload.clone());
    let request = IncomingRequest::new(method.clone(), origin.clone(), path, head, body, sender);
    let host = tasks::current().host();
    let entered = current::enter(&None);
    let Some(mut answering) = host.upstreams.answer(&origin, Request::incoming(request)) else {
        return Err(unknown(&method, &uri, &host.upstreams.origins()));
    };
    drop(entered);
    let answered = poll_fn(|cx| {
        let entered = current::enter(&None);
        let answered = answering.as_mut().poll(cx);
        drop(entered);
        // If the request's own body failed, the rest follows from that.
        match upload.failure.take() {
            Some(error) => Poll::Ready(Err(error)),
            None => answered.map(Ok),
        }
    });
    let answered = match options.first_byte_timeout {
        Some(limit) => timeout(limit, answered).await.unwrap_or_else(|_| {
            Err(message::failed(&method, &place, ErrorCode::ConnectionReadTimeout))
        }),
        None => answered.await,
    };
    let mut answer = answered?;
    if let Some(Failure(code)) = answer.extensions_mut().remove() {
        return Err(message::failed(&method, &place, code));
    }
    // The one status that is not final and comes through, from servers that are no components.
    if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
        message::status(StatusCode::SWITCHING_PROTOCOLS.as_u16())?;
    }
    keep_for(&None, answer.body_mut());
    upload.answered.set(true);
    let response = serve::response(Reply::from(answer), method == Method::HEAD);
    Ok(IncomingResponse::new(response, Sender::Upstream(options.between_bytes_timeout)))
}

fn unknown(method: &Method, uri: &str, upstreams: &[String]) -> Error {
    let message = if upstreams.is_empty() {
        format!("no upstream answers {method} {uri}: outside of a component doorway sends nothing")
    } else {
        format!(
            "no upstream answers {method} {uri}: those that the test has given are {}",
            upstreams.join(", ")
        )
    };
    Error::new(ErrorKind::Connection, message)
}
