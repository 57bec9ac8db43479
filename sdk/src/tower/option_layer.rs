//! [`OptionLayer`] as a layer of tower's.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::ResponseFuture;
use super::service::ask;
use crate::error::BoxError;
use crate::middleware::OptionLayer;
use crate::{Body, Response};

#[diagnostic::do_not_recommend]
impl<L: tower_layer::Layer<S>, S> tower_layer::Layer<S> for OptionLayer<L> {
    type Service = OptionService<L::Service, S>;

    fn layer(&self, inner: S) -> Self::Service {
        match &self.0 {
            Some(layer) => OptionService::With(layer.layer(inner)),
            None => OptionService::Without(inner),
        }
    }
}

/// A service of tower's with a layer around it, or without.
#[derive(Clone, Debug)]
pub enum OptionService<L, S> {
    /// With the layer.
    With(L),
    /// Without it.
    Without(S),
}

impl<L, S, B, P, R> tower_service::Service<http::Request<B>> for OptionService<L, S>
where
    L: tower_service::Service<http::Request<B>, Response = http::Response<P>> + Clone + 'static,
    S: tower_service::Service<http::Request<B>, Response = http::Response<R>, Error = L::Error>
        + Clone
        + 'static,
    B: 'static,
    P: http_body::Body<Data = Bytes> + 'static,
    P::Error: Into<BoxError>,
    R: http_body::Body<Data = Bytes> + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = L::Error;
    type Future = ResponseFuture<L::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), L::Error>> {
        match self {
            Self::With(service) => service.poll_ready(cx),
            Self::Without(service) => service.poll_ready(cx),
        }
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture<L::Error> {
        let rest = self.clone();
        let service = std::mem::replace(self, rest);
        ResponseFuture::new(async move {
            Ok(match service {
                Self::With(service) => ask(service, request).await?.map(Body::new),
                Self::Without(service) => ask(service, request).await?.map(Body::new),
            })
        })
    }
}
