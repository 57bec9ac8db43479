//! The ecosystem of [tower](https://docs.rs/tower): its layers around doorway's handlers, its
//! services as apps, and a [`Router`](crate::Router) as one of its services.
//!
//! [`Router::layer`](crate::Router::layer) takes any `tower_layer::Layer` over
//! `http::Request<Body>`, such as those of `tower-http`. A request is converted to http's type, its
//! URI and all its headers read from the host, only when it comes to such a layer.
//!
//! Where a router takes a [`Service`](crate::Service) it takes any `tower_service::Service` over
//! `http::Request<Body>` too, and a plain `fn` under [`#[http_handler]`](crate::http_handler) may
//! return one, an axum `Router` among them. Only a service with a doorway [`Router`](crate::Router) in
//! itself has to be passed through [`from_tower`]. Errors are answered with 500, or by
//! [`error_handling`](crate::error_handling).
//!
//! The other way round, a `Router`, a [`MethodRouter`](crate::routing::MethodRouter) and a
//! [handler](crate::handler::HandlerWithoutStateExt) are services of tower's, so that a test may ask
//! `router.oneshot(request)`; and the layers of [`middleware`](crate::middleware) are layers of tower's,
//! which a `ServiceBuilder` takes.
//!
//! Code of tower's that names its request names http's, [`Request`]. Handlers and middlewares of
//! functions take that, too.
//!
//! # What needs tokio
//!
//! A component has no tokio runtime. A layer that waits for one of tokio's timers or spawns one of its
//! tasks builds nevertheless, and panics at the first request, natively too:
//!
//! | in tower and tower-http | in doorway |
//! |---|---|
//! | `timeout`, `TimeoutLayer` | [`middleware::TimeoutLayer`](crate::middleware::TimeoutLayer), [`time::timeout`](crate::time::timeout) |
//! | `RequestBodyTimeoutLayer`, `ResponseBodyTimeoutLayer` | the time limits of hosts; those of a [client](crate::client) count for bodies |
//! | `limit::rate`, `hedge`, the back-off of `retry` | [`time::sleep`](crate::time::sleep); a client's [`retry`](crate::client::ClientBuilder::retry) |
//! | `buffer`, `spawn_ready` | [`task::spawn`](crate::task::spawn); a service is cloned for each request |
//! | `services::fs` | `response::Assets`, with feature `assets` |
//!
//! The rest of tower-http works, and so do layers of tower that only wait for other requests, such as
//! `limit::concurrency` and `load_shed`.
//!
//! # What layers change
//!
//! If a layer changes the content coding of a response, as `CompressionLayer` does, a strong `etag`
//! that the response had before becomes a weak one
//! ([RFC 9110, 8.8.3.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3)), and a 304 has the
//! weak one for clients that have it.
//!
//! If it changes the body of a request, as `RequestDecompressionLayer` and `RequestBodyLimitLayer`
//! do, an error of the body is the client's fault: 400, or 413 over the limit.
//!
//! # Examples
//!
//! ```
//! use doorway::{Router, http::StatusCode, routing::get};
//! use tower_http::set_status::SetStatusLayer;
//!
//! let app: Router = Router::new()
//!     .route("/", get(|| async { "tea" }))
//!     .layer(SetStatusLayer::new(StatusCode::IM_A_TEAPOT));
//! ```

use bytes::Bytes;

use crate::Body;
use crate::error::BoxError;

pub(crate) mod app;
mod future;
mod handler;
mod layer;
mod make;
mod middleware;
mod option_layer;
mod reactor;
mod router;
mod send_future;
mod service;
mod validators;

pub use future::ResponseFuture;
pub use handler::{HandlerService, HandlerWithoutStateExt};
pub use layer::NextService;
pub use make::{IntoMakeService, ServiceExt};
pub use middleware::MiddlewareService;
pub use option_layer::OptionService;
pub use router::{RouterAsService, RouterIntoService};
pub use send_future::SendFuture;
pub(crate) use service::ask;
pub use service::{FromTower, from_tower};

/// The request of tower's services and layers: http's, with doorway's [`Body`].
///
/// Handlers and middleware of functions take it as well as [`doorway::Request`](crate::Request), which
/// leaves the most with the host.
pub type Request<B = Body> = http::Request<B>;

/// The request as doorway's handlers take it; errors of its body are the client's fault.
fn from_http<B>(request: http::Request<B>) -> crate::Request
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    crate::Request::from(request.map(Body::of_request))
}

/// Natively alone there is one.
#[cold]
#[track_caller]
fn on_another_thread() -> ! {
    panic!("a service with a layer was called on another thread than the one that made it")
}
