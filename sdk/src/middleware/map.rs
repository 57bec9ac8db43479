//! [`map_request`] and [`map_response`].

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::{LayerKind, Middleware, Next, OwnLayer};
use crate::extract::FromRequest;
use crate::handler::{Function, HeadExtractors, extracted};
use crate::response::IntoResponse;
use crate::response::reply::ReplyFuture;
use crate::{Body, Request, Response};

/// Makes a middleware of an `async fn` that changes requests: it takes up to 15 extractors, then the
/// [`Request`], and returns a request, or a `Result` whose error answers in place of the handler.
///
/// # Examples
///
/// ```
/// use doorway::middleware::map_request;
/// use doorway::{Request, Router, routing::get};
///
/// async fn seen(mut request: Request) -> Request {
///     request.extensions_mut().insert("seen");
///     request
/// }
///
/// let app: Router =
///     Router::new().route("/", get(|| async { "inside" })).layer(map_request(seen));
/// ```
pub fn map_request<F, T>(function: F) -> MapRequest<F, (), T> {
    map_request_with_state((), function)
}

/// As [`map_request`], with a state for the extractors.
///
/// # Examples
///
/// ```
/// use doorway::extract::State;
/// use doorway::middleware::map_request_with_state;
/// use doorway::{Extension, Request, Router, routing::get, testing::TestClient};
///
/// async fn tag(State(tag): State<&'static str>, mut request: Request) -> Request {
///     request.extensions_mut().insert(tag);
///     request
/// }
///
/// let show = async |Extension(tag): Extension<&'static str>| tag;
/// let app: Router = Router::new().route("/", get(show)).layer(map_request_with_state("blue", tag));
/// assert_eq!(TestClient::new(app).get("/").send().text(), "blue");
/// ```
pub fn map_request_with_state<F, S, T>(state: S, function: F) -> MapRequest<F, S, T> {
    MapRequest { function, state, types: PhantomData }
}

/// Makes a middleware of an `async fn` that changes responses: it takes up to 15 extractors of the
/// request's head, then the [`Response`], and returns anything that is [`IntoResponse`].
///
/// # Examples
///
/// ```
/// use doorway::middleware::map_response;
/// use doorway::{Response, Router, routing::get};
///
/// async fn teapot(response: Response) -> (doorway::http::StatusCode, Response) {
///     (doorway::http::StatusCode::IM_A_TEAPOT, response)
/// }
///
/// let app: Router =
///     Router::new().route("/", get(|| async { "tea" })).layer(map_response(teapot));
/// ```
pub fn map_response<F, T>(function: F) -> MapResponse<F, (), T> {
    map_response_with_state((), function)
}

/// As [`map_response`], with a state for the extractors.
///
/// # Examples
///
/// ```
/// use doorway::extract::State;
/// use doorway::middleware::map_response_with_state;
/// use doorway::{Response, Router, routing::get, testing::TestClient};
///
/// async fn name(
///     State(name): State<&'static str>,
///     response: Response,
/// ) -> ([(&'static str, &'static str); 1], Response) {
///     ([("server", name)], response)
/// }
///
/// let app: Router =
///     Router::new().route("/", get("tea")).layer(map_response_with_state("teapot", name));
/// assert_eq!(TestClient::new(app).get("/").send().header("server"), Some("teapot"));
/// ```
pub fn map_response_with_state<F, S, T>(state: S, function: F) -> MapResponse<F, S, T> {
    MapResponse { function, state, types: PhantomData }
}

/// The layer that [`map_request`] makes.
#[must_use]
pub struct MapRequest<F, S, T> {
    function: F,
    state: S,
    types: PhantomData<fn(T)>,
}

/// The layer that [`map_response`] makes.
#[must_use]
pub struct MapResponse<F, S, T> {
    function: F,
    state: S,
    types: PhantomData<fn(T)>,
}

impl<F: Clone, S: Clone, T> Clone for MapRequest<F, S, T> {
    fn clone(&self) -> Self {
        map_request_with_state(self.state.clone(), self.function.clone())
    }
}

impl<F: Clone, S: Clone, T> Clone for MapResponse<F, S, T> {
    fn clone(&self) -> Self {
        map_response_with_state(self.state.clone(), self.function.clone())
    }
}

/// A result of [`map_request`]'s function: a [`Request`], or a `Result` of one.
pub(crate) trait IntoMappedRequest {
    fn into_mapped(self) -> Result<Request, Box<Response>>;
}

impl<R: Into<Request>> IntoMappedRequest for R {
    fn into_mapped(self) -> Result<Request, Box<Response>> {
        Ok(self.into())
    }
}

impl<E: IntoResponse> IntoMappedRequest for Result<Request, E> {
    fn into_mapped(self) -> Result<Request, Box<Response>> {
        self.map_err(|error| Box::new(error.into_response()))
    }
}

impl<B: Into<Body>, E: IntoResponse> IntoMappedRequest for Result<http::Request<B>, E> {
    fn into_mapped(self) -> Result<Request, Box<Response>> {
        self.map(Request::from).into_mapped()
    }
}

impl<F, S, M, H, L> OwnLayer for MapRequest<F, S, (M, H, L)>
where
    F: Function<H, (L,), Output: IntoMappedRequest> + Clone + 'static,
    S: Clone + 'static,
    M: 'static,
    H: HeadExtractors<S> + 'static,
    L: FromRequest<S, M> + 'static,
{
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<F, S, M, H, L> Middleware for MapRequest<F, S, (M, H, L)>
where
    F: Function<H, (L,), Output: IntoMappedRequest> + Clone,
    H: HeadExtractors<S>,
    L: FromRequest<S, M>,
{
    fn call(&self, mut request: Request, next: Next) -> ReplyFuture<'_> {
        Box::pin(async move {
            let heads = match H::extract(&mut request.parts, &self.state).await {
                Ok(heads) => heads,
                Err(reply) => return reply,
            };
            let last = extracted!(L::from_request(request, &self.state));
            match self.function.clone().call(heads, (last,)).await.into_mapped() {
                Ok(request) => next.0.run(request).await,
                Err(response) => (*response).into(),
            }
        })
    }
}

impl<F, S, H, L> OwnLayer for MapResponse<F, S, (H, L)>
where
    F: Function<H, (L,), Output: IntoResponse> + Clone + 'static,
    S: Clone + 'static,
    H: HeadExtractors<S> + 'static,
    L: From<Response> + 'static,
{
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<F, S, H, L> Middleware for MapResponse<F, S, (H, L)>
where
    F: Function<H, (L,), Output: IntoResponse> + Clone,
    H: HeadExtractors<S>,
    L: From<Response>,
{
    fn call(&self, mut request: Request, next: Next) -> ReplyFuture<'_> {
        Box::pin(async move {
            let heads = match H::extract(&mut request.parts, &self.state).await {
                Ok(heads) => heads,
                Err(reply) => return reply,
            };
            let response = L::from(next.run(request).await);
            self.function.clone().call(heads, (response,)).await.into_reply()
        })
    }
}

impl<F, S, T> fmt::Debug for MapRequest<F, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MapRequest")
    }
}

impl<F, S, T> fmt::Debug for MapResponse<F, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MapResponse")
    }
}
