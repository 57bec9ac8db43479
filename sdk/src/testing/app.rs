//! [`App`]: what a client sends its requests to.

use std::rc::Rc;

use crate::backend::Exchange;
use crate::backend::native::upstreams::Answering;
use crate::handler::answer;
use crate::{Handler, Request, Service};

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
            answer: Box::new(move |request, exchange| service.answer(request, exchange)),
            call: Box::new(move |request| {
                let service = Rc::clone(&called);
                Box::pin(async move { service.call(request).await })
            }),
        }
    }

    pub(super) fn of_handler<T: 'static>(handler: impl Handler<T>) -> Self {
        let handler = Rc::new(handler);
        let called = Rc::clone(&handler);
        Self {
            answer: Box::new(move |request, exchange| answer(&*handler, request, &(), exchange)),
            call: Box::new(move |request| {
                let handler = Rc::clone(&called);
                Box::pin(async move { handler.call(request, &()).await })
            }),
        }
    }
}
