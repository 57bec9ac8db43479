//! [`Remaining`]: the rest of a request's way through the layers of its endpoint.

use std::rc::Rc;
#[cfg(feature = "tower")]
use std::rc::Weak;

use super::dispatch::EndpointId;
use super::endpoint::Layers;
use super::inner::Inner;
use crate::Request;
use crate::middleware::{LayerKind, Next};
use crate::response::reply::{Reply, ReplyFuture};

/// The layers that are left, then the endpoint.
#[derive(Clone)]
pub(crate) struct Remaining {
    router: Rc<Inner>,
    endpoint: EndpointId,
    pub(crate) layers: Option<Rc<Layers>>,
}

impl Remaining {
    pub(crate) async fn run(self, request: Request) -> Reply {
        run(&self.router, self.endpoint, self.layers.as_ref(), request).await
    }
}

/// Takes a request through layers to an endpoint.
pub(super) fn run<'a>(
    router: &'a Rc<Inner>,
    endpoint: EndpointId,
    mut layers: Option<&'a Rc<Layers>>,
    mut request: Request,
) -> ReplyFuture<'a> {
    while let Some(layer) = layers {
        match &layer.kind {
            LayerKind::Change(change, argument) => change(&mut request, *argument),
            LayerKind::Around(middleware) => {
                let (router, layers) = (router.clone(), layer.inner.clone());
                return middleware.call(request, Next(Remaining { router, endpoint, layers }));
            }
        }
        layers = layer.inner.as_ref();
    }
    router.call(endpoint, request)
}

/// A [`Remaining`] that does not keep its router alive: a part of that router holds it.
#[cfg(feature = "tower")]
#[derive(Clone)]
pub(crate) struct WeakRemaining {
    router: Weak<Inner>,
    endpoint: EndpointId,
    layers: Option<Weak<Layers>>,
}

/// Tells the endpoints of a layer apart.
#[cfg(feature = "tower")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RemainingKey {
    router: *const Inner,
    endpoint: EndpointId,
}

#[cfg(feature = "tower")]
impl Remaining {
    pub(crate) fn key(&self) -> RemainingKey {
        RemainingKey { router: Rc::as_ptr(&self.router), endpoint: self.endpoint }
    }

    pub(crate) fn downgrade(&self) -> WeakRemaining {
        WeakRemaining {
            router: Rc::downgrade(&self.router),
            endpoint: self.endpoint,
            layers: self.layers.as_ref().map(Rc::downgrade),
        }
    }
}

#[cfg(feature = "tower")]
impl WeakRemaining {
    pub(crate) fn upgrade(&self) -> Option<Remaining> {
        let layers = match &self.layers {
            Some(layers) => Some(layers.upgrade()?),
            None => None,
        };
        Some(Remaining { router: self.router.upgrade()?, endpoint: self.endpoint, layers })
    }
}
