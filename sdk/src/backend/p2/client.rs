//! The calls of `wasi:http/outgoing-handler` for one request.

use std::task::{Context, Poll};

use super::bindings::wasi::http::outgoing_handler::handle;
use super::bindings::wasi::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingResponse, OutgoingRequest,
};
use super::reactor::Wait;
use super::upload;
use crate::Body;
use crate::backend::client::OutgoingHead;
use crate::backend::wasi::client::{ResponseFuture, set_head};
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::target::RedactedUri;

/// A request that the host has.
pub(in crate::backend) struct Exchange {
    // Above the future it waits for.
    wait: Option<Wait>,
    response: FutureIncomingResponse,
}

/// Sends a request without a body.
pub(in crate::backend) fn send_empty(
    head: OutgoingHead<'_>,
    fields: Fields,
) -> Result<ResponseFuture, Error> {
    let request = new_request(&head, fields)?;
    Ok(ResponseFuture { exchange: Exchange::new(head, request)?, upload: None })
}

/// Sends a request with a body.
pub(in crate::backend) fn send_body(
    head: OutgoingHead<'_>,
    fields: Fields,
    body: Body,
    declared: Option<u64>,
) -> Result<ResponseFuture, Error> {
    let request = new_request(&head, fields)?;
    let outgoing = request.body().ok();
    // The request goes first: a body that is written before it would wait forever.
    let exchange = Exchange::new(head, request)?;
    let upload = outgoing.map(|outgoing| upload::start(body, outgoing, declared));
    Ok(ResponseFuture { exchange, upload })
}

fn new_request(head: &OutgoingHead<'_>, fields: Fields) -> Result<OutgoingRequest, Error> {
    let request = OutgoingRequest::new(fields);
    set_head(&request, head)?;
    Ok(request)
}

impl Exchange {
    /// Gives a request to the host. A refused one was never sent.
    fn new(head: OutgoingHead<'_>, request: OutgoingRequest) -> Result<Self, Error> {
        let OutgoingHead { method, target, limits, .. } = head;
        let response = handle(request, limits).map_err(|code| {
            message::failed(method, &RedactedUri(&target), code.into())
                .with_kind(ErrorKind::InvalidRequest)
        })?;
        Ok(Self { wait: None, response })
    }

    #[inline(always)]
    pub(in crate::backend) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Nothing can have come before it was waited for.
        Wait::poll(&mut self.wait, cx, || self.response.subscribe())
    }

    /// The response, if it has come.
    pub(in crate::backend) fn take(&mut self) -> Option<Result<IncomingResponse, ErrorCode>> {
        Some(self.response.get()?.unwrap_or(Err(ErrorCode::InternalError(None))))
    }
}
