//! [`Handler`]: an `async fn` that answers requests.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

pub(crate) use function::Function;
pub(crate) use heads::{Heads, heads};

use crate::backend::Exchange;
use crate::extract::{FromRequest, FromRequestParts};
use crate::request::with_a_target;
use crate::response::IntoResponse;
use crate::response::reply::Reply;
use crate::{Request, Response};

mod function;
mod heads;

/// An `async fn`, or a closure that returns a future, that answers requests.
///
/// It takes up to 16 extractors, of which the last may read the body, and returns anything that is
/// [`IntoResponse`]. An extractor that refuses the request answers it; the handler is not called.
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
    note = "what is returned implements `doorway::IntoResponse`"
)]
pub trait Handler<T, S = ()>: Clone + 'static {
    /// Whether it takes anything of a request.
    #[doc(hidden)]
    const READS_REQUEST: bool = true;

    /// Answers a request.
    fn call(&self, request: Request, state: &S) -> impl Future<Output = Response>;

    /// As `call`, for a response that goes to the host as it is. A request that is taken by reference
    /// is not moved; what is left of it is not defined.
    #[doc(hidden)]
    fn reply(&self, request: &mut Request, state: &S) -> impl Future<Output = Reply> {
        async move { self.call(std::mem::take(request), state).await.into() }
    }
}

/// Answers a request of the host with nothing but a handler.
pub(crate) fn answer_alone<'a, T: 'a, H: Handler<T>>(
    handler: &'a H,
    request: &mut Option<Request>,
    exchange: Exchange<'a>,
) {
    if !H::READS_REQUEST {
        // It has no view of the target. Not to ask for that saves 2.5 kB and a call of the host.
        answer(handler, request, &(), exchange);
    } else if let Some(exchange) = with_a_target(request, exchange) {
        answer(handler, request, &(), exchange);
    }
}

/// Answers a request of the host, which takes the request: nothing of it is held while the answer
/// is sent.
pub(crate) fn answer<'a, T: 'a, S, H: Handler<T, S>>(
    handler: &'a H,
    request: &mut Option<Request>,
    state: &'a S,
    exchange: Exchange<'a>,
) {
    exchange.answer(request, Stated { handler, state, types: PhantomData });
}

/// What makes a reply of a request of the host.
pub(crate) trait Replier {
    fn reply(&self, request: &mut Request) -> impl Future<Output = Reply>;
}

/// A handler with its state.
struct Stated<'a, T, S, H> {
    handler: &'a H,
    state: &'a S,
    types: PhantomData<fn(T)>,
}

impl<T, S, H: Handler<T, S>> Replier for Stated<'_, T, S, H> {
    #[inline(always)]
    fn reply(&self, request: &mut Request) -> impl Future<Output = Reply> {
        self.handler.reply(request, self.state)
    }
}

#[diagnostic::do_not_recommend]
impl<F, Fut, S> Handler<((),), S> for F
where
    F: Fn() -> Fut + Clone + 'static,
    Fut: Future<Output: IntoResponse>,
{
    const READS_REQUEST: bool = false;

    async fn call(&self, _: Request, _: &S) -> Response {
        self().await.into_response()
    }

    fn reply(&self, _: &mut Request, _: &S) -> impl Future<Output = Reply> {
        Answer { future: self() }
    }
}

/// What an extractor gives; a request that it refuses is answered, and the function ends.
macro_rules! extracted {
    ($extracting:expr) => {
        match $extracting.await {
            Ok(value) => value,
            Err(rejection) => return rejection.into_reply(),
        }
    };
}
pub(crate) use extracted;

/// `Handler::reply`, which extracts the arguments and calls the function. For up to four, as most
/// functions have, it takes the fewest instructions to do so in place; a build compiles the rest once.
macro_rules! reply {
    ($($a:ident $($b:ident $($c:ident)?)?)?; $last:ident) => {
        async fn reply(&self, request: &mut Request, state: &S) -> Reply {
            $(let $a = extracted!($a::from_request_head(request, state));
            $(let $b = extracted!($b::from_request_head(request, state));
            $(let $c = extracted!($c::from_request_head(request, state));)?)?)?
            let $last = extracted!($last::from_request_mut(request, state));
            self($($a, $($b, $($c,)?)?)? $last).await.into_reply()
        }
    };
    ($($ty:ident)*; $last:ident) => {
        fn reply(&self, request: &mut Request, state: &S) -> impl Future<Output = Reply> {
            reply::<_, heads!($($ty)*), $last, _, _>(self, request, state)
        }
    };
}

/// `Handler::reply` of a function with any number of arguments.
async fn reply<F, H, L, S, M>(function: &F, request: &mut Request, state: &S) -> Reply
where
    F: Function<H, (L,), Output: IntoResponse>,
    H: Heads<S>,
    L: FromRequest<S, M>,
{
    let heads = match H::extract(request, state).await {
        Ok(heads) => heads,
        Err(reply) => return reply,
    };
    let last = extracted!(L::from_request_mut(request, state));
    function.call(heads, (last,)).await.into_reply()
}

/// `Handler::call` by `reply`, written once for all numbers of arguments.
async fn call<T, S, H: Handler<T, S>>(handler: &H, mut request: Request, state: &S) -> Response {
    handler.reply(&mut request, state).await.into_response()
}

macro_rules! handler {
    ($($ty:ident)*; $last:ident) => {
        #[allow(non_snake_case)]
        impl<F, Fut, S, M, $($ty,)* $last> Handler<(M, $($ty,)* $last,), S> for F
        where
            F: Fn($($ty,)* $last) -> Fut + Clone + 'static,
            Fut: Future<Output: IntoResponse>,
            $($ty: FromRequestParts<S>,)*
            $last: FromRequest<S, M>,
        {
            fn call(&self, request: Request, state: &S) -> impl Future<Output = Response> {
                call(self, request, state)
            }

            reply!($($ty)*; $last);
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
    const READS_REQUEST: bool = false;

    async fn call(&self, _: Request, _: &S) -> Response {
        self.clone().into_response()
    }

    fn reply(&self, _: &mut Request, _: &S) -> impl Future<Output = Reply> {
        std::future::ready(self.clone().into_reply())
    }
}

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
