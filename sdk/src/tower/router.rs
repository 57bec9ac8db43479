//! [`Router`] as a service of tower's.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fragile::Fragile;
use http::Method;
use http::header::CONTENT_LENGTH;

use super::validators;
use crate::error::BoxError;
use crate::message;
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
        let is_head = *request.method() == Method::HEAD;
        RouterFuture::new(async move {
            let mut response = Service::call(&router, super::from_http(request)).await;
            if is_head {
                drop_body(&mut response);
            }
            validators::note(&mut response);
            response
        })
    }
}

/// Leaves out the body of a response to `HEAD`, as a host does, and keeps its length.
fn drop_body(response: &mut Response) {
    let body = std::mem::take(response.body_mut());
    if !body.is_empty()
        && !message::forbids_body(response.status())
        && let Some(length) = body.known_length()
    {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(length.into());
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
