//! [`Router`] as a service of tower's.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fragile::Fragile;

use crate::error::BoxError;
use crate::{Response, Router, Service};

impl<B> tower_service::Service<http::Request<B>> for Router
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouterFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> RouterFuture {
        let router = self.clone();
        RouterFuture::new(async move { Service::call(&router, super::from_http(request)).await })
    }
}

/// The future of a response.
///
/// It is `Send`, as some of tower asks for, and never ready on another thread than it was made on.
pub struct RouterFuture(Fragile<Pin<Box<dyn Future<Output = Response>>>>);

impl RouterFuture {
    pub(super) fn new(future: impl Future<Output = Response> + 'static) -> Self {
        Self(Fragile::new(Box::pin(future)))
    }
}

impl Future for RouterFuture {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.try_get_mut() {
            Ok(future) => future.as_mut().poll(cx).map(Ok),
            Err(_) => Poll::Pending,
        }
    }
}

impl fmt::Debug for RouterFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouterFuture")
    }
}
