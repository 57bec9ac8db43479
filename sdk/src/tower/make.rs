//! [`IntoMakeService`] and [`ServiceExt`].

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use crate::error_handling::HandleError;

/// A service whose answers are clones of another one.
///
/// Servers ask it for one service for each connection. A component has no connections: its host has
/// them.
#[derive(Clone, Copy, Debug)]
pub struct IntoMakeService<S> {
    service: S,
}

impl<S> IntoMakeService<S> {
    pub(super) const fn new(service: S) -> Self {
        Self { service }
    }
}

impl<S: Clone, T> tower_service::Service<T> for IntoMakeService<S> {
    type Response = S;
    type Error = Infallible;
    type Future = Ready<Result<S, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: T) -> Self::Future {
        ready(Ok(self.service.clone()))
    }
}

/// Methods of any service of tower's.
pub trait ServiceExt<R>: tower_service::Service<R> + Sized {
    /// Makes a service whose answers are clones of this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::Request;
    /// use doorway::{Body, Response, ServiceExt};
    ///
    /// # doorway::testing::block_on(async {
    /// let hello = tower::service_fn(async |_: Request<Body>| Ok::<_, String>(Response::new("Hello")));
    /// let mut make = hello.into_make_service();
    /// let mut service = tower::Service::call(&mut make, "a connection").await?;
    /// let request = Request::get("/").body(Body::empty())?;
    /// assert_eq!(tower::Service::call(&mut service, request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    fn into_make_service(self) -> IntoMakeService<Self> {
        IntoMakeService::new(self)
    }

    /// Makes responses of this one's errors, by a function.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::http::{Request, StatusCode};
    /// use doorway::testing::TestClient;
    /// use doorway::{Body, Response, Router, ServiceExt};
    ///
    /// let failing = tower::service_fn(|_: Request<Body>| async {
    ///     Err::<Response, _>(std::io::Error::other("no room left"))
    /// });
    /// let service = failing
    ///     .handle_error(|error: std::io::Error| async move {
    ///         (StatusCode::INSUFFICIENT_STORAGE, error.to_string())
    ///     });
    ///
    /// let client = TestClient::new(Router::<()>::new().route_service("/", service));
    /// assert_eq!(client.get("/").send().status(), 507);
    /// ```
    fn handle_error<F, T>(self, function: F) -> HandleError<Self, F, T> {
        HandleError::new(self, function)
    }
}

impl<S: tower_service::Service<R>, R> ServiceExt<R> for S {}
