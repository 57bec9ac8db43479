//! Server-sent events: [`Sse`].
//!
//! The format, and what a browser's `EventSource` does with it, is the
//! [HTML standard's](https://html.spec.whatwg.org/multipage/server-sent-events.html).

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

/// A response of events, each sent as soon as a stream yields it: `text/event-stream`, not to be
/// cached.
///
/// The response ends with the stream; a browser then asks again, unless it is answered with 204.
/// An error of the stream aborts the response and is written to stderr.
///
/// # When the client leaves
///
/// The stream is dropped as soon as writing fails, and with it whatever it holds. Writing is also
/// the only way to notice, so a stream that may be silent for long goes with
/// [`keep_alive`](Sse::keep_alive).
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
pub struct Sse<S> {
    stream: S,
}

impl<S> Sse<S> {
    /// A response of the events of a stream.
    pub fn new(stream: S) -> Self
    where
        S: TryStream<Ok = Event> + 'static,
        S::Error: Into<BoxError>,
    {
        Self { stream }
    }

    /// Sends something while the stream is silent, so that nobody on the way takes the connection
    /// for a dead one, and so that a client that left is noticed.
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
    /// Events as they are sent.
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
