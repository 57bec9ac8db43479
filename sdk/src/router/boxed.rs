//! Handlers and services behind one type, so that a router can hold them side by side.

use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

use super::Router;
use crate::response::reply::ReplyFuture;
use crate::{Handler, IntoResponse, Request, Service};

/// A handler of any arguments, which is given its state with each request.
pub(crate) trait BoxedHandler {
    fn call<'a>(&'a self, request: Request, state: &'a dyn Any) -> ReplyFuture<'a>;

    fn boxed_clone(&self) -> Box<dyn BoxedHandler>;
}

/// Without a size if the handler has none, as functions do: then nothing is allocated for it.
struct OfHandler<H, T, S> {
    handler: H,
    types: PhantomData<fn(T, S)>,
}

pub(super) fn handler<H: Handler<T, S>, T: 'static, S: 'static>(
    handler: H,
) -> Box<dyn BoxedHandler> {
    Box::new(OfHandler { handler, types: PhantomData })
}

impl<H: Handler<T, S>, T: 'static, S: 'static> BoxedHandler for OfHandler<H, T, S> {
    fn call<'a>(&'a self, request: Request, state: &'a dyn Any) -> ReplyFuture<'a> {
        Box::pin(async { self.handler.call(request, typed(state)).await.into_reply() })
    }

    fn boxed_clone(&self) -> Box<dyn BoxedHandler> {
        handler::<H, T, S>(self.handler.clone())
    }
}

fn typed<S: 'static>(state: &dyn Any) -> &S {
    // A router of handlers without a state may be a part of one that has a state.
    const UNIT: &dyn Any = &();
    if let Some(unit) = UNIT.downcast_ref() {
        return unit;
    }
    match state.downcast_ref() {
        Some(state) => state,
        // `Router<S>` becomes a `Router<()>`, which alone can serve, by being given an `S`.
        None => unreachable!("a router is served with the state of its handlers"),
    }
}

struct OfService<S>(Rc<S>);

pub(super) fn service<S: Service + 'static>(service: Rc<S>) -> Box<dyn BoxedHandler> {
    Box::new(OfService(service))
}

impl<S: Service + 'static> BoxedHandler for OfService<S> {
    fn call<'a>(&'a self, request: Request, _: &'a dyn Any) -> ReplyFuture<'a> {
        call(&*self.0, request)
    }

    fn boxed_clone(&self) -> Box<dyn BoxedHandler> {
        service(self.0.clone())
    }
}

/// Answers a request with a service.
pub(crate) fn call<S: Service + 'static>(service: &S, request: Request) -> ReplyFuture<'_> {
    // A router's replies need no header map, which a `Response` with a content type has.
    match (service as &dyn Any).downcast_ref::<Router>() {
        Some(router) => router.reply(request),
        None => Box::pin(async { service.call(request).await.into() }),
    }
}
