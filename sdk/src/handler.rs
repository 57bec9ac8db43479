//! [`Handler`]: an `async fn` that answers requests.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

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
    fn call(&self, _: Request) -> impl Future<Output = Response> {
        Answer { future: self() }
    }
}

impl<F, Fut> Handler<(Request,)> for F
where
    F: Fn(Request) -> Fut + 'static,
    Fut: Future<Output: IntoResponse>,
{
    fn call(&self, request: Request) -> impl Future<Output = Response> {
        Answer { future: self(request) }
    }
}

pin_project! {
    /// A handler's future, its output turned into a response. An `async` block would move it, and
    /// the request in it, once more.
    struct Answer<F> {
        #[pin]
        future: F,
    }
}

impl<F: Future<Output: IntoResponse>> Future for Answer<F> {
    type Output = Response;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        self.project().future.poll(cx).map(IntoResponse::into_response)
    }
}
