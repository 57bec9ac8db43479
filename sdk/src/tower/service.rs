//! [`from_tower`]: a service of tower's as one of doorway's.

use std::future::poll_fn;

use bytes::Bytes;

use super::{reactor, validators};
use crate::error::{BoxError, Error};
use crate::{Body, IntoResponse, Request, Response, Service};

/// Makes a [`Service`] of a tower service over `http::Request<Body>`.
///
/// It is cloned for each request, as a service may keep one request at a time. An error of it is
/// answered as an [`Error`] is: with 500 and a line on stderr.
///
/// # Examples
///
/// ```
/// use doorway::http::{Request, Response};
/// use doorway::{Body, Router, tower::from_tower};
/// use std::convert::Infallible;
///
/// let hello = tower::service_fn(|_: Request<Body>| async {
///     Ok::<_, Infallible>(Response::new(Body::from("Hello from tower!")))
/// });
/// let app: Router = Router::new().nest_service("/tower", from_tower(hello));
/// ```
pub fn from_tower<T>(service: T) -> FromTower<T> {
    reactor::explain_if_missing();
    FromTower(service)
}

/// The service that [`from_tower`] makes.
#[derive(Clone, Copy, Debug)]
pub struct FromTower<T>(T);

impl<T, B> Service for FromTower<T>
where
    T: tower_service::Service<http::Request<Body>, Response = http::Response<B>> + Clone,
    T::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    async fn call(&self, request: Request) -> Response {
        answer(self.0.clone(), request.into()).await
    }
}

/// Waits until the service is ready, and calls it once.
pub(super) async fn answer<T, B>(mut service: T, request: http::Request<Body>) -> Response
where
    T: tower_service::Service<http::Request<Body>, Response = http::Response<B>>,
    T::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    let known = validators::known(request.headers());
    let answer = match poll_fn(|cx| service.poll_ready(cx)).await {
        Ok(()) => service.call(request).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(response) => {
            let mut response = super::response(response);
            validators::settle(&mut response, &known);
            response
        }
        Err(error) => Error::other(error).into_response(),
    }
}
