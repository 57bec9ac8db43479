//! What stands around handlers: [`from_fn`] and friends, for
//! [`Router::layer`](crate::Router::layer).

use std::fmt;
use std::rc::Rc;

use crate::backend::Exchange;
use crate::router::{Ahead, Replying};
use crate::{Request, Response};

#[cfg(feature = "log")]
mod access_log;
mod body_limit;
mod from_fn;
mod map;
mod next_component;
mod timeout;
mod trace_context;
mod watch;

#[cfg(feature = "log")]
pub use access_log::AccessLogLayer;
pub use body_limit::DefaultBodyLimit;
pub use from_fn::{FromFn, from_fn, from_fn_with_state};
pub use map::{
    MapRequest, MapResponse, map_request, map_request_with_state, map_response,
    map_response_with_state,
};
pub use next_component::NextComponent;
pub use timeout::TimeoutLayer;
pub use trace_context::TraceContextLayer;
pub(crate) use watch::{Watch, Watched, Watching};

/// What [`Router::layer`](crate::Router::layer) takes: the middlewares of this module, and with feature
/// `tower` any `tower_layer::Layer` over `http::Request<Body>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "cannot be put around handlers",
    note = "a function becomes a layer by `doorway::middleware::from_fn`, if it is an `async fn` of \
            extractors, the `Request` and `Next`, in this order, that returns a response",
    note = "`map_request` takes one of extractors and the `Request` that returns a request, and \
            `map_response` one of extractors and the `Response` that returns a response",
    note = "layers of tower need doorway's feature `tower`"
)]
pub trait Layer {
    #[doc(hidden)]
    fn into_step(self) -> Step;
}

/// What a layer does to requests.
#[derive(Clone)]
#[doc(hidden)]
pub enum Step {
    /// Changes the request. What is not asked for is not linked: it is a function.
    Change(fn(&mut Request, usize), usize),
    #[allow(private_interfaces)]
    Around(Rc<dyn Middleware>),
}

impl Step {
    /// Changes the request, or gives the middleware that is to be called.
    pub(crate) fn apply(&self, request: &mut Request) -> Option<&dyn Middleware> {
        match self {
            Self::Change(change, argument) => change(request, *argument),
            Self::Around(middleware) => return Some(&**middleware),
        }
        None
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Step")
    }
}

/// Code around what is ahead of a request.
pub(crate) trait Middleware {
    fn call(&self, request: Request, next: Next) -> Replying<'_>;

    /// Answers the host.
    fn answer<'a>(&'a self, request: Request, next: Next, exchange: Exchange<'a>) {
        exchange.answer_by(self.call(request, next));
    }

    /// Itself, if it only watches.
    fn as_watch(&self) -> Option<&dyn Watch> {
        None
    }
}

/// What is ahead of a request: the layers that are further in, and the handler.
#[derive(Clone)]
pub struct Next(pub(crate) Ahead);

impl Next {
    /// Goes on with the request.
    // An `async fn` would keep its arguments twice.
    pub fn run(self, request: Request) -> impl Future<Output = Response> {
        let replying = self.0.reply(request);
        async move { replying.await.into_response() }
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}
