//! Tower's layers around doorway's handlers.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Extensions;

use super::service::answer;
use super::{MiddlewareService, ResponseFuture, on_another_thread, reactor, validators};
use crate::body::Local;
use crate::error::BoxError;
use crate::middleware::next::{Remaining, RemainingKey, WeakRemaining};
use crate::middleware::{Layer, LayerKind, Middleware, Next};
use crate::response::reply::ReplyFuture;
use crate::{Body, IntoResponse, Request, Response};

#[diagnostic::do_not_recommend]
impl<L, B> Layer for L
where
    L: tower_layer::Layer<NextService> + 'static,
    L::Service:
        tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + 'static,
    <L::Service as tower_service::Service<http::Request<Body>>>::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    fn into_layer(self) -> LayerKind {
        // One of doorway's acts on doorway's requests.
        if TypeId::of::<L::Service>() == TypeId::of::<MiddlewareService<NextService>>() {
            let service: &dyn Any = &self.layer(NextService::nowhere());
            let own = service.downcast_ref::<MiddlewareService<NextService>>();
            if let Some(kind) = own.and_then(MiddlewareService::kind) {
                return kind;
            }
        }
        reactor::explain_if_missing();
        LayerKind::Around(Rc::new(OfTower { layer: self, services: RefCell::default() }))
    }
}

/// A layer of tower's, and the service that it made for each endpoint.
struct OfTower<L: tower_layer::Layer<NextService>> {
    layer: L,
    services: RefCell<Vec<(RemainingKey, WeakRemaining, L::Service)>>,
}

impl<L, B> Middleware for OfTower<L>
where
    L: tower_layer::Layer<NextService>,
    L::Service:
        tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone + 'static,
    <L::Service as tower_service::Service<http::Request<Body>>>::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    fn call(&self, request: Request, next: Next) -> ReplyFuture<'_> {
        let lasting = next.0.lasting();
        let service = self.service(lasting.as_ref().unwrap_or(&next.0));
        let mut request = http::Request::from(request);
        if let Some(lasting) = lasting {
            let way = Way { of: lasting.key(), remaining: next.0 };
            request.extensions_mut().insert(Arc::new(Local::new(way)));
        }
        let answer = answer(service, request);
        Box::pin(async { answer.await.into() })
    }
}

/// The rest of one request's way, among its extensions: the service that it passes is kept for others.
struct Way {
    of: RemainingKey,
    remaining: Remaining,
}

/// Takes the rest of a request's way, if it has one of its own.
fn take_way(extensions: &mut Extensions, of: RemainingKey) -> Option<Remaining> {
    let way = extensions.get::<Arc<Local<Way>>>()?.get().filter(|way| way.of == of)?;
    let remaining = way.remaining.clone();
    extensions.remove::<Arc<Local<Way>>>();
    Some(remaining)
}

impl<L: tower_layer::Layer<NextService, Service: Clone>> OfTower<L> {
    /// The same service for each request to an endpoint, as it may keep something between them.
    fn service(&self, next: &Remaining) -> L::Service {
        let key = next.key();
        let mut services = self.services.borrow_mut();
        if let Some((.., service)) = services.iter().find(|(other, ..)| *other == key) {
            return service.clone();
        }
        // Endpoints may be gone that were made for one request.
        services.retain(|(_, endpoint, _)| endpoint.upgrade().is_some());
        let endpoint = next.downgrade();
        let service = self.layer.layer(NextService::new(endpoint.clone()));
        services.push((key, endpoint, service.clone()));
        service
    }
}

/// The service that tower's layers are put around: the layers that are further in, and the handler.
///
/// # Panics
///
/// If it is called on another thread than the one that made it, which a component does not have.
#[derive(Clone)]
pub struct NextService(Arc<Local<WeakRemaining>>);

impl NextService {
    fn new(remaining: WeakRemaining) -> Self {
        Self(Arc::new(Local::new(remaining)))
    }

    /// A service to be put into a layer, and never called.
    fn nowhere() -> Self {
        Self::new(WeakRemaining::nowhere())
    }
}

/// Layers may have changed the body of the request.
impl<B> tower_service::Service<http::Request<B>> for NextService
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<B>) -> ResponseFuture {
        let Some(kept) = self.0.get() else { on_another_thread() };
        let own = take_way(request.extensions_mut(), kept.key());
        let remaining = own.or_else(|| kept.upgrade());
        ResponseFuture::new(async move {
            let Some(remaining) = remaining else {
                // Its router is gone, and with it the request's client.
                return Ok(Response::default());
            };
            let mut response = remaining.run(super::from_http(request)).await.into_response();
            validators::note(&mut response);
            Ok(response)
        })
    }
}

impl fmt::Debug for NextService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextService")
    }
}
