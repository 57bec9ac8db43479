//! [`Handler`]: an `async fn` that answers requests.

use crate::response::IntoResponse;
use crate::{Request, Response};

/// An `async fn` that answers requests: it takes the [`Request`] or nothing, and returns something
/// that is [`IntoResponse`].
///
/// `Arguments` tells the shapes apart and is always inferred.
///
/// # Examples
///
/// ```
/// use doorway::{Request, http_handler};
///
/// #[http_handler]
/// async fn greet(request: Request) -> String {
///     format!("You asked for {}", request.uri().path())
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "cannot handle requests",
    note = "a handler is an `async fn` that takes a `doorway::Request` or nothing and returns \
            something that implements `IntoResponse`"
)]
pub trait Handler<Arguments>: 'static {
    /// Answers a request.
    fn call(&self, request: Request) -> impl Future<Output = Response>;
}

impl<F, Fut> Handler<()> for F
where
    F: Fn() -> Fut + 'static,
    Fut: Future<Output: IntoResponse>,
{
    async fn call(&self, _: Request) -> Response {
        self().await.into_response()
    }
}

impl<F, Fut> Handler<(Request,)> for F
where
    F: Fn(Request) -> Fut + 'static,
    Fut: Future<Output: IntoResponse>,
{
    async fn call(&self, request: Request) -> Response {
        self(request).await.into_response()
    }
}
