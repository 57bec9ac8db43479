//! [`KeepAlive`]: events for a silent stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use pin_project_lite::pin_project;

use super::Event;
use crate::time::{Duration, Sleep, sleep};

/// The keep-alive of a silent [`Sse`](super::Sse) stream. Default: an empty comment every 15
/// seconds.
///
/// # Examples
///
/// ```
/// use doorway::response::sse::KeepAlive;
/// use doorway::time::Duration;
///
/// let keep_alive = KeepAlive::new().interval(Duration::from_secs(5)).text("still here");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct KeepAlive {
    interval: Duration,
    event: Event,
}

impl KeepAlive {
    /// Creates an empty comment, sent every 15 seconds.
    pub fn new() -> Self {
        Self { interval: Duration::from_secs(15), event: Event::default().comment("") }
    }

    /// Sets the time without events until a keep-alive is sent; at least a millisecond.
    pub fn interval(mut self, time: Duration) -> Self {
        // With none, nothing but keep-alives would ever be sent.
        self.interval = time.max(Duration::from_millis(1));
        self
    }

    /// Sends a comment with this text.
    pub fn text<T: AsRef<str>>(self, text: T) -> Self {
        self.event(Event::default().comment(text))
    }

    /// Sends an event, which clients dispatch if it has data.
    pub fn event(mut self, event: Event) -> Self {
        self.event = event;
        self
    }
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self::new()
    }
}

pin_project! {
    /// The stream of an [`Sse`](super::Sse) with [`keep_alive`](super::Sse::keep_alive).
    #[must_use = "a stream does nothing unless it is polled"]
    pub struct KeepAliveStream<S> {
        #[pin]
        stream: S,
        keep_alive: KeepAlive,
        // Created only when the stream is pending, as a timer is a resource of the host.
        sleep: Option<Sleep>,
    }
}

impl<S> KeepAliveStream<S> {
    pub(super) fn new(keep_alive: KeepAlive, stream: S) -> Self {
        Self { stream, keep_alive, sleep: None }
    }
}

impl<S, E> Stream for KeepAliveStream<S>
where
    S: Stream<Item = Result<Event, E>>,
{
    type Item = Result<Event, E>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.project();
        let item = match this.stream.poll_next(cx) {
            Poll::Ready(item) => item,
            Poll::Pending => {
                let sleep = this.sleep.get_or_insert_with(|| sleep(this.keep_alive.interval));
                ready!(Pin::new(sleep).poll(cx));
                Some(Ok(this.keep_alive.event.clone()))
            }
        };
        *this.sleep = None;
        Poll::Ready(item)
    }
}

impl<S> fmt::Debug for KeepAliveStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeepAliveStream")
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}
