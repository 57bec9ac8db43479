//! Routers as services of tower's.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_LENGTH;

use super::{IntoMakeService, ResponseFuture, validators};
use crate::error::BoxError;
use crate::message;
use crate::routing::MethodRouter;
use crate::{IntoResponse, Request, Response, Router, Service};

impl Router {
    /// Makes a service whose answers are clones of the router, for servers that ask for one for each
    /// connection.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Router, routing::get};
    /// use tower::ServiceExt;
    ///
    /// # doorway::testing::block_on(async {
    /// let app: Router = Router::new().route("/", get("Hello"));
    /// let service = app.into_make_service().oneshot("a connection").await?;
    /// let request = doorway::http::Request::get("/").body(doorway::Body::empty())?;
    /// assert_eq!(service.oneshot(request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub fn into_make_service(self) -> IntoMakeService<Self> {
        IntoMakeService::new(self)
    }
}

impl MethodRouter {
    /// Makes a service whose answers are clones of the method router, as
    /// [`Router::into_make_service`] does.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::routing::{MethodRouter, get};
    /// use tower::ServiceExt;
    ///
    /// # doorway::testing::block_on(async {
    /// let methods: MethodRouter = get("Hello");
    /// let service = methods.into_make_service().oneshot("a connection").await?;
    /// let request = doorway::http::Request::get("/").body(doorway::Body::empty())?;
    /// assert_eq!(service.oneshot(request).await?.status(), 200);
    /// # Ok::<(), std::boxed::Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub fn into_make_service(self) -> IntoMakeService<Self> {
        IntoMakeService::new(self)
    }
}

impl<S> Router<S> {
    /// Borrows the router as a service of tower's whose requests have bodies of one type, which the
    /// compiler then finds.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::Request;
    /// use doorway::{Body, Router, routing::get};
    /// use tower::{Service, ServiceExt};
    ///
    /// # doorway::testing::block_on(async {
    /// let mut app: Router = Router::new().route("/", get(|| async { "Hello!" }));
    /// let request = Request::get("/").body(Body::empty())?;
    /// let response = app.as_service().ready().await?.call(request).await?;
    /// assert_eq!(response.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub const fn as_service<B>(&mut self) -> RouterAsService<'_, B, S> {
        RouterAsService { router: self, body: PhantomData }
    }

    /// As [`as_service`](Self::as_service), of an owned router.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::Request;
    /// use doorway::{Body, Router, routing::get};
    /// use tower::ServiceExt;
    ///
    /// # doorway::testing::block_on(async {
    /// let app: Router = Router::new().route("/", get("Hello"));
    /// let request = Request::get("/").body(Body::empty())?;
    /// assert_eq!(app.into_service().oneshot(request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub const fn into_service<B>(self) -> RouterIntoService<B, S> {
        RouterIntoService { router: self, body: PhantomData }
    }
}

/// The service that [`Router::as_service`] makes.
pub struct RouterAsService<'a, B, S = ()> {
    router: &'a mut Router<S>,
    body: PhantomData<fn(B)>,
}

/// The service that [`Router::into_service`] makes.
pub struct RouterIntoService<B, S = ()> {
    router: Router<S>,
    body: PhantomData<fn(B)>,
}

impl<B, S> Clone for RouterIntoService<B, S> {
    fn clone(&self) -> Self {
        Self { router: self.router.clone(), body: PhantomData }
    }
}

impl<B> Service for RouterIntoService<B> {
    async fn call(&self, request: Request) -> Response {
        Service::call(&self.router, request).await
    }
}

impl<B, S> fmt::Debug for RouterAsService<'_, B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RouterAsService").field(&self.router).finish()
    }
}

impl<B, S> fmt::Debug for RouterIntoService<B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RouterIntoService").field(&self.router).finish()
    }
}

/// Implements tower's `Service` for a type that answers any request.
macro_rules! service {
    ([$($generics:tt)*] $ty:ty, |$service:ident| $answer:expr) => {
        impl<$($generics)*> tower_service::Service<http::Request<B>> for $ty
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

            fn call(&mut self, request: http::Request<B>) -> ResponseFuture {
                let $service = &*self;
                answer(request, $answer)
            }
        }
    };
}

service!([B] Router, |service| {
    let router = service.clone();
    async move |request| router.reply(request).await.into_response()
});
service!([B] RouterAsService<'_, B>, |service| {
    let router = service.router.clone();
    async move |request| router.reply(request).await.into_response()
});
service!([B] RouterIntoService<B>, |service| {
    let router = service.router.clone();
    async move |request| router.reply(request).await.into_response()
});
service!([B] MethodRouter, |service| {
    let methods = service.clone();
    async move |request| methods.reply(request).await.into_response()
});

/// Answers a request of http's as a host does.
fn answer<B>(
    request: http::Request<B>,
    answer: impl AsyncFnOnce(Request) -> Response + 'static,
) -> ResponseFuture
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    let is_head = *request.method() == Method::HEAD;
    ResponseFuture::new(async move {
        let mut response = answer(super::from_http(request)).await;
        if is_head {
            drop_body(&mut response);
        }
        validators::note(&mut response);
        Ok(response)
    })
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
