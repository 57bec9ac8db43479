//! Middleware: functions and layers around handlers, for [`Router::layer`](crate::Router::layer).
//!
//! # Examples
//!
//! ```
//! use doorway::http::StatusCode;
//! use doorway::middleware::{Next, TimeoutLayer, from_fn};
//! use doorway::time::Duration;
//! use doorway::{Request, Response, Router, routing::get, testing::TestClient};
//!
//! async fn keep_out(request: Request, next: Next) -> Result<Response, StatusCode> {
//!     match request.headers().get("authorization") {
//!         Some(token) if token == "Bearer sesame" => Ok(next.run(request).await),
//!         _ => Err(StatusCode::UNAUTHORIZED),
//!     }
//! }
//!
//! let app: Router = Router::new()
//!     .route("/", get("inside"))
//!     .layer(from_fn(keep_out))
//!     .layer(TimeoutLayer::new(Duration::from_secs(10)));
//!
//! let client = TestClient::new(app);
//! assert_eq!(client.get("/").send().status(), 401);
//! assert_eq!(client.get("/").bearer_auth("sesame").send().text(), "inside");
//! ```
//!
//! A layer is around the routes added before it. The last one sees a request first.
//!
//! # By task
//!
//! | to | use |
//! |---|---|
//! | check a token, refuse a request | [`from_fn`], or [`from_extractor`] for an extractor that fails |
//! | change requests or responses | [`map_request`], [`map_response`] |
//! | use the state | [`from_fn_with_state`], and the other `_with_state` |
//! | give a value to all handlers | [`Extension`](crate::Extension), which is a layer |
//! | limit bodies | [`DefaultBodyLimit`] |
//! | limit the time | [`TimeoutLayer`] |
//! | write an access log | `AccessLogLayer`, with feature `log` |
//! | continue traces, have an id of a request | [`TraceContextLayer`] |
//! | have a layer or none | [`option_layer`], or [`Either`](crate::either::Either) |
//! | stand in front of another component | [`NextComponent`], and [`http_middleware`](crate::http_middleware) |
//! | allow other origins (CORS) | `CorsLayer` of tower-http, with feature `tower` |
//! | have an `x-request-id` | `SetRequestIdLayer` and `PropagateRequestIdLayer` of tower-http, with feature `tower` |
//! | compress responses | `CompressionLayer` of tower-http, with feature `tower` |
//! | set header fields | `SetResponseHeaderLayer` of tower-http, with feature `tower`, or [`map_response`] |

use std::fmt;
use std::rc::Rc;

use crate::Request;
use crate::response::reply::ReplyFuture;

#[cfg(feature = "log")]
mod access_log;
mod body_limit;
mod extension;
mod from_extractor;
mod from_fn;
mod map;
pub(crate) mod next;
mod next_component;
mod observer;
mod option_layer;
mod timeout;
mod trace_context;

#[doc(no_inline)]
pub use crate::extract::DefaultBodyLimit;
#[cfg(feature = "log")]
pub use access_log::AccessLogLayer;
pub use from_extractor::{FromExtractorLayer, from_extractor, from_extractor_with_state};
pub use from_fn::{FromFn, from_fn, from_fn_with_state};
pub use map::{
    MapRequest, MapResponse, map_request, map_request_with_state, map_response,
    map_response_with_state,
};
pub use next::Next;
pub use next_component::NextComponent;
pub(crate) use observer::{Observation, Observed, Observer};
pub use option_layer::{OptionLayer, option_layer};
pub use timeout::TimeoutLayer;
pub use trace_context::TraceContextLayer;

/// A layer for [`Router::layer`](crate::Router::layer): a middleware of this module or, with feature
/// `tower`, any `tower_layer::Layer` over `http::Request<Body>`.
///
/// # Examples
///
/// ```
/// use doorway::middleware::{DefaultBodyLimit, Layer};
/// use doorway::{Router, routing::post, testing::TestClient};
///
/// fn api(layer: impl Layer) -> Router {
///     Router::new().route("/", post(|body: String| async { body })).layer(layer)
/// }
///
/// let client = TestClient::new(api(DefaultBodyLimit::max(4)));
/// assert_eq!(client.post("/").body("Mars").send().text(), "Mars");
/// assert_eq!(client.post("/").body("Earth").send().status(), 413);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "cannot be put around handlers",
    note = "a function becomes a layer by `doorway::middleware::from_fn`, if it is an `async fn` of \
            extractors, the `Request` and `Next`, in this order, that returns a response; \
            `#[doorway::debug_middleware]` on it, with feature `macros`, finds what is wrong",
    note = "`map_request` takes one of extractors and the `Request` that returns a request, and \
            `map_response` one of extractors and the `Response` that returns a response",
    note = "layers of tower need doorway's feature `tower`; their request is `doorway::tower::Request`"
)]
pub trait Layer {
    #[doc(hidden)]
    fn into_layer(self) -> LayerKind;
}

/// A layer of this module.
pub(crate) trait OwnLayer: Clone {
    fn into_kind(self) -> LayerKind;
}

/// With feature `tower` they are layers of tower, which are [`Layer`]s.
#[cfg(not(feature = "tower"))]
#[diagnostic::do_not_recommend]
impl<L: OwnLayer> Layer for L {
    fn into_layer(self) -> LayerKind {
        self.into_kind()
    }
}

/// How a layer acts on requests.
#[derive(Clone)]
#[doc(hidden)]
pub enum LayerKind {
    /// Changes the request. A function, so that it is linked only where it is asked for.
    Change(fn(&mut Request, usize), usize),
    #[allow(private_interfaces)]
    Around(Rc<dyn Middleware>),
}

impl fmt::Debug for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LayerKind")
    }
}

/// Code around the rest of a request's way.
pub(crate) trait Middleware {
    fn call(&self, request: Request, next: Next) -> ReplyFuture<'_>;

    /// Returns itself if it only observes.
    fn as_observer(&self) -> Option<&dyn Observer> {
        None
    }
}
