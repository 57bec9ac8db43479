//! One call of `wasi:http/incoming-handler`: from the request to the end of the last task.

use std::cell::OnceCell;
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::{self, Poll};

use http::{Method, StatusCode};

use super::bindings::wasi::http::types::{IncomingRequest, OutgoingResponse, ResponseOutparam};
use super::incoming;
use super::outgoing::Outgoing;
use crate::backend::run_loop::{self, Stalled};
use crate::backend::wasi::fields::Head;
use crate::backend::{message, say};
use crate::body::Writing;
use crate::error::{Chain, Error, ErrorKind};
use crate::handler::Replier;
use crate::request::with_a_target;
use crate::response::reply::Reply;
use crate::{Handler, IntoResponse, Request, Service};

/// Answers with an `async fn`.
pub fn serve_handler<T, H: Handler<T>>(
    handler: &H,
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    let answer =
        |request: &mut _, exchange| crate::handler::answer_alone(handler, request, exchange);
    serve(answer, request, out);
}

/// Answers with the app, which is built at an instance's first request.
pub fn serve_service<S: Service + 'static>(
    build: fn() -> S,
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    thread_local! {
        static APP: OnceCell<&'static dyn App> = const { OnceCell::new() };
    }
    // An instance keeps its app to its end, so nothing is lost by leaking it.
    let app = APP.with(|app| *app.get_or_init(|| Box::leak(Box::new(build()))));
    serve(|request, exchange| app.answer(request, exchange), request, out);
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

fn serve<'a>(
    answer: impl FnOnce(&mut Option<Request>, Exchange<'a>),
    request: IncomingRequest,
    out: ResponseOutparam,
) {
    let request = Request::incoming(incoming::IncomingRequest::new(request));
    let is_head = matches!(*request.method(), Method::HEAD);
    answer(&mut Some(request), Exchange { is_head, out, app: PhantomData });
    if let Err(Stalled) = run_loop::finish_tasks() {
        say!(
            "doorway: dropped a spawned task that waits for something that nothing is left to \
             bring about"
        );
    }
}

/// A request of the host that is to be answered, by an app that lives as long.
#[derive(Debug)]
pub struct Exchange<'a> {
    is_head: bool,
    out: ResponseOutparam,
    app: PhantomData<&'a ()>,
}

impl<'a> Exchange<'a> {
    /// Answers with a reply to the request. Nothing of that is held while the answer is sent.
    #[inline(always)]
    pub(crate) fn answer(self, request: &mut Option<Request>, replier: impl Replier + 'a) {
        let Some(head) = request else { return };
        // Never moved, and sent by reference: moving a reply costs more than all else that is done
        // to it.
        let mut answer;
        {
            let mut handling = pin!(replier.reply(head));
            answer = poll(handling.as_mut());
            if answer.is_pending() {
                wait(handling, &mut answer);
            }
        }
        *request = None;
        self.send_answer(&mut answer);
        if matches!(&answer, Poll::Ready(reply) if reply.owns_nothing()) {
            // To find that out field by field takes longer.
            std::mem::forget(answer);
        }
    }

    /// Answers with what a future gives that has the request.
    #[inline(always)]
    pub(crate) fn answer_by(self, replying: impl Future<Output = Reply> + 'a) {
        let mut replying = pin!(replying);
        let mut answer = poll(replying.as_mut());
        if answer.is_pending() {
            wait(replying, &mut answer);
        }
        self.send_answer(&mut answer);
    }

    /// Answers with a reply that is there.
    pub(crate) fn send(self, reply: Reply) {
        self.send_answer(&mut Poll::Ready(reply));
    }

    #[inline(always)]
    fn send_answer(self, answer: &mut Poll<Reply>) {
        match answer {
            Poll::Ready(reply) => send(reply, self),
            Poll::Pending => {
                let message = "the handler waits for something that nothing is left to bring about";
                send(&mut Error::new(ErrorKind::Other, message).into_reply(), self);
            }
        }
    }
}

/// Polls what makes a reply for the first time, which is mostly the last.
#[inline(always)]
fn poll<F: Future<Output = Reply>>(replying: Pin<&mut F>) -> Poll<Reply> {
    replying.poll(&mut task::Context::from_waker(run_loop::NOBODY))
}

/// Runs what was polled and waits. If it is stalled it stays pending.
fn wait(replying: Pin<&mut dyn Future<Output = Reply>>, answer: &mut Poll<Reply>) {
    let _ = run_loop::resume(replying, answer);
}

/// Writes what is left of a body that has to be waited for.
fn finish_writing(writing: Writing) -> Result<(), Error> {
    run_loop::run(writing).unwrap_or_else(|Stalled| {
        let message = "its body waits for something that nothing is left to bring about";
        Err(Error::new(ErrorKind::Body, message))
    })
}

/// Sends a response, whose body is taken.
fn send(reply: &mut Reply, exchange: Exchange<'_>) {
    message::make_final(reply);
    let Reply { response, content_type, .. } = reply;
    let body = std::mem::take(response.body_mut());
    let status = response.status();
    let forbids_body = message::forbids_body(status);
    let head = match Head::of_response(response.headers(), *content_type, &body, forbids_body) {
        Ok(head) => head,
        Err(error) => return send(&mut error.into_reply(), exchange),
    };
    let outgoing_response = OutgoingResponse::new(head.fields);
    if status != StatusCode::OK && outgoing_response.set_status_code(status.as_u16()).is_err() {
        say!("doorway: the host refuses the status {}; answered 500", status.as_u16());
        let _ = outgoing_response.set_status_code(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
    }
    let has_body = !body.is_empty() || head.declared.is_some_and(|length| length > 0);
    let outgoing = if exchange.is_head || forbids_body || !has_body {
        None
    } else {
        outgoing_response.body().ok()
    };
    ResponseOutparam::set(exchange.out, Ok(outgoing_response));
    let Some(outgoing) = outgoing else { return };
    // Nobody is left to be told: from here on a failure aborts the response and is logged.
    let written = Outgoing::start(outgoing, head.declared, body)
        .and_then(|left| left.map_or(Ok(()), finish_writing));
    let error = match written {
        Ok(()) => return,
        // A client may leave when it likes.
        Err(error) if error.kind() == ErrorKind::Closed => return,
        Err(error) => error,
    };
    say!("doorway: aborted the response: {}", Chain(&error));
}
