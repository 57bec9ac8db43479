//! Handlers as services of tower's.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::{IntoMakeService, ResponseFuture};
use crate::error::BoxError;
use crate::{Handler, IntoResponse, Response};

/// A handler with its state, as a service of tower's, which [`Handler::with_state`] and
/// [`HandlerWithoutStateExt::into_service`] return.
pub struct HandlerService<H, T, S> {
    handler: H,
    state: S,
    arguments: PhantomData<fn() -> T>,
}

impl<H, T, S> HandlerService<H, T, S> {
    pub(crate) const fn new(handler: H, state: S) -> Self {
        Self { handler, state, arguments: PhantomData }
    }

    /// Returns the state.
    pub const fn state(&self) -> &S {
        &self.state
    }

    /// Makes a service whose answers are clones of this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::handler::Handler;
    /// use doorway::extract::State;
    /// use tower::ServiceExt;
    ///
    /// async fn name(State(name): State<&'static str>) -> &'static str {
    ///     name
    /// }
    ///
    /// # doorway::testing::block_on(async {
    /// let service = name.with_state("Earth");
    /// assert_eq!(*service.state(), "Earth");
    /// let service = service.into_make_service().oneshot("a connection").await?;
    /// let request = doorway::http::Request::get("/").body(doorway::Body::empty())?;
    /// assert_eq!(service.oneshot(request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub const fn into_make_service(self) -> IntoMakeService<Self> {
        IntoMakeService::new(self)
    }
}

impl<H: Clone, T, S: Clone> Clone for HandlerService<H, T, S> {
    fn clone(&self) -> Self {
        Self::new(self.handler.clone(), self.state.clone())
    }
}

impl<H, T, S> fmt::Debug for HandlerService<H, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandlerService")
    }
}

impl<H, T, S, B> tower_service::Service<http::Request<B>> for HandlerService<H, T, S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + 'static,
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
        let Self { handler, state, .. } = self.clone();
        ResponseFuture::new(async move {
            let request = super::from_http(request);
            Ok(handler.call(request, &state).await.into_response())
        })
    }
}

/// Handlers that need no state, as services of tower's.
pub trait HandlerWithoutStateExt<T>: Handler<T, ()> {
    /// Makes a service of tower's.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::handler::HandlerWithoutStateExt;
    /// use doorway::http::StatusCode;
    /// use doorway::testing::TestClient;
    /// use doorway::Router;
    ///
    /// async fn nothing_here() -> (StatusCode, &'static str) {
    ///     (StatusCode::NOT_FOUND, "there is nothing here")
    /// }
    ///
    /// let app: Router = Router::new().fallback_service(nothing_here.into_service());
    /// assert_eq!(TestClient::new(app).get("/").send().text(), "there is nothing here");
    /// ```
    fn into_service(self) -> HandlerService<Self, T, ()> {
        HandlerService::new(self, ())
    }

    /// Makes a service whose answers are services of the handler.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::handler::HandlerWithoutStateExt;
    /// use tower::ServiceExt;
    ///
    /// async fn hello() -> &'static str {
    ///     "Hello"
    /// }
    ///
    /// # doorway::testing::block_on(async {
    /// let service = hello.into_make_service().oneshot("a connection").await?;
    /// let request = doorway::http::Request::get("/").body(doorway::Body::empty())?;
    /// assert_eq!(service.oneshot(request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    fn into_make_service(self) -> IntoMakeService<HandlerService<Self, T, ()>> {
        self.into_service().into_make_service()
    }
}

impl<H: Handler<T, ()>, T> HandlerWithoutStateExt<T> for H {}
