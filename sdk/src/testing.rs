//! Native tests of apps, under `cargo test`: no wasm toolchain, no network, no async runtime.
//!
//! [`TestClient`] sends requests to an app and gets the responses that a host's client would. The
//! app's own requests, sent with a [client](crate::client), are answered by services that the test
//! adds as [upstreams](TestClient::upstream).
//!
//! # Examples
//!
//! ```
//! use doorway::http::StatusCode;
//! use doorway::testing::TestClient;
//! use doorway::{Request, client};
//!
//! // An app that answers with what another service knows.
//! async fn app(request: Request) -> Result<client::Response, client::Error> {
//!     let url = format!("https://api.example{}", request.uri().path());
//!     client::get(url).send().await
//! }
//!
//! // In its tests the other service is a closure, or a router.
//! async fn planets(request: Request) -> (StatusCode, &'static str) {
//!     match request.uri().path() {
//!         "/planets/3" => (StatusCode::OK, "Earth"),
//!         _ => (StatusCode::NOT_FOUND, "no such planet"),
//!     }
//! }
//!
//! let client = TestClient::new(app).upstream("https://api.example", planets);
//!
//! let response = client.get("/planets/3").send();
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
//! assert_eq!(response.text(), "Earth");
//!
//! assert_eq!(client.get("/planets/9").send().status(), 404);
//! ```

use std::pin::pin;

use crate::backend::native::run_loop;

mod app;
mod body;
mod client;
mod request;
mod response;
#[cfg(any(feature = "config", feature = "keyvalue"))]
mod state;
mod together;
mod upstream;

pub use client::TestClient;
pub use request::TestRequest;
pub use response::{Chunks, TestResponse};
pub use upstream::UpstreamError;

#[cfg(feature = "keyvalue")]
pub use crate::keyvalue::operation::KeyvalueOperation;

/// Runs a future and the tasks it [spawns](crate::task::spawn) to completion on this thread.
///
/// Within an executor, it blocks the thread.
///
/// # Examples
///
/// ```
/// async fn hello() -> &'static str {
///     "Hello, world!"
/// }
///
/// assert_eq!(doorway::testing::block_on(hello()), "Hello, world!");
/// ```
///
/// # Panics
///
/// If the future or a task panics.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut tasks = run_loop::to_finish();
    let output = run_loop::block_on(tasks.beside(pin!(future)));
    run_loop::block_on(tasks.finish());
    output
}
