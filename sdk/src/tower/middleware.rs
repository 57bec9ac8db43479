//! doorway's layers as layers of tower's.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::service::ask;
use super::{ResponseFuture, on_another_thread};
use crate::body::Local;
use crate::error::BoxError;
use crate::extract::DefaultBodyLimit;
use crate::extract::connect_info::MockConnectInfo;
#[cfg(feature = "log")]
use crate::middleware::AccessLogLayer;
use crate::middleware::next::{self, EndpointId, Endpoints, Layers};
use crate::middleware::{
    FromExtractorLayer, FromFn, LayerKind, MapRequest, MapResponse, OwnLayer, TimeoutLayer,
    TraceContextLayer,
};
use crate::response::reply::{Reply, ReplyFuture};
use crate::{Body, Extension, IntoResponse, Request, Response};

macro_rules! layers {
    ($([$($generics:ident),*] $ty:ty;)*) => {$(
        /// In a `ServiceBuilder`, for example.
        #[diagnostic::do_not_recommend]
        impl<$($generics,)* Inner> tower_layer::Layer<Inner> for $ty
        where
            $ty: OwnLayer,
        {
            type Service = MiddlewareService<Inner>;

            fn layer(&self, inner: Inner) -> MiddlewareService<Inner> {
                MiddlewareService::new(self.clone().into_kind(), inner)
            }
        }
    )*};
}

layers! {
    [] DefaultBodyLimit;
    [T] Extension<T>;
    [T] MockConnectInfo<T>;
    [E, S] FromExtractorLayer<E, S>;
    [F, S, T] FromFn<F, S, T>;
    [F, S, T] MapRequest<F, S, T>;
    [F, S, T] MapResponse<F, S, T>;
    [] TimeoutLayer;
    [] TraceContextLayer;
}
#[cfg(feature = "log")]
layers! { [] AccessLogLayer; }

/// A service of tower's with a middleware of doorway's around it.
///
/// An error of the service passes by the middleware.
///
/// # Panics
///
/// If it is called on another thread than the one that made it, which a component does not have.
#[derive(Clone)]
pub struct MiddlewareService<S> {
    layers: Arc<Local<Rc<Layers>>>,
    inner: S,
}

impl<S> MiddlewareService<S> {
    fn new(kind: LayerKind, inner: S) -> Self {
        Self { layers: Arc::new(Local::new(Rc::new(Layers { kind, inner: None }))), inner }
    }

    /// Returns how the middleware acts, on the thread that made it.
    pub(super) fn kind(&self) -> Option<LayerKind> {
        self.layers.get().map(|layers| layers.kind.clone())
    }
}

impl<S, B, R> tower_service::Service<http::Request<B>> for MiddlewareService<S>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<R>> + Clone + 'static,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
    R: http_body::Body<Data = Bytes> + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture<S::Error> {
        let Some(layers) = self.layers.get().cloned() else { on_another_thread() };
        // This one is ready; its clone may not be.
        let rest = self.inner.clone();
        let service = RefCell::new(std::mem::replace(&mut self.inner, rest));
        let inner = Rc::new(Inner { service, error: Cell::new(None) });
        ResponseFuture::new(async move {
            let request = super::from_http(request);
            let reply = next::run(&inner, EndpointId::Fallback(None), Some(&layers), request).await;
            match inner.error.take() {
                Some(error) => Err(error),
                None => Ok(reply.into_response()),
            }
        })
    }
}

impl<S> fmt::Debug for MiddlewareService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MiddlewareService")
    }
}

/// The service within, as a middleware calls what is inside of it.
struct Inner<S, E> {
    service: RefCell<S>,
    error: Cell<Option<E>>,
}

impl<S, R> Endpoints for Inner<S, S::Error>
where
    S: tower_service::Service<http::Request<Body>, Response = http::Response<R>> + Clone + 'static,
    R: http_body::Body<Data = Bytes> + 'static,
    R::Error: Into<BoxError>,
{
    fn call(&self, _: EndpointId, request: Request) -> ReplyFuture<'_> {
        let rest = self.service.borrow().clone();
        let service = self.service.replace(rest);
        Box::pin(async move {
            match ask(service, request.into()).await {
                Ok(response) => response.map(Body::new).into(),
                Err(error) => {
                    self.error.set(Some(error));
                    Reply::from(Response::default())
                }
            }
        })
    }

    fn share(self: Rc<Self>) -> Rc<dyn Endpoints> {
        self
    }
}
