//! Handlers behind one type, so that a router can hold them side by side.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::backend::Exchange;
use crate::response::reply::Reply;
use crate::service::Service;
use crate::{Handler, Request};

pub(crate) type Replying<'a> = Pin<Box<dyn Future<Output = Reply> + 'a>>;

/// A handler of any arguments, and of the state that it is given with each request.
pub(crate) trait Erased {
    fn reply<'a>(&'a self, request: Request, state: &'a dyn Any) -> Replying<'a>;

    /// Answers the host. Nothing is boxed for that where it is done at once.
    fn answer<'a>(
        &'a self,
        request: &mut Option<Request>,
        state: &'a dyn Any,
        exchange: Exchange<'a>,
    );

    fn boxed_clone(&self) -> Box<dyn Erased>;
}

/// Without a size if the handler has none, as functions do: then nothing is allocated for it.
struct OfHandler<H, T, S> {
    handler: H,
    types: PhantomData<fn(T, S)>,
}

pub(super) fn handler<H: Handler<T, S>, T: 'static, S: 'static>(handler: H) -> Box<dyn Erased> {
    Box::new(OfHandler { handler, types: PhantomData })
}

impl<H: Handler<T, S>, T: 'static, S: 'static> Erased for OfHandler<H, T, S> {
    fn reply<'a>(&'a self, request: Request, state: &'a dyn Any) -> Replying<'a> {
        let mut request = request;
        Box::pin(async move { self.handler.reply(&mut request, typed(state)).await })
    }

    fn answer<'a>(
        &'a self,
        request: &mut Option<Request>,
        state: &'a dyn Any,
        exchange: Exchange<'a>,
    ) {
        crate::handler::answer(&self.handler, request, typed(state), exchange);
    }

    fn boxed_clone(&self) -> Box<dyn Erased> {
        handler::<H, T, S>(self.handler.clone())
    }
}

fn typed<S: 'static>(state: &dyn Any) -> &S {
    // Known when it is compiled, for the state that most handlers have: none.
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

struct OfService<S>(std::rc::Rc<S>);

pub(super) fn service<S: Service + 'static>(service: std::rc::Rc<S>) -> Box<dyn Erased> {
    Box::new(OfService(service))
}

impl<S: Service + 'static> Erased for OfService<S> {
    fn reply<'a>(&'a self, request: Request, _: &'a dyn Any) -> Replying<'a> {
        Box::pin(async { self.0.call(request).await.into() })
    }

    fn answer<'a>(&'a self, request: &mut Option<Request>, _: &'a dyn Any, exchange: Exchange<'a>) {
        self.0.answer_again(request, exchange);
    }

    fn boxed_clone(&self) -> Box<dyn Erased> {
        service(self.0.clone())
    }
}
