//! One request through `wasi:http/outgoing-handler`.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::header::HOST;
use http::uri::Scheme;
use http::{Method, StatusCode, Uri};

use super::bindings::wasi::http::outgoing_handler::handle;
use super::bindings::wasi::http::types::{
    self, ErrorCode, FutureIncomingResponse, IncomingResponse, OutgoingRequest,
};
use super::fields::{self, Head};
use super::reactor::Wait;
use super::timer::nanoseconds;
use super::upload::{Exchange, Upload};
use super::{convert, incoming_body};
use crate::backend::{message, target};
use crate::client::RequestOptions;
use crate::error::{Error, ErrorKind};
use crate::{Request, Response};

pub(crate) async fn send(request: Request, options: &RequestOptions) -> Result<Response, Error> {
    let (mut parts, mut body) = request.into_parts();
    let options = request_options(options)?;
    // The authority says where to; hosts make the field of it.
    parts.headers.remove(HOST);
    let head = Head::new(&parts.headers, None, &body, false, "request")?;
    let request = outgoing_request(head.fields, &parts.method, &parts.uri)?;
    let has_body = message::has_body(&parts.method, &mut body, head.declared).await?;
    let outgoing = if has_body { request.body().ok() } else { None };
    let failed =
        |code| convert::exchange_error(format!("{} {} failed", parts.method, *parts.uri), code);
    // The request goes first: a body that is written before it would wait for ever. What is
    // refused here was never sent.
    let response = handle(request, options)
        .map_err(|code| failed(code).with_kind(ErrorKind::InvalidRequest))?;
    let upload = outgoing.map(|outgoing| Upload::start(body, outgoing, head.declared));
    let mut pending = Pending { wait: None, response };
    match poll_fn(|cx| pending.poll(cx)).await {
        Ok(response) => incoming_response(&response, upload.and_then(Upload::detach)),
        // If the request's own body failed, the rest follows from that.
        Err(code) => {
            let cause = upload.as_ref().and_then(Upload::failure);
            Err(cause.unwrap_or_else(|| failed(code)))
        }
    }
}

/// A response that was asked for.
struct Pending {
    // Above the future it waits for.
    wait: Option<Wait>,
    response: FutureIncomingResponse,
}

impl Pending {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<IncomingResponse, ErrorCode>> {
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
    uri: &Uri,
) -> Result<OutgoingRequest, Error> {
    let request = OutgoingRequest::new(fields);
    let method = match *method {
        Method::GET => types::Method::Get,
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
    target::check(uri)?;
    let scheme = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTP => types::Scheme::Http,
        _ => types::Scheme::Https,
    };
    let authority = uri.authority().map(|authority| authority.as_str());
    let path = uri.path_and_query().map(|path| path.as_str());
    let set = [
        (request.set_method(&method), "goes with a method that the host refuses"),
        (request.set_scheme(Some(&scheme)), "has a scheme that the host refuses"),
        (request.set_authority(authority), "has an authority that the host refuses"),
        (request.set_path_with_query(path), "has a path that the host refuses"),
    ];
    match set.into_iter().find(|(result, _)| result.is_err()) {
        Some((_, why)) => Err(target::invalid(uri, why)),
        None => Ok(request),
    }
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

fn incoming_response(
    incoming: &IncomingResponse,
    upload: Option<Rc<Exchange>>,
) -> Result<Response, Error> {
    let status = incoming.status();
    let status = StatusCode::from_u16(status).map_err(|error| {
        let message = format!("the response has the status {status}");
        Error::new(ErrorKind::Connection, message).with_source(error)
    })?;
    let headers = fields::to_map(&incoming.headers());
    let body = incoming_body::of_response(incoming, &headers, upload);
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
