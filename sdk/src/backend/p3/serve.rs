//! One call of `wasi:http/handler`: from the request to the end of the last task.

use std::future::poll_fn;
use std::pin::pin;

use http::Method;

use super::bindings::wasi::http::types;
use super::incoming::IncomingRequest;
use super::outgoing;
use super::wire::{self, PassedOn, Transmitted};
use crate::backend::answer::{self, Answer};
use crate::backend::wasi::fields;
use crate::backend::wasi::serve::{log_failure, set_status};
use crate::body::Writing;
use crate::message;
use crate::response::reply::{Reply, ReplyFuture};
use crate::task::tasks::Tasks;
use crate::{Handler, Request, Service};

/// Answers with an `async fn`. The function that comes with the response is to be called after that
/// is given to the host.
pub async fn serve_handler<T: 'static, H: Handler<T>>(
    handler: &'static H,
    request: types::Request,
) -> (types::Response, impl AsyncFnOnce()) {
    serve(|request| answer::by_handler(handler, request), request).await
}

/// Answers with the app, which is built at an instance's first request.
pub async fn serve_service<S: Service + 'static>(
    build: fn() -> S,
    request: types::Request,
) -> (types::Response, impl AsyncFnOnce()) {
    serve(move |request| answer::by_app(build, request), request).await
}

async fn serve(
    answer: impl FnOnce(Request) -> ReplyFuture<'static>,
    request: types::Request,
) -> (types::Response, impl AsyncFnOnce()) {
    let mut tasks = Tasks::default();
    let request = Request::incoming(IncomingRequest::new(request));
    let is_head = *request.method() == Method::HEAD;
    let answered = async {
        let mut reply = answer(request).await;
        match as_it_came(&mut reply, is_head) {
            Some(passed_on) => passed_on,
            None => response(Answer::new(&mut reply, is_head), is_head),
        }
    };
    let (response, sending) = tasks.beside(pin!(answered)).await;
    (response, async move || {
        let mut sending = pin!(sending.finish());
        let mut is_first = true;
        poll_fn(|cx| {
            let entered = tasks.enter();
            let polled = sending.as_mut().poll(cx);
            drop(entered);
            // The host gets a turn before the tasks are polled for the first time, so that a client
            // does not wait for them.
            if polled.is_pending() {
                if std::mem::take(&mut is_first) && !tasks.is_empty() {
                    cx.waker().wake_by_ref();
                } else {
                    tasks.poll(cx);
                }
            }
            polled
        })
        .await;
        tasks.finish().await;
    })
}

/// The rest of the work for a response that the host has.
struct Sending {
    /// `None` if nothing is left to be written.
    writing: Option<Writing>,
    /// `None` if this component sends none.
    transmitted: Option<Transmitted>,
}

/// Returns the response of the next component, if that is the reply.
fn as_it_came(reply: &mut Reply, is_head: bool) -> Option<(types::Response, Sending)> {
    let status = reply.response.status();
    if is_head || message::forbids_body(status) || reply.content_type.is_some() {
        return None;
    }
    let mut body = std::mem::take(reply.response.body_mut());
    let passed_on = body.pass_on(status, reply.response.headers());
    *reply.response.body_mut() = body;
    let PassedOn { response, transmitted } = passed_on?;
    Some((response, Sending { writing: None, transmitted }))
}

/// Returns the response as the host takes it.
fn response(mut answer: Answer, is_head: bool) -> (types::Response, Sending) {
    if answer.tells_empty(is_head) {
        fields::append_no_length(&mut answer.head.fields);
    }
    let Answer { status, head, body } = answer;
    let (content, writing) = match body {
        Some(body) => {
            let (content, writing) = outgoing::begin(body, head.declared);
            (Some(content), writing)
        }
        None => (None, None),
    };
    let (stream, end) = wire::parts(content);
    let (response, transmitted) = types::Response::new(head.fields, stream, end);
    set_status(&response, status);
    (response, Sending { writing, transmitted: Some(transmitted) })
}

impl Sending {
    /// From here on a failure aborts the response and is logged.
    async fn finish(self) {
        let Self { writing, transmitted } = self;
        if let Some(writing) = writing {
            log_failure(writing.await);
        }
        // A host may abort the body when this is dropped earlier (wasmtime#14227). Its error was
        // logged above, or is the client's doing.
        if let Some(transmitted) = transmitted {
            let _ = transmitted.await;
        }
    }
}
