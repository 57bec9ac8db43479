//! [`Either`] as a layer and as a service of tower.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::Either;

impl<E1, E2, S> tower_layer::Layer<S> for Either<E1, E2>
where
    E1: tower_layer::Layer<S>,
    E2: tower_layer::Layer<S>,
{
    type Service = Either<E1::Service, E2::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        match self {
            Self::E1(layer) => Either::E1(layer.layer(inner)),
            Self::E2(layer) => Either::E2(layer.layer(inner)),
        }
    }
}

impl<R, E1, E2> tower_service::Service<R> for Either<E1, E2>
where
    E1: tower_service::Service<R>,
    E2: tower_service::Service<R, Response = E1::Response, Error = E1::Error>,
{
    type Response = E1::Response;
    type Error = E1::Error;
    type Future = EitherFuture<E1::Future, E2::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match self {
            Self::E1(service) => service.poll_ready(cx),
            Self::E2(service) => service.poll_ready(cx),
        }
    }

    fn call(&mut self, request: R) -> Self::Future {
        let inner = match self {
            Self::E1(service) => Inner::First { future: service.call(request) },
            Self::E2(service) => Inner::Second { future: service.call(request) },
        };
        EitherFuture { inner }
    }
}

pin_project! {
    /// The future of an [`Either`] that is a service.
    #[derive(Debug)]
    pub struct EitherFuture<F1, F2> {
        #[pin]
        inner: Inner<F1, F2>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = Projected]
    enum Inner<F1, F2> {
        First {
            #[pin]
            future: F1,
        },
        Second {
            #[pin]
            future: F2,
        },
    }
}

impl<F1: Future, F2: Future<Output = F1::Output>> Future for EitherFuture<F1, F2> {
    type Output = F1::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F1::Output> {
        match self.project().inner.project() {
            Projected::First { future } => future.poll(cx),
            Projected::Second { future } => future.poll(cx),
        }
    }
}
