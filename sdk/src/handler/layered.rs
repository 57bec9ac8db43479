//! [`Layered`]: a handler with a layer around it.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::Handler;
use crate::middleware::LayerKind;
use crate::middleware::next::{self, EndpointId, Endpoints, Layers};
use crate::response::reply::ReplyFuture;
use crate::{IntoResponse, Request};

/// A handler with a layer around it, which [`Handler::layer`] returns.
pub struct Layered<H, T, S> {
    layers: Rc<Layers>,
    inner: Rc<Inner<H, T, S>>,
}

/// The handler as a layer calls it.
struct Inner<H, T, S> {
    handler: H,
    /// The state of the request that is being answered. It is the same for all of an endpoint's.
    state: RefCell<Option<S>>,
    arguments: PhantomData<fn() -> T>,
}

impl<H, T, S> Layered<H, T, S> {
    pub(super) fn new(handler: H, kind: LayerKind) -> Self {
        Self::of(handler, Rc::new(Layers { kind, inner: None }))
    }

    fn of(handler: H, layers: Rc<Layers>) -> Self {
        let inner = Inner { handler, state: RefCell::default(), arguments: PhantomData };
        Self { layers, inner: Rc::new(inner) }
    }
}

/// A clone may be called with another state.
impl<H: Clone, T, S> Clone for Layered<H, T, S> {
    fn clone(&self) -> Self {
        Self::of(self.inner.handler.clone(), self.layers.clone())
    }
}

impl<H, T, S> fmt::Debug for Layered<H, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layered")
    }
}

#[diagnostic::do_not_recommend]
impl<H, T, S> Handler<T, S> for Layered<H, T, S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + 'static,
{
    fn call(&self, request: Request, state: &S) -> impl Future<Output: IntoResponse> {
        self.inner.state.replace(Some(state.clone()));
        next::run(&self.inner, EndpointId::Fallback(None), Some(&self.layers), request)
    }
}

impl<H, T, S> Endpoints for Inner<H, T, S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + 'static,
{
    fn call(&self, _: EndpointId, request: Request) -> ReplyFuture<'_> {
        let state = self.state.borrow().clone();
        Box::pin(async move {
            match state {
                Some(state) => self.handler.call(request, &state).await.into_reply(),
                None => unreachable!("the state is there before a layer is called"),
            }
        })
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }
}
