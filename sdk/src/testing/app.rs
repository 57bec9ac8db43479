//! [`App`]: what a client sends its requests to.

use std::rc::Rc;

use crate::backend::Exchange;
use crate::backend::native::upstreams::Answering;
use crate::handler::answer_alone;
use crate::request::{uri_too_long, with_a_target};
use crate::{Handler, Request, Response, Service};

type Answer = dyn Fn(&mut Option<Request>, Exchange<'_>);

/// An app, of which only the requests and the answers are known.
pub(super) struct App {
    /// Answers the only request there is at a time.
    pub(super) answer: Box<Answer>,
    /// Answers one of several.
    pub(super) call: Box<dyn Fn(Request) -> Answering>,
}

impl App {
    pub(super) fn of_service(service: impl Service + 'static) -> Self {
        let service = Rc::new(service);
        let called = Rc::clone(&service);
        Self {
            answer: Box::new(move |request, exchange| {
                if let Some(exchange) = with_a_target(request, exchange) {
                    service.answer(request, exchange);
                }
            }),
            call: Box::new(move |request| {
                let service = Rc::clone(&called);
                Box::pin(async move {
                    match too_long(&request) {
                        Some(response) => response,
                        None => service.call(request).await,
                    }
                })
            }),
        }
    }

    pub(super) fn of_handler<T: 'static, H: Handler<T>>(handler: H) -> Self {
        let handler = Rc::new(handler);
        let called = Rc::clone(&handler);
        Self {
            answer: Box::new(move |request, exchange| answer_alone(&*handler, request, exchange)),
            call: Box::new(move |request| {
                let handler = Rc::clone(&called);
                Box::pin(async move {
                    match too_long(&request).filter(|_| H::READS_REQUEST) {
                        Some(response) => response,
                        None => handler.call(request, &()).await,
                    }
                })
            }),
        }
    }
}

/// The answer to a request whose target is more than a URI takes.
fn too_long(request: &Request) -> Option<Response> {
    request.has_too_long_target().then(|| uri_too_long().into_response())
}
