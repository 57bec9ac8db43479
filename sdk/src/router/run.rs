//! A request's way through the layers of its endpoint.

use std::rc::Rc;

use super::answers::add_allow;
use super::endpoint::state;
use super::inner::Serving;
use super::{Layers, Place, Router};
use crate::backend::Exchange;
use crate::middleware::{Next, Step};
use crate::response::reply::Reply;
use crate::{Request, Response, Service};

/// What of a request's way is ahead: the layers that are left, then the endpoint.
#[derive(Clone)]
pub(crate) struct Ahead {
    pub(crate) router: Rc<Serving>,
    pub(crate) place: Place,
    pub(crate) layers: Option<Rc<Layers>>,
}

impl Ahead {
    #[allow(clippy::manual_async_fn, reason = "an `async fn` would keep its arguments twice")]
    pub(crate) fn reply(mut self, mut request: Request) -> impl Future<Output = Reply> {
        async move {
            while let Some(layer) = self.layers.take() {
                self.layers = layer.inner.clone();
                let Some(around) = layer.step.apply(&mut request) else { continue };
                return around.call(request, Next(self)).await;
            }
            let (handler, around) = self.router.endpoint(self.place);
            let matched = match self.place {
                Place::NotAllowed { .. } => request.context.matched.clone(),
                _ => None,
            };
            let mut reply = handler.reply(request, state(around)).await;
            if let Some(matched) = matched
                && reply.response.status() == http::StatusCode::METHOD_NOT_ALLOWED
            {
                add_allow(&mut reply, &matched);
            }
            reply
        }
    }
}

impl Router {
    fn ahead(&self, request: &mut Request) -> Ahead {
        let inner = self.serving();
        let place = inner.find(request);
        let (_, around) = inner.endpoint(place);
        let layers = around.as_ref().and_then(|around| around.layers.clone());
        Ahead { router: inner.clone(), place, layers }
    }
}

impl Service for Router {
    async fn call(&self, mut request: Request) -> Response {
        request.start_again();
        let ahead = self.ahead(&mut request);
        ahead.reply(request).await.into_response()
    }

    fn answer<'a>(&'a self, slot: &mut Option<Request>, exchange: Exchange<'a>) {
        let Some(request) = slot else { return };
        let inner = self.serving();
        let place = match inner.find_route(request) {
            Some(route) => match inner.plain_handler(route, request.method()) {
                Some(handler) => return handler.answer(slot, &(), exchange),
                None => inner.slot(route, request.method()),
            },
            None => inner.fallback(request),
        };
        let (handler, around) = inner.endpoint(place);
        let mut layers = around.as_ref().and_then(|around| around.layers.as_ref());
        while let Some(layer) = layers {
            if let Step::Around(middleware) = &layer.step {
                let Some(request) = slot.take() else { return };
                let ahead = Ahead { router: inner.clone(), place, layers: layer.inner.clone() };
                return middleware.answer(request, Next(ahead), exchange);
            }
            layer.step.apply(request);
            layers = layer.inner.as_ref();
        }
        let Some(refuse) = inner.refuse(place) else {
            return handler.answer(slot, state(around), exchange);
        };
        if let Some(request) = slot.take() {
            let ahead = Ahead { router: inner.clone(), place, layers: None };
            refuse(ahead, request, exchange);
        }
    }

    fn answer_again<'a>(&'a self, request: &mut Option<Request>, exchange: Exchange<'a>) {
        if let Some(request) = request {
            request.start_again();
        }
        self.answer(request, exchange);
    }
}

/// Answers a method that has no handler with what was set for that.
pub(super) type Refuse = fn(Ahead, Request, Exchange<'_>);

pub(super) fn refuse(ahead: Ahead, request: Request, exchange: Exchange<'_>) {
    exchange.answer_by(Box::pin(ahead.reply(request)));
}
