//! One call of `wasi:http/incoming-handler`: from the request to the end of the last task.

use std::cell::Cell;
use std::pin::pin;

use http::{Method, StatusCode};

use super::bindings::wasi::http::types::{IncomingRequest, OutgoingResponse, ResponseOutparam};
use super::incoming;
use super::outgoing::Outgoing;
use super::run_loop::block_on;
use crate::backend::answer::{self, Answer};
use crate::backend::wasi::serve::{log_failure, set_status};
use crate::body::Writing;
use crate::error::{Error, ErrorKind};
use crate::response::reply::ReplyFuture;
use crate::shown::log_line;
use crate::task::tasks::Tasks;
use crate::{Body, Handler, IntoResponse, Request, Service};

/// Answers with an `async fn`.
pub fn serve_handler<T: 'static, H: Handler<T>>(
    handler: &'static H,
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    serve(|request| answer::by_handler(handler, request), request, out);
}

/// Answers with the app, which is built at an instance's first request.
pub fn serve_service<S: Service + 'static>(
    build: fn() -> S,
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    serve(|request| answer::by_app(build, request), request, out);
}

fn serve(
    answer: impl FnOnce(Request) -> ReplyFuture<'static>,
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    let mut tasks = Tasks::default();
    let request = Request::incoming(incoming::IncomingRequest::new(request));
    let is_head = *request.method() == Method::HEAD;
    let out = Cell::new(Some(out));
    let served = pin!(async {
        let answer = Answer::new(&mut answer(request).await, is_head);
        log_failure(match send(answer, &out) {
            Ok(Some(writing)) => writing.await,
            written => written.map(drop),
        });
    });
    if block_on(tasks.beside(served)).is_err() {
        answer_deadlock(&out, is_head);
    }
    if !tasks.is_empty() && block_on(tasks.finish()).is_err() {
        log_line!("doorway: dropped a spawned task that is deadlocked: nothing can wake it");
        tasks.clear();
    }
}

/// Sends a response, and returns the writing of its body if that is not done at once.
fn send(answer: Answer, out: &Cell<Option<ResponseOutparam>>) -> Result<Option<Writing>, Error> {
    let Some(out) = out.take() else { return Ok(None) };
    let Answer { status, head, body } = answer;
    let response = OutgoingResponse::new(head.fields);
    set_status(&response, status);
    let Some(body) = body else {
        send_without_body(response, status, out);
        return Ok(None);
    };
    let outgoing = response.body().ok();
    ResponseOutparam::set(out, Ok(response));
    match outgoing {
        Some(outgoing) => Outgoing::start(outgoing, head.declared, body),
        None => Ok(None),
    }
}

/// Sends a response whose `content-length` may be that of another one.
#[cold]
fn send_without_body(response: OutgoingResponse, status: StatusCode, out: ResponseOutparam) {
    // jco ends its process if nobody has asked for the body, while other hosts would want as many bytes
    // of it as the length says. jco is the one that takes any status.
    let takes_any = response.set_status_code(0).is_ok();
    let outgoing = if takes_any { response.body().ok() } else { None };
    if takes_any {
        let _ = response.set_status_code(status.as_u16());
    }
    ResponseOutparam::set(out, Ok(response));
    if let Some(outgoing) = outgoing {
        // The length is missed, which is no matter.
        let _ = Outgoing::start(outgoing, None, Body::empty());
    }
}

/// Answers a request whose handler is deadlocked, or logs that the body is.
#[cold]
fn answer_deadlock(out: &Cell<Option<ResponseOutparam>>, is_head: bool) {
    match out.take() {
        Some(waiting) => {
            let message = "the handler is deadlocked: nothing can wake it";
            let mut reply = Error::new(ErrorKind::Other, message).into_reply();
            out.set(Some(waiting));
            let _ = send(Answer::new(&mut reply, is_head), out);
        }
        None => {
            let message = "its body is deadlocked: nothing can wake it";
            log_failure(Err(Error::new(ErrorKind::Body, message)));
        }
    }
}
