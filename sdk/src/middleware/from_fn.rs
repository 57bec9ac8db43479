//! [`from_fn`]: an `async fn` as a middleware.

use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use super::{LayerKind, Middleware, Next, OwnLayer};
use crate::Request;
use crate::extract::FromRequest;
use crate::handler::{Function, HeadExtractors, extracted};
use crate::response::IntoResponse;
use crate::response::reply::ReplyFuture;

/// Makes a middleware of an `async fn` that takes up to 15 extractors, the [`Request`] (or another
/// extractor that may read the body) and [`Next`], in this order, and returns anything that is
/// [`IntoResponse`].
///
/// # Examples
///
/// ```
/// use doorway::http::{HeaderMap, StatusCode};
/// use doorway::middleware::{self, Next};
/// use doorway::{Request, Response, Router, routing::get};
///
/// async fn keep_out(headers: HeaderMap, request: Request, next: Next) -> Result<Response, StatusCode> {
///     match headers.get("x-key") {
///         Some(key) if key == "sesame" => Ok(next.run(request).await),
///         _ => Err(StatusCode::UNAUTHORIZED),
///     }
/// }
///
/// let app: Router = Router::new()
///     .route("/", get(|| async { "inside" }))
///     .layer(middleware::from_fn(keep_out));
/// ```
#[doc(alias("auth", "middleware"))]
pub fn from_fn<F, T>(function: F) -> FromFn<F, (), T> {
    from_fn_with_state((), function)
}

/// As [`from_fn`], with a state for the extractors.
///
/// # Examples
///
/// ```
/// use doorway::extract::State;
/// use doorway::middleware::{self, Next};
/// use doorway::{Request, Response, Router, routing::get};
///
/// async fn brand(State(name): State<&'static str>, request: Request, next: Next) -> Response {
///     let mut response = next.run(request).await;
///     if let Ok(name) = name.parse() {
///         response.headers_mut().insert("x-brand", name);
///     }
///     response
/// }
///
/// let app: Router = Router::new()
///     .route("/", get(|| async { "inside" }))
///     .layer(middleware::from_fn_with_state("doorway", brand));
/// ```
pub fn from_fn_with_state<F, S, T>(state: S, function: F) -> FromFn<F, S, T> {
    FromFn { function, state, types: PhantomData }
}

/// The layer that [`from_fn`] makes.
#[must_use]
pub struct FromFn<F, S, T> {
    function: F,
    state: S,
    types: PhantomData<fn(T)>,
}

impl<F: Clone, S: Clone, T> Clone for FromFn<F, S, T> {
    fn clone(&self) -> Self {
        from_fn_with_state(self.state.clone(), self.function.clone())
    }
}

impl<F, S, T> fmt::Debug for FromFn<F, S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromFn")
    }
}

impl<F, S, M, H, L> OwnLayer for FromFn<F, S, (M, H, L)>
where
    F: Function<H, (L, Next), Output: IntoResponse> + Clone + 'static,
    S: Clone + 'static,
    M: 'static,
    H: HeadExtractors<S> + 'static,
    L: FromRequest<S, M> + 'static,
{
    fn into_kind(self) -> LayerKind {
        LayerKind::Around(Rc::new(self))
    }
}

impl<F, S, M, H, L> Middleware for FromFn<F, S, (M, H, L)>
where
    F: Function<H, (L, Next), Output: IntoResponse> + Clone,
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
            self.function.clone().call(heads, (last, next)).await.into_reply()
        })
    }
}
