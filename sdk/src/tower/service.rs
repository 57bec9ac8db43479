//! [`from_tower`]: a service of tower's as one of doorway's.

use std::future::poll_fn;

use bytes::Bytes;

use super::{reactor, validators};
use crate::error::{BoxError, Error};
use crate::service::{sealed, via};
use crate::{Body, IntoResponse, Request, Response, Service};

/// Makes a [`Service`] of a tower service over `http::Request<Body>`.
///
/// It is cloned for each request, as a service may keep one request at a time. An error of it is
/// answered as an [`Error`] is: with 500 and a line on stderr;
/// [`error_handling`](crate::error_handling) has other answers.
///
/// [`Router::nest_service`](crate::Router::nest_service) and others like it do this themselves, unless
/// the service has a router of doorway's in itself: that could be taken for either.
///
/// # Examples
///
/// ```
/// use doorway::http::StatusCode;
/// use doorway::{Router, routing::get, tower::from_tower};
/// use tower::Layer;
/// use tower_http::set_status::SetStatusLayer;
///
/// let inner: Router = Router::new().route("/", get(|| async { "tea" }));
/// let service = SetStatusLayer::new(StatusCode::IM_A_TEAPOT).layer(inner);
/// let app: Router = Router::new().nest_service("/pot", from_tower(service));
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
pub(crate) async fn ask<T, R>(mut service: T, request: R) -> Result<T::Response, T::Error>
where
    T: tower_service::Service<R>,
{
    poll_fn(|cx| service.poll_ready(cx)).await?;
    service.call(request).await
}

/// Answers a request with a service, whose errors are answered too.
pub(super) async fn answer<T, B>(service: T, request: http::Request<Body>) -> Response
where
    T: tower_service::Service<http::Request<Body>, Response = http::Response<B>>,
    T::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    let known = validators::known(request.headers());
    match ask(service, request).await {
        Ok(response) => {
            let mut response = response.map(Body::new);
            validators::settle(&mut response, &known);
            response
        }
        Err(error) => Error::other(error).into_response(),
    }
}

/// It is taken as it is, if it is [`Unpin`]: doorway's own routers are not, which are services of both.
#[diagnostic::do_not_recommend]
impl<T, B> sealed::IntoService<via::Tower> for T
where
    T: tower_service::Service<http::Request<Body>, Response = http::Response<B>>
        + Clone
        + Unpin
        + 'static,
    T::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    type Service = FromTower<T>;

    fn into_service(self) -> FromTower<T> {
        from_tower(self)
    }
}
