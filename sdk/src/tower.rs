//! The ecosystem of [tower](https://docs.rs/tower): its layers around doorway's handlers, its
//! services as apps, and a [`Router`](crate::Router) as one of its services.
//!
//! [`Router::layer`](crate::Router::layer) takes any `tower_layer::Layer` over
//! `http::Request<Body>`, such as those of `tower-http`. A request is converted to http's type, its
//! URI and all its headers read from the host, only when it comes to such a layer.
//!
//! A plain `fn` under [`#[http_handler]`](crate::http_handler) may return any
//! `tower_service::Service` over `http::Request<Body>`, an axum `Router` among them. Where doorway
//! takes a [`Service`](crate::Service), [`from_tower`] makes one of it.
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
