//! Natively there is no network: a request goes to the upstream that a test has given for it.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use http::Method;
use http::header::HOST;

use super::fields::Head;
use super::incoming::IncomingRequest;
use super::incoming_body::{self, Sender, Upload};
use super::scope::Scope;
use super::serve;
use super::upstreams::{Failure, Origin};
use crate::backend::{message, target};
use crate::client::RequestOptions;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::response::reply::Reply;
use crate::time::timeout;
use crate::trace::current;
use crate::{Body, Request, Response};

pub(crate) async fn send(request: Request, options: &RequestOptions) -> Result<Response, Error> {
    let (mut parts, mut body) = request.into_parts();
    let uri = parts.uri.clone();
    // The authority says where to; hosts make the field of it.
    parts.headers.remove(HOST);
    let head = Head::new(&parts.headers, None, &body, false, "request")?;
    target::check(&uri)?;
    if !message::has_body(&parts.method, &mut body, head.declared).await? {
        body = Body::empty();
    }
    let what = format!("{} {uri}", parts.method);
    let failed = |code: ErrorCode| {
        let kind = if code.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Connection };
        Error::new(kind, format!("{what} failed")).with_source(code)
    };
    let Some(origin) = Origin::of(&uri) else { return Err(target::invalid(&uri, "has no host")) };
    let target = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    // An upstream is another program: neither side's trace is the other's.
    current::keep_for(&current::get(), &mut body);
    let upload = Rc::<Upload>::default();
    let sender = Sender::Caller(upload.clone());
    let (method, is_head) = (parts.method.clone(), parts.method == Method::HEAD);
    let incoming = IncomingRequest::new(method, origin.clone(), target, head, body, sender);
    let scope = Scope::current();
    let entered = current::enter(&None);
    let Some(mut answering) = scope.upstreams().answer(&origin, Request::incoming(incoming)) else {
        return Err(unknown(&what, &scope.upstreams().origins()));
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
        Some(limit) => timeout(limit, answered)
            .await
            .unwrap_or_else(|_| Err(failed(ErrorCode::ConnectionReadTimeout))),
        None => answered.await,
    };
    let mut answer = answered?;
    if let Some(Failure(code)) = answer.extensions_mut().remove() {
        return Err(failed(code));
    }
    current::keep_for(&None, answer.body_mut());
    upload.answered.set(true);
    let response = serve::response(Reply::from(answer), is_head);
    let (parts, body) = response.into_parts();
    let sender = Sender::Upstream(options.between_bytes_timeout);
    let body = incoming_body::body(body, &parts.headers, sender);
    Ok(Response::from_parts(parts, body))
}

fn unknown(what: &str, upstreams: &[String]) -> Error {
    let message = if upstreams.is_empty() {
        format!("no upstream answers {what}: outside of a component doorway sends nothing")
    } else {
        format!(
            "no upstream answers {what}: those that the test has given are {}",
            upstreams.join(", ")
        )
    };
    Error::new(ErrorKind::Connection, message)
}
