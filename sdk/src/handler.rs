//! [`Handler`]: an `async fn` that answers requests.

pub(crate) use function::Function;
pub(crate) use heads::{HeadExtractors, heads};
pub use layered::Layered;
pub use or::{HandlerCallWithExtractors, IntoHandler, Or};

use crate::Request;
use crate::extract::{FromRequest, FromRequestParts};
use crate::middleware::Layer;
use crate::response::IntoResponse;
use crate::response::reply::Reply;
#[cfg(feature = "tower")]
pub use crate::tower::{HandlerService, HandlerWithoutStateExt};

#[cfg(feature = "assets")]
mod assets;
mod function;
mod heads;
mod layered;
mod or;

/// An `async fn`, or a closure that returns a future, that answers requests.
///
/// It takes up to 16 extractors, of which the last may read the body, and returns anything that is
/// [`IntoResponse`]. An extractor that refuses the request answers it; the handler is not called.
///
/// A closure is cloned for each request, so it may move its values into the future:
/// `get(move || async move { name })`.
///
/// `T` tells the shapes apart and is always inferred.
///
/// A value that is a response is a handler too: `get("pong")`, `fallback(StatusCode::NOT_FOUND)`.
///
/// # Examples
///
/// ```
/// use doorway::http::Method;
/// use doorway::{Request, http_handler};
///
/// #[http_handler]
/// async fn greet(method: Method, request: Request) -> String {
///     format!("{method} of {}", request.uri().path())
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not an `async fn` of extractors, of which the last alone may read the body, that returns a \
             response",
    note = "there are up to 16 arguments; `Json`, `Form`, `String`, `Bytes`, `Body` and `Request` read \
            the body: one of them at most, and last",
    note = "`State<T>` goes with a router of the state `T`, or of one that implements `FromRef` for it",
    note = "what is returned implements `doorway::IntoResponse`",
    note = "`#[doorway::debug_handler]` on the function, with feature `macros`, finds which of these it is"
)]
pub trait Handler<T, S = ()>: Clone + 'static {
    /// Answers a request, with anything that is [`IntoResponse`].
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Handler, IntoResponse, Request};
    ///
    /// async fn length(body: String) -> String {
    ///     body.len().to_string()
    /// }
    ///
    /// # doorway::testing::block_on(async {
    /// let response = length.call(Request::new("Hello"), &()).await.into_response();
    /// assert_eq!(response.into_body().collect_up_to(64).await?.bytes(), "5");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    fn call(&self, request: Request, state: &S) -> impl Future<Output: IntoResponse>;

    /// Puts a middleware around this handler alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::middleware::TimeoutLayer;
    /// use doorway::time::Duration;
    /// use doorway::{Handler, Router, routing::get};
    ///
    /// async fn report() -> &'static str {
    ///     "all is well"
    /// }
    ///
    /// let quick = report.layer(TimeoutLayer::new(Duration::from_secs(2)));
    /// let app: Router = Router::new().route("/report", get(quick));
    /// ```
    fn layer(self, layer: impl Layer) -> Layered<Self, T, S> {
        Layered::new(self, layer.into_layer())
    }

    /// Makes a service of tower's, which has the state.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::State;
    /// use doorway::testing::TestClient;
    /// use doorway::{Handler, Router};
    ///
    /// async fn name(State(name): State<String>) -> String {
    ///     name
    /// }
    ///
    /// let app: Router = Router::new().route_service("/", name.with_state("Earth".to_owned()));
    /// assert_eq!(TestClient::new(app).get("/").send().text(), "Earth");
    /// ```
    #[cfg(feature = "tower")]
    fn with_state(self, state: S) -> HandlerService<Self, T, S> {
        HandlerService::new(self, state)
    }
}

#[diagnostic::do_not_recommend]
impl<F, Fut, S> Handler<((),), S> for F
where
    F: FnOnce() -> Fut + Clone + 'static,
    Fut: Future<Output: IntoResponse>,
{
    fn call(&self, _: Request, _: &S) -> impl Future<Output: IntoResponse> {
        self.clone()()
    }
}

/// Returns the value of an extractor; a request that it refuses is answered, and the function ends.
macro_rules! extracted {
    ($extracting:expr) => {
        match $extracting.await {
            Ok(value) => value,
            Err(rejection) => return rejection.into_reply(),
        }
    };
}
pub(crate) use extracted;

/// Extracts the arguments of a function and calls it. It is compiled once, not for each number of
/// arguments.
async fn call<F, H, L, S, M>(function: &F, mut request: Request, state: &S) -> Reply
where
    F: Function<H, (L,), Output: IntoResponse> + Clone,
    H: HeadExtractors<S>,
    L: FromRequest<S, M>,
{
    let heads = match H::extract(&mut request.parts, state).await {
        Ok(heads) => heads,
        Err(reply) => return reply,
    };
    let last = extracted!(L::from_request(request, state));
    function.clone().call(heads, (last,)).await.into_reply()
}

macro_rules! handler {
    ($($ty:ident)*; $last:ident) => {
        #[allow(non_snake_case)]
        impl<F, Fut, S, M, $($ty,)* $last> Handler<(M, $($ty,)* $last,), S> for F
        where
            F: FnOnce($($ty,)* $last) -> Fut + Clone + 'static,
            Fut: Future<Output: IntoResponse>,
            $($ty: FromRequestParts<S>,)*
            $last: FromRequest<S, M>,
        {
            fn call(&self, request: Request, state: &S) -> impl Future<Output: IntoResponse> {
                call::<_, heads!($($ty)*), $last, _, _>(self, request, state)
            }
        }
    };
}

/// Calls a macro with each number of arguments from 16 to 1: all but the last, `;`, the last.
macro_rules! each_arity {
    ($each:ident) => {
        crate::handler::each_arity!(
            @down $each T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16
        );
    };
    (@down $each:ident $last:ident) => { $each!(; $last); };
    (@down $each:ident $first:ident $($rest:ident)*) => {
        crate::handler::each_arity!(@split $each $first $($rest)*; );
        crate::handler::each_arity!(@down $each $($rest)*);
    };
    (@split $each:ident $last:ident; $($ty:ident)*) => { $each!($($ty)*; $last); };
    (@split $each:ident $ty:ident $($rest:ident)*; $($done:ident)*) => {
        crate::handler::each_arity!(@split $each $($rest)*; $($done)* $ty);
    };
}
pub(crate) use each_arity;

each_arity!(handler);

/// Tells values as handlers from functions.
#[derive(Debug)]
pub enum AsValue {}

/// A value that is a response answers every request with a clone of itself.
#[diagnostic::do_not_recommend]
impl<R: IntoResponse + Clone + 'static, S> Handler<AsValue, S> for R {
    fn call(&self, _: Request, _: &S) -> impl Future<Output: IntoResponse> {
        std::future::ready(self.clone())
    }
}
