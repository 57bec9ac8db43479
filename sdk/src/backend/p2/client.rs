//! One request through `wasi:http/outgoing-handler`.

use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, Method};

use super::bindings::wasi::http::outgoing_handler::handle;
use super::bindings::wasi::http::types::{
    self, ErrorCode, FutureIncomingResponse, OutgoingRequest,
};
use super::fields::Head;
use super::incoming::IncomingResponse;
use super::reactor::Wait;
use super::timer::nanoseconds;
use super::upload::Upload;
use crate::Body;
use crate::backend::target::{self, Target};
use crate::backend::{message, run_loop};
use crate::client::RequestOptions;
use crate::error::{Error, ErrorKind};

/// A response, and its body if that had to be taken at once.
pub(crate) type Answer = (IncomingResponse, Option<Body>);

/// A request that was sent. To drop it is to cancel it.
pub(crate) struct Sent {
    // Above the future it waits for.
    wait: Option<Wait>,
    response: FutureIncomingResponse,
    upload: Option<Upload>,
    was_polled: bool,
}

/// Sends a request, of whose body it is clear [whether there is one](message::is_unsettled).
pub(crate) fn send(
    method: &Method,
    target: Target<'_>,
    headers: &HeaderMap,
    mut body: Body,
    options: &RequestOptions,
) -> Result<Sent, Error> {
    let options = request_options(options)?;
    // Most requests have neither fields nor a body.
    let is_bare = headers.is_empty() && body.is_empty();
    let head = if is_bare {
        Head { fields: types::Fields::new(), declared: None }
    } else {
        Head::new(&message::without_host(headers), None, &body, false, "request")?
    };
    let request = outgoing_request(head.fields, method, target)?;
    let has_body = !is_bare && message::has_body(method, &mut body, head.declared)?;
    let outgoing = if has_body { request.body().ok() } else { None };
    // The request goes first: a body that is written before it would wait for ever. What is
    // refused here was never sent.
    let response = handle(request, options).map_err(|code| {
        message::failed(method, &target, code.into()).with_kind(ErrorKind::InvalidRequest)
    })?;
    let upload = outgoing.map(|outgoing| Upload::start(body, outgoing, head.declared));
    Ok(Sent { wait: None, response, upload, was_polled: false })
}

impl Sent {
    /// The response, with the method and the URI of the request for an error to name.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        method: &Method,
        uri: &dyn fmt::Display,
    ) -> Poll<Result<Answer, Error>> {
        // A first poll by nobody is there only to see whether all is ready at once, and nothing can
        // have come yet: it is not worth a wait of the host's.
        if !std::mem::replace(&mut self.was_polled, true) && cx.waker().will_wake(run_loop::NOBODY)
        {
            return Poll::Pending;
        }
        match ready!(self.poll_result(cx)) {
            Ok(response) => {
                let response = IncomingResponse::new(response)?;
                let upload = self.upload.take().and_then(Upload::detach);
                let body = upload.map(|upload| response.body_beside(upload));
                Poll::Ready(Ok((response, body)))
            }
            // If the request's own body failed, the rest follows from that.
            Err(code) => {
                let cause = self.upload.as_ref().and_then(Upload::failure);
                let error = cause.unwrap_or_else(|| message::failed(method, uri, code.into()));
                Poll::Ready(Err(error))
            }
        }
    }

    fn poll_result(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<types::IncomingResponse, ErrorCode>> {
        loop {
            if self.wait.is_some() {
                ready!(Wait::poll(&mut self.wait, cx, || self.response.subscribe()));
            }
            match self.response.get() {
                Some(Ok(result)) => return Poll::Ready(result),
                Some(Err(())) => return Poll::Ready(Err(ErrorCode::InternalError(None))),
                None => ready!(Wait::poll(&mut self.wait, cx, || self.response.subscribe())),
            }
        }
    }
}

fn outgoing_request(
    fields: types::Fields,
    method: &Method,
    target: Target<'_>,
) -> Result<OutgoingRequest, Error> {
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
    Err(target::invalid(target, refused))
}

fn set_method(request: &OutgoingRequest, method: &Method) -> Result<(), ()> {
    let method = match *method {
        // As it is when nothing is said.
        Method::GET => return Ok(()),
        Method::HEAD => types::Method::Head,
        Method::POST => types::Method::Post,
        Method::PUT => types::Method::Put,
        Method::DELETE => types::Method::Delete,
        Method::CONNECT => types::Method::Connect,
        Method::OPTIONS => types::Method::Options,
        Method::TRACE => types::Method::Trace,
        Method::PATCH => types::Method::Patch,
        ref other => types::Method::Other(other.as_str().to_owned()),
    };
    request.set_method(&method)
}

fn request_options(options: &RequestOptions) -> Result<Option<types::RequestOptions>, Error> {
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
