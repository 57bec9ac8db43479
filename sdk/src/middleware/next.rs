//! [`Next`]: the rest of a request's way through the layers of its endpoint.

use std::fmt;
use std::rc::Rc;
#[cfg(feature = "tower")]
use std::rc::Weak;

use super::LayerKind;
use crate::response::reply::{Reply, ReplyFuture};
use crate::{IntoResponse, Request, Response};

/// The rest of a request's way: the layers that are further in, and the handler.
///
/// # Examples
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::middleware::{Next, from_fn};
/// use doorway::testing::TestClient;
/// use doorway::{Request, Response, Router, routing::get};
///
/// async fn only_json(request: Request, next: Next) -> Result<Response, StatusCode> {
///     match request.headers().get("accept") {
///         Some(accept) if accept == "application/json" => Ok(next.run(request).await),
///         _ => Err(StatusCode::NOT_ACCEPTABLE),
///     }
/// }
///
/// let app: Router = Router::new().route("/", get(|| async { "{}" })).layer(from_fn(only_json));
/// let client = TestClient::new(app);
/// assert_eq!(client.get("/").send().status(), 406);
/// assert_eq!(client.get("/").header("accept", "application/json").send().status(), 200);
/// ```
#[derive(Clone)]
pub struct Next(pub(crate) Remaining);

impl Next {
    /// Runs the rest of the way, with a [`Request`] or http's.
    pub async fn run(self, request: impl Into<Request>) -> Response {
        self.0.run(request.into()).await.into_response()
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

/// A list of layers, the outermost first.
pub(crate) struct Layers {
    pub(crate) kind: LayerKind,
    pub(crate) inner: Option<Rc<Layers>>,
}

/// The endpoints of a router, which are inside of all layers.
pub(crate) trait Endpoints {
    /// Answers a request with an endpoint.
    fn call(&self, id: EndpointId, request: Request) -> ReplyFuture<'_>;

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints>;

    /// Returns the endpoints for all requests, if these are for one.
    #[cfg(feature = "tower")]
    fn lasting(&self) -> Option<Rc<dyn Endpoints>> {
        None
    }
}

/// An endpoint of a router, by its place. A reference to it would have to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointId {
    Handler {
        route: usize,
        slot: HandlerSlot,
    },
    /// The path has handlers, but not for this method.
    NotAllowed {
        route: usize,
    },
    /// The path has handlers, but none for `OPTIONS`.
    Options {
        route: usize,
    },
    /// A fallback, of a nested router if there is an index.
    Fallback(Option<usize>),
}

/// The place of an endpoint among the handlers of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HandlerSlot {
    First,
    Extra(usize),
    Fallback,
}

/// The layers that are left, then the endpoint.
#[derive(Clone)]
pub(crate) struct Remaining {
    endpoints: Rc<dyn Endpoints>,
    endpoint: EndpointId,
    pub(super) layers: Option<Rc<Layers>>,
}

impl Remaining {
    pub(crate) async fn run(self, request: Request) -> Reply {
        run(&self.endpoints, self.endpoint, self.layers.as_ref(), request).await
    }
}

/// Takes a request through layers to an endpoint.
pub(crate) fn run<'a, E: Endpoints + ?Sized>(
    endpoints: &'a Rc<E>,
    endpoint: EndpointId,
    mut layers: Option<&'a Rc<Layers>>,
    mut request: Request,
) -> ReplyFuture<'a> {
    while let Some(layer) = layers {
        match &layer.kind {
            LayerKind::Change(change, argument) => change(&mut request, *argument),
            LayerKind::Around(middleware) => {
                let (endpoints, layers) = (endpoints.clone().share(), layer.inner.clone());
                return middleware.call(request, Next(Remaining { endpoints, endpoint, layers }));
            }
        }
        layers = layer.inner.as_ref();
    }
    endpoints.call(endpoint, request)
}

/// A [`Remaining`] that does not keep its router alive: a part of that router holds it.
#[cfg(feature = "tower")]
#[derive(Clone)]
pub(crate) struct WeakRemaining {
    endpoints: Weak<dyn Endpoints>,
    endpoint: EndpointId,
    layers: Option<Weak<Layers>>,
}

/// Tells the endpoints of a layer apart.
#[cfg(feature = "tower")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RemainingKey {
    endpoints: *const (),
    endpoint: EndpointId,
}

#[cfg(feature = "tower")]
impl Remaining {
    pub(crate) fn key(&self) -> RemainingKey {
        RemainingKey { endpoints: Rc::as_ptr(&self.endpoints).cast(), endpoint: self.endpoint }
    }

    /// Returns the same with the endpoints for all requests, if its own are for one.
    pub(crate) fn lasting(&self) -> Option<Self> {
        Some(Self { endpoints: self.endpoints.lasting()?, ..self.clone() })
    }

    pub(crate) fn downgrade(&self) -> WeakRemaining {
        WeakRemaining {
            endpoints: Rc::downgrade(&self.endpoints),
            endpoint: self.endpoint,
            layers: self.layers.as_ref().map(Rc::downgrade),
        }
    }
}

/// Endpoints that are never there.
#[cfg(feature = "tower")]
enum Nowhere {}

#[cfg(feature = "tower")]
impl Endpoints for Nowhere {
    fn call(&self, _: EndpointId, _: Request) -> ReplyFuture<'_> {
        match *self {}
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }
}

#[cfg(feature = "tower")]
impl WeakRemaining {
    /// Of a router that is gone.
    pub(crate) fn nowhere() -> Self {
        let endpoints = Weak::<Nowhere>::new();
        Self { endpoints, endpoint: EndpointId::Fallback(None), layers: None }
    }

    pub(crate) fn key(&self) -> RemainingKey {
        RemainingKey { endpoints: self.endpoints.as_ptr().cast(), endpoint: self.endpoint }
    }

    pub(crate) fn upgrade(&self) -> Option<Remaining> {
        let layers = match &self.layers {
            Some(layers) => Some(layers.upgrade()?),
            None => None,
        };
        Some(Remaining { endpoints: self.endpoints.upgrade()?, endpoint: self.endpoint, layers })
    }
}
