//! [`App`]: the program that a client sends its requests to.

use std::rc::Rc;

use http::Method;

use crate::backend::answer;
use crate::backend::native::serve;
use crate::response::reply::ReplyFuture;
use crate::{Handler, Request, Response, Service};

/// An app of any type.
pub(super) struct App(Box<dyn Fn(Request) -> ReplyFuture<'static>>);

impl App {
    pub(super) fn of_service(service: impl Service + 'static) -> Self {
        let service = Rc::new(service);
        Self(Box::new(move |request| {
            let service = service.clone();
            Box::pin(async move { answer::by_service(&*service, request).await })
        }))
    }

    pub(super) fn of_handler<T: 'static, H: Handler<T>>(handler: H) -> Self {
        let handler = Rc::new(handler);
        Self(Box::new(move |request| {
            let handler = handler.clone();
            Box::pin(async move { answer::by_handler(&*handler, request).await })
        }))
    }

    /// Answers a request, as a host sends that.
    pub(super) async fn answer(&self, request: Request) -> Response {
        let is_head = *request.method() == Method::HEAD;
        serve::response((self.0)(request).await, is_head)
    }
}
