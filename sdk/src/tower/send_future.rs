//! [`SendFuture`]: a future for axum's handlers and tower's boxed services.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::body::Local;

/// A future that is [`Send`], around one that is not.
///
/// axum's handlers and tower's boxed services have to be `Send`, for there may be many threads on
/// a server. A component has one, and futures that wait for its host are not `Send`: requests of
/// [`client`](crate::client), [`time`](crate::time), the reading of a [`Body`](crate::Body).
///
/// # Examples
///
/// An axum handler that calls another service:
///
/// ```
/// use doorway::{client, http::StatusCode, tower::SendFuture};
///
/// async fn forecast() -> Result<String, StatusCode> {
///     let text = SendFuture::new(async {
///         client::get("https://weather.example/today").send().await?.text().await
///     });
///     text.await.map_err(|_| StatusCode::BAD_GATEWAY)
/// }
///
/// let app: axum::Router = axum::Router::new().route("/", axum::routing::get(forecast));
/// ```
///
/// # Panics
///
/// If it is polled on another thread than the one that made it, which a component does not have.
/// Dropped there, the future is left in memory.
#[must_use = "a future does nothing unless it is awaited"]
pub struct SendFuture<F> {
    future: Local<Pin<Box<F>>>,
}

impl<F: Future> SendFuture<F> {
    /// Of a future that stays on this thread.
    pub fn new(future: F) -> Self {
        Self { future: Local::new(Box::pin(future)) }
    }
}

impl<F: Future> Future for SendFuture<F> {
    type Output = F::Output;

    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        match self.future.get_mut() {
            Some(future) => future.as_mut().poll(cx),
            None => panic!("a `SendFuture` was polled on another thread than the one that made it"),
        }
    }
}

impl<F> fmt::Debug for SendFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendFuture").finish_non_exhaustive()
    }
}
