//! Server-sent events: [`Sse`].
//!
//! The format, and how a browser's `EventSource` reads it, is specified in
//! [HTML](https://html.spec.whatwg.org/multipage/server-sent-events.html).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::{Stream, TryStream};
use http::header::{CACHE_CONTROL, HeaderValue};
use pin_project_lite::pin_project;

use super::reply::Reply;
use super::{IntoResponse, Response};
use crate::Body;
use crate::error::BoxError;

mod event;
mod keep_alive;

pub use event::Event;
pub use keep_alive::{KeepAlive, KeepAliveStream};

/// A response of server-sent events from a stream, `text/event-stream`. Each is sent as soon as the
/// stream yields it.
///
/// The response ends with the stream; a browser then reconnects, unless it gets 204. An error of
/// the stream aborts the response and is written to stderr. Caching is disabled.
///
/// # Disconnects
///
/// When the client disconnects, the next write fails and the stream is dropped. Nothing but a write
/// detects this, so a stream that may be silent for long needs [`keep_alive`](Sse::keep_alive).
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
///
/// use doorway::response::sse::{Event, KeepAlive, Sse};
/// use doorway::time::{Duration, sleep};
/// use futures_util::stream::{self, Stream};
///
/// async fn countdown() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
///     let numbers = stream::unfold(10_u32, |number| async move {
///         sleep(Duration::from_secs(1)).await;
///         let event = Event::default().event("tick").data(number.to_string());
///         Some((Ok(event), number.checked_sub(1)?))
///     });
///     Sse::new(numbers).keep_alive(KeepAlive::default())
/// }
/// ```
#[derive(Clone)]
#[must_use]
#[doc(alias("EventSource", "event source", "server-sent events"))]
pub struct Sse<S> {
    stream: S,
}

impl<S> Sse<S> {
    /// Creates a response from a stream of events.
    pub fn new(stream: S) -> Self
    where
        S: TryStream<Ok = Event> + 'static,
        S::Error: Into<BoxError>,
    {
        Self { stream }
    }

    /// Sends a keep-alive while the stream is silent, so that no proxy closes the connection and so
    /// that a disconnect is noticed. Default: none.
    pub fn keep_alive(self, keep_alive: KeepAlive) -> Sse<KeepAliveStream<S>> {
        Sse { stream: KeepAliveStream::new(keep_alive, self.stream) }
    }
}

impl<S, E> IntoResponse for Sse<S>
where
    S: Stream<Item = Result<Event, E>> + 'static,
    E: Into<BoxError>,
{
    fn into_response(self) -> Response {
        self.into_reply().into_response()
    }

    fn into_reply(self) -> Reply {
        let body = Body::from_stream(Written { events: self.stream });
        let mut reply = Reply::typed("text/event-stream", body);
        let no_cache = const { HeaderValue::from_static("no-cache") };
        reply.response.headers_mut().insert(CACHE_CONTROL, no_cache);
        reply
    }
}

impl<S> fmt::Debug for Sse<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sse").finish_non_exhaustive()
    }
}

pin_project! {
    /// A stream of encoded events.
    struct Written<S> {
        #[pin]
        events: S,
    }
}

impl<S, E> Stream for Written<S>
where
    S: Stream<Item = Result<Event, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.project().events.poll_next(cx)) {
            Some(Ok(event)) => Some(event.into_bytes().map_err(BoxError::from)),
            Some(Err(error)) => Some(Err(error.into())),
            None => None,
        })
    }
}
