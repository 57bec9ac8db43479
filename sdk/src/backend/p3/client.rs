//! The calls of `wasi:http/client` for one request.

use std::task::{Context, Poll, ready};

use http::header::CONTENT_LENGTH;

use super::Operation;
use super::bindings::wasi::http::client;
use super::bindings::wasi::http::types::{ErrorCode, Fields, Response};
use super::wire::{self, Transmitted};
use super::{outgoing, upload};
use crate::Body;
use crate::backend::client::OutgoingHead;
use crate::backend::wasi::client::{ResponseFuture, set_head};
use crate::backend::wasi::fields;
use crate::error::Error;
use crate::message;

/// A request that the host has.
pub(in crate::backend) struct Exchange {
    sending: Operation<Result<Response, ErrorCode>>,
    arrived: Option<Result<Response, ErrorCode>>,
    /// Held until there is a response.
    _transmitted: Option<Transmitted>,
}

/// Sends a request without a body.
pub(in crate::backend) fn send_empty(
    mut head: OutgoingHead<'_>,
    mut fields: Fields,
) -> Result<ResponseFuture, Error> {
    if message::takes_chunks(head.method) && !fields.has(CONTENT_LENGTH.as_str()) {
        fields::append_no_length(&mut fields);
    }
    let (request, transmitted) = wire::request(fields, None, head.limits.take());
    set_head(&request, &head)?;
    let exchange = Exchange::new(Operation::new(client::send(request)), Some(transmitted));
    Ok(ResponseFuture { exchange, upload: None })
}

/// Sends a request with a body.
pub(in crate::backend) fn send_body(
    mut head: OutgoingHead<'_>,
    fields: Fields,
    body: Body,
    declared: Option<u64>,
) -> Result<ResponseFuture, Error> {
    let (content, writing) = outgoing::begin(body, declared);
    let (request, transmitted) = wire::request(fields, Some(content), head.limits.take());
    set_head(&request, &head)?;
    let upload = Some(upload::start(writing, transmitted));
    Ok(ResponseFuture {
        exchange: Exchange::new(Operation::new(client::send(request)), None),
        upload,
    })
}

impl Exchange {
    pub(super) fn new(
        sending: Operation<Result<Response, ErrorCode>>,
        transmitted: Option<Transmitted>,
    ) -> Self {
        Self { sending, arrived: None, _transmitted: transmitted }
    }

    pub(in crate::backend) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.arrived.is_none() {
            self.arrived = Some(ready!(self.sending.poll(cx)));
        }
        Poll::Ready(())
    }

    /// The response, if it has come.
    pub(in crate::backend) fn take(&mut self) -> Option<Result<Response, ErrorCode>> {
        self.arrived.take()
    }
}
