//! One call of `wasi:http/incoming-handler`: from the request to the end of the last task.

use std::pin::pin;

use http::{Method, StatusCode};

use super::bindings::wasi::http::types::{IncomingRequest, OutgoingResponse, ResponseOutparam};
use super::incoming;
use super::outgoing::Outgoing;
use super::run_loop::{Deadlocked, block_on};
use crate::backend::answer::{self, Answer};
use crate::backend::log_line;
use crate::backend::tasks::Tasks;
use crate::error::{Chain, Error, ErrorKind};
use crate::response::reply::ReplyFuture;
use crate::{Handler, IntoResponse, Request, Service};

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
    let answered = pin!(async { Answer::new(answer(request).await, is_head) });
    let answer = block_on(tasks.beside(answered)).unwrap_or_else(|Deadlocked| {
        let message = "the handler is deadlocked: nothing can wake it";
        Answer::new(Error::new(ErrorKind::Other, message).into_reply(), is_head)
    });
    send(answer, out, &mut tasks);
    if !tasks.is_empty() && block_on(tasks.finish()).is_err() {
        log_line!("doorway: dropped a spawned task that is deadlocked: nothing can wake it");
        tasks.clear();
    }
}

fn send(answer: Answer, out: ResponseOutparam, tasks: &mut Tasks) {
    let Answer { status, head, body } = answer;
    let response = OutgoingResponse::new(head.fields);
    if status != StatusCode::OK && response.set_status_code(status.as_u16()).is_err() {
        log_line!("doorway: the host refuses the status {}; answered 500", status.as_u16());
        let _ = response.set_status_code(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
    }
    let body = body.and_then(|body| Some((response.body().ok()?, body)));
    ResponseOutparam::set(out, Ok(response));
    let Some((outgoing, body)) = body else { return };
    // Nobody is left to be told: from here on a failure aborts the response and is logged.
    let written = {
        let _entered = tasks.enter();
        Outgoing::start(outgoing, head.declared, body)
    };
    let written = written.and_then(|left| match left {
        Some(writing) => block_on(tasks.beside(writing)).unwrap_or_else(|Deadlocked| {
            Err(Error::new(ErrorKind::Body, "its body is deadlocked: nothing can wake it"))
        }),
        None => Ok(()),
    });
    match written {
        Ok(()) => {}
        // A client may leave when it likes.
        Err(error) if error.kind() == ErrorKind::Closed => {}
        Err(error) => log_line!("doorway: aborted the response: {}", Chain(&error)),
    }
}
