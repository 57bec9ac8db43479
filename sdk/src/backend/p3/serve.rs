//! One call of `wasi:http/handler`: from the request to the end of the last task.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::pin::{Pin, pin};
use std::rc::Rc;

use http::{Method, StatusCode};

use super::bindings::wasi::http::types;
use super::incoming::IncomingRequest;
use super::outgoing;
use super::run_loop::Tasks;
use super::wire::{self, Content, Transmitted};
use crate::backend::wasi::fields::{self, Head};
use crate::backend::{message, say};
use crate::body::Writing;
use crate::error::{Chain, Error, ErrorKind};
use crate::handler::Replier;
use crate::request::with_a_target;
use crate::response::reply::Reply;
use crate::{Handler, IntoResponse, Request, Service};

/// Answers with an `async fn`. What comes with the response is to be done after that is given to the
/// host.
pub async fn serve_handler<T: 'static, H: Handler<T>>(
    handler: &'static H,
    request: types::Request,
) -> (types::Response, impl AsyncFnOnce()) {
    serve(request, |request, exchange| crate::handler::answer_alone(handler, request, exchange))
        .await
}

/// Answers with the app, which is built at an instance's first request.
pub async fn serve_service<S: Service + 'static>(
    build: fn() -> S,
    request: types::Request,
) -> (types::Response, impl AsyncFnOnce()) {
    thread_local! {
        static APP: OnceCell<&'static dyn App> = const { OnceCell::new() };
    }
    let answer = move |request: &mut _, exchange| {
        // An instance keeps its app to its end, so nothing is lost by leaking it.
        let app = APP.with(|app| *app.get_or_init(|| Box::leak(Box::new(build()))));
        app.answer(request, exchange);
    };
    serve(request, answer).await
}

/// The one [`Service`] of a component, whose type a `static` in a generic function cannot name.
trait App {
    fn answer<'a>(&'a self, request: &mut Option<Request>, exchange: Exchange<'a>);
}

impl<S: Service> App for S {
    fn answer<'a>(&'a self, request: &mut Option<Request>, exchange: Exchange<'a>) {
        if let Some(exchange) = with_a_target(request, exchange) {
            Service::answer(self, request, exchange);
        }
    }
}

async fn serve(
    request: types::Request,
    answer: impl FnOnce(&mut Option<Request>, Exchange<'static>),
) -> (types::Response, impl AsyncFnOnce()) {
    let tasks = Rc::<Tasks>::default();
    let (is_head, replying) = begin(request, answer, &tasks);
    // Sent where it is made: to move a reply, or a future, costs an instruction a byte.
    let (response, sending) = tasks.run(replying, |reply| send(reply, is_head)).await;
    (response, async move || {
        tasks.run_late(pin!(sending.finish())).await;
        tasks.finish().await;
    })
}

/// Calls the app. It is no part of a future, in which the request would be moved along.
#[inline(never)]
fn begin(
    request: types::Request,
    answer: impl FnOnce(&mut Option<Request>, Exchange<'static>),
    tasks: &Rc<Tasks>,
) -> (bool, Replying<'static>) {
    let request = Request::incoming(IncomingRequest::new(request));
    let is_head = *request.method() == Method::HEAD;
    let answered = Rc::<Cell<_>>::default();
    tasks.within(|| answer(&mut Some(request), Exchange { answer: answered.clone() }));
    let replying = answered.take().unwrap_or_else(|| {
        Box::pin(async { Error::new(ErrorKind::Other, "the app did not answer").into_reply() })
    });
    (is_head, replying)
}

type Replying<'a> = Pin<Box<dyn Future<Output = Reply> + 'a>>;

/// A request of the host that is to be answered, by an app that lives as long.
pub struct Exchange<'a> {
    answer: Rc<Cell<Option<Replying<'a>>>>,
}

impl<'a> Exchange<'a> {
    /// Answers with a reply to the request, of which nothing is held while the answer is sent.
    pub(crate) fn answer(self, request: &mut Option<Request>, replier: impl Replier + 'a) {
        let Some(mut request) = request.take() else { return };
        self.answer_by(async move { replier.reply(&mut request).await });
    }

    /// Answers with what a future gives that has the request.
    pub(crate) fn answer_by(self, replying: impl Future<Output = Reply> + 'a) {
        self.answer.set(Some(Box::pin(replying)));
    }

    /// Answers with a reply that is there.
    pub(crate) fn send(self, reply: Reply) {
        self.answer_by(std::future::ready(reply));
    }
}

impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}

/// What is left to be done for a response that the host has.
struct Sending {
    /// `None` if nothing is left to be written.
    writing: Option<Writing>,
    transmitted: Transmitted,
}

/// The response as the host gets it.
fn send(reply: &mut Reply, is_head: bool) -> (types::Response, Sending) {
    message::make_final(reply);
    let Reply { response, content_type, .. } = reply;
    let body = std::mem::take(response.body_mut());
    let status = response.status();
    let forbids_body = message::forbids_body(status);
    let head = match Head::of_response(response.headers(), *content_type, &body, forbids_body) {
        Ok(head) => head,
        Err(error) => return send(&mut error.into_reply(), is_head),
    };
    let declared = head.declared;
    let has_body = !body.is_empty() || declared.is_some_and(|length| length > 0);
    let (content, writing) = if is_head || forbids_body || !has_body {
        (None, None)
    } else {
        let (content, writing) = outgoing::begin(body, declared);
        (Some(content), writing)
    };
    let (stream, end) = match content {
        Some(Content { stream, end }) => (Some(stream), end),
        None => {
            let may_have_length =
                !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
            if !is_head && may_have_length && declared.is_none() {
                fields::append_no_length(&head.fields);
            }
            (None, wire::no_body())
        }
    };
    let (response, transmitted) = types::Response::new(head.fields, stream, end);
    if status != StatusCode::OK && response.set_status_code(status.as_u16()).is_err() {
        say!("doorway: the host refuses the status {}; answered 500", status.as_u16());
        let _ = response.set_status_code(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
    }
    (response, Sending { writing, transmitted })
}

impl Sending {
    /// Nobody is left to be told: from here on a failure aborts the response and is logged.
    async fn finish(self) {
        let Self { writing, transmitted } = self;
        let written = match writing {
            Some(writing) => writing.await,
            None => Ok(()),
        };
        match written {
            Ok(()) => {}
            // A client may leave when it likes.
            Err(error) if error.kind() == ErrorKind::Closed => {}
            Err(error) => say!("doorway: aborted the response: {}", Chain(&error)),
        }
        // A host may break off when it is dropped before (wasmtime#14227). What it tells was told, or
        // is the client's doing.
        let _ = transmitted.await;
    }
}
