//! [`Handler`]: an `async fn` that answers requests.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::extract::{FromRequest, FromRequestParts};
use crate::response::IntoResponse;
use crate::response::reply::Reply;
use crate::{Request, Response};

/// An `async fn`, or a closure that returns a future, that answers requests.
///
/// It takes up to 16 extractors, of which the last may read the body, and returns anything that is
/// [`IntoResponse`]. An extractor that refuses the request answers it; the handler is not called.
///
/// `T` tells the shapes apart and is always inferred.
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
    label = "cannot handle requests",
    note = "a handler is an `async fn` of up to 16 extractors, of which only the last may read the \
            body, and returns something that implements `IntoResponse`; its extractors have to go \
            with the router's state"
)]
pub trait Handler<T, S = ()>: Clone + 'static {
    /// Answers a request.
    fn call(&self, request: Request, state: &S) -> impl Future<Output = Response>;

    /// As `call`, for a response that goes to the host as it is.
    #[doc(hidden)]
    fn reply(&self, request: Request, state: &S) -> impl Future<Output = Reply> {
        async move { self.call(request, state).await.into() }
    }
}

#[diagnostic::do_not_recommend]
impl<F, Fut, S> Handler<((),), S> for F
where
    F: Fn() -> Fut + Clone + 'static,
    Fut: Future<Output: IntoResponse>,
{
    async fn call(&self, _: Request, _: &S) -> Response {
        self().await.into_response()
    }

    fn reply(&self, _: Request, _: &S) -> impl Future<Output = Reply> {
        Answer { future: self() }
    }
}

macro_rules! handler {
    ($($ty:ident)*; $last:ident) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case)]
        impl<F, Fut, S, M, $($ty,)* $last> Handler<(M, $($ty,)* $last,), S> for F
        where
            F: Fn($($ty,)* $last) -> Fut + Clone + 'static,
            Fut: Future<Output: IntoResponse>,
            $($ty: FromRequestParts<S>,)*
            $last: FromRequest<S, M>,
        {
            async fn call(&self, request: Request, state: &S) -> Response {
                self.reply(request, state).await.into_response()
            }

            #[allow(unused_mut)]
            async fn reply(&self, mut request: Request, state: &S) -> Reply {
                $(
                    let $ty = match $ty::from_request_head(&mut request, state).await {
                        Ok(value) => value,
                        Err(rejection) => return rejection.into_reply(),
                    };
                )*
                match $last::from_request(request, state).await {
                    Ok($last) => self($($ty,)* $last).await.into_reply(),
                    Err(rejection) => rejection.into_reply(),
                }
            }
        }
    };
}

/// From many arguments to one.
macro_rules! handlers {
    ($last:ident) => { handler!(; $last); };
    ($first:ident $($ty:ident)*) => {
        handlers!(@split $first $($ty)*; );
        handlers!($($ty)*);
    };
    (@split $last:ident; $($ty:ident)*) => { handler!($($ty)*; $last); };
    (@split $ty:ident $($rest:ident)*; $($done:ident)*) => {
        handlers!(@split $($rest)*; $($done)* $ty);
    };
}

handlers!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16);

pin_project! {
    /// A handler's future, its output turned into a reply. An `async` block would move it once more.
    struct Answer<F> {
        #[pin]
        future: F,
    }
}

impl<F: Future<Output: IntoResponse>> Future for Answer<F> {
    type Output = Reply;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Reply> {
        self.project().future.poll(cx).map(IntoResponse::into_reply)
    }
}
