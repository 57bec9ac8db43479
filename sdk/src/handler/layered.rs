//! [`Layered`]: a handler with a layer around it.

#[cfg(feature = "tower")]
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
#[cfg(feature = "tower")]
use std::rc::Weak;

use super::Handler;
#[cfg(feature = "tower")]
use crate::Response;
use crate::middleware::LayerKind;
use crate::middleware::next::{self, EndpointId, Endpoints, Layers};
#[cfg(feature = "tower")]
use crate::response::reply::Reply;
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
    /// The call that began last, while it lasts.
    #[cfg(feature = "tower")]
    latest: RefCell<Weak<Call<H, T, S>>>,
    types: PhantomData<fn(S) -> T>,
}

/// The handler as a layer calls it for one request, whose state another request need not have.
struct Call<H, T, S> {
    inner: Rc<Inner<H, T, S>>,
    state: S,
}

impl<H, T, S> Layered<H, T, S> {
    pub(super) fn new(handler: H, kind: LayerKind) -> Self {
        Self::of(handler, Rc::new(Layers { kind, inner: None }))
    }

    fn of(handler: H, layers: Rc<Layers>) -> Self {
        let inner = Inner {
            handler,
            #[cfg(feature = "tower")]
            latest: RefCell::default(),
            types: PhantomData,
        };
        Self { layers, inner: Rc::new(inner) }
    }
}

/// A clone is another handler: a layer that counts requests counts those of each apart.
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
        let call = Rc::new(Call { inner: self.inner.clone(), state: state.clone() });
        #[cfg(feature = "tower")]
        self.inner.latest.replace(Rc::downgrade(&call));
        async move { next::run(&call, EndpointId::Fallback(None), Some(&self.layers), request).await }
    }
}

impl<H, T, S> Endpoints for Call<H, T, S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + 'static,
{
    fn call(&self, _: EndpointId, request: Request) -> ReplyFuture<'_> {
        Box::pin(async { self.inner.handler.call(request, &self.state).await.into_reply() })
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }

    #[cfg(feature = "tower")]
    fn lasting(&self) -> Option<Rc<dyn Endpoints>> {
        Some(self.inner.clone())
    }
}

/// For a layer of tower's that does not let the request through but makes another one.
#[cfg(feature = "tower")]
impl<H, T, S> Endpoints for Inner<H, T, S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + 'static,
{
    fn call(&self, endpoint: EndpointId, request: Request) -> ReplyFuture<'_> {
        let latest = self.latest.borrow().upgrade();
        Box::pin(async move {
            match latest {
                Some(call) => call.call(endpoint, request).await,
                // It has ended, and nobody waits for this response.
                None => Reply::from(Response::default()),
            }
        })
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }
}
