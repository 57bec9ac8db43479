//! Errors of tower's services and layers, made responses.
//!
//! A router answers an error that comes to it with a bare 500, and writes it to stderr. A layer of
//! this module, outside of the one that fails, answers it as a function says.

use std::any::TypeId;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::error::BoxError;
use crate::handler::{Function, HeadExtractors};
use crate::request::Parts;
use crate::tower::{ResponseFuture, ask};
use crate::{Body, IntoResponse, Response};

/// The futures of services.
pub mod future {
    use crate::tower::ResponseFuture;

    /// The future of [`HandleError`](super::HandleError).
    pub type HandleErrorFuture = ResponseFuture;
}

/// A layer that makes responses of the errors of what is inside of it, by an `async fn`.
///
/// The function takes up to 15 extractors of the request's head, then the error, and returns anything
/// that is [`IntoResponse`]. A request that an extractor refuses is answered without the service.
///
/// # Examples
///
/// ```
/// use doorway::error_handling::HandleErrorLayer;
/// use doorway::http::{Method, StatusCode, Uri};
/// use doorway::{BoxError, Router, routing::get};
/// use tower::ServiceBuilder;
///
/// async fn busy(method: Method, uri: Uri, error: BoxError) -> (StatusCode, String) {
///     (StatusCode::SERVICE_UNAVAILABLE, format!("{method} {uri}: {error}"))
/// }
///
/// let app: Router = Router::new().route("/", get(|| async { "Hello!" })).layer(
///     ServiceBuilder::new()
///         .layer(HandleErrorLayer::new(busy))
///         // Its errors are handled by the layer above it.
///         .layer(tower::load_shed::LoadShedLayer::new()),
/// );
/// ```
#[must_use]
pub struct HandleErrorLayer<F, T> {
    function: F,
    arguments: PhantomData<fn() -> T>,
}

impl<F, T> HandleErrorLayer<F, T> {
    /// Handles errors by a function.
    pub const fn new(function: F) -> Self {
        Self { function, arguments: PhantomData }
    }
}

impl<F: Clone, T> Clone for HandleErrorLayer<F, T> {
    fn clone(&self) -> Self {
        Self::new(self.function.clone())
    }
}

impl<F, T> fmt::Debug for HandleErrorLayer<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandleErrorLayer")
    }
}

impl<S, F: Clone, T> tower_layer::Layer<S> for HandleErrorLayer<F, T> {
    type Service = HandleError<S, F, T>;

    fn layer(&self, inner: S) -> Self::Service {
        HandleError::new(inner, self.function.clone())
    }
}

/// A service of tower's whose errors are answered by a function.
///
/// # Examples
///
/// ```
/// use doorway::error_handling::HandleError;
/// use doorway::http::{Request, Response, StatusCode};
/// use doorway::testing::TestClient;
/// use doorway::{Body, Router};
/// use std::num::ParseIntError;
///
/// async fn double(request: Request<Body>) -> Result<Response<Body>, ParseIntError> {
///     let number: i32 = request.uri().path()[1..].parse()?;
///     Ok(Response::new((2 * number).to_string().into()))
/// }
///
/// async fn not_a_number(error: ParseIntError) -> (StatusCode, String) {
///     (StatusCode::BAD_REQUEST, error.to_string())
/// }
///
/// let service = HandleError::new(tower::service_fn(double), not_a_number);
/// let client = TestClient::new(Router::<()>::new().fallback_service(service));
/// assert_eq!(client.get("/21").send().text(), "42");
/// assert_eq!(client.get("/x").send().status(), 400);
/// ```
pub struct HandleError<S, F, T> {
    inner: S,
    function: F,
    arguments: PhantomData<fn() -> T>,
}

impl<S, F, T> HandleError<S, F, T> {
    /// Handles a service's errors by a function.
    pub const fn new(inner: S, function: F) -> Self {
        Self { inner, function, arguments: PhantomData }
    }
}

impl<S: Clone, F: Clone, T> Clone for HandleError<S, F, T> {
    fn clone(&self) -> Self {
        Self::new(self.inner.clone(), self.function.clone())
    }
}

impl<S, F, T> fmt::Debug for HandleError<S, F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandleError")
    }
}

impl<S, F, T, B, R> tower_service::Service<http::Request<B>> for HandleError<S, F, T>
where
    S: tower_service::Service<http::Request<B>, Response = http::Response<R>> + Clone + 'static,
    F: Function<T, (S::Error,), Output: IntoResponse> + Clone + 'static,
    T: HeadExtractors<()> + 'static,
    B: 'static,
    R: http_body::Body<Data = Bytes> + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = ResponseFuture;

    /// An error of its readiness is handled, too, so it is waited for in the call.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> ResponseFuture {
        let function = self.function.clone();
        let rest = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, rest);
        ResponseFuture::new(async move {
            let (mut parts, body) = request.into_parts();
            let mut none = Parts::default();
            let takes_none = TypeId::of::<T>() == TypeId::of::<()>();
            let heads = if takes_none {
                T::extract(&mut none, &()).await
            } else {
                let mut own = Parts::from(parts);
                let heads = T::extract(&mut own, &()).await;
                parts = own.into();
                heads
            };
            let heads = match heads {
                Ok(heads) => heads,
                Err(reply) => return Ok(reply.into_response()),
            };
            Ok(match ask(inner, http::Request::from_parts(parts, body)).await {
                Ok(response) => response.map(Body::new),
                Err(error) => function.call(heads, (error,)).await.into_response(),
            })
        })
    }
}
