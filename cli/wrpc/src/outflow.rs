//! A body on its way into an invocation, as the stream and the future that the transport takes.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use http_body::Body;
use tokio::sync::oneshot;
use tokio_util::sync::WaitForCancellationFutureOwned;

use crate::bindings::wrpc::http::types::Fields;
use crate::frames::encoded;
use crate::head::fields;
use crate::limits::CHUNK;
use crate::link::Link;

/// A stream of the parts of a body.
pub(crate) type Parts = Pin<Box<dyn Stream<Item = Bytes> + Send>>;
/// The trailers that come after them, if there are any.
pub(crate) type Trailers = Pin<Box<dyn Future<Output = Option<Fields>> + Send>>;

/// Takes a body apart. If it fails, its stream does not end and its trailers do not come; `failed` is called, and is to end
/// this direction of the connection.
pub(crate) fn outflow<B>(
    body: B,
    link: &Arc<Link>,
    failed: impl FnOnce(String) + Send + 'static,
) -> (Parts, Trailers)
where
    B: Body<Data = Bytes, Error: std::fmt::Display> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let parts = Outflow {
        is_empty: body.is_end_stream(),
        body: Some(Box::pin(body)),
        rest: Bytes::new(),
        link: Arc::clone(link),
        mute: Box::pin(link.mute.clone().cancelled_owned()),
        trailers: Some(sender),
        failed: Some(failed),
        has_begun: false,
    };
    // It is dropped with the stream alone, which then was not read to its end.
    let trailers = async { receiver.await.unwrap_or_default() };
    (Box::pin(parts), Box::pin(trailers))
}

struct Outflow<B, F> {
    is_empty: bool,
    /// Until it has ended, or is given up.
    body: Option<Pin<Box<B>>>,
    /// The rest of a part that was too long.
    rest: Bytes,
    link: Arc<Link>,
    mute: Pin<Box<WaitForCancellationFutureOwned>>,
    trailers: Option<oneshot::Sender<Option<Fields>>>,
    failed: Option<F>,
    has_begun: bool,
}

impl<B, F> Unpin for Outflow<B, F> {}

impl<B, F> Outflow<B, F> {
    fn end(&mut self, trailers: Option<Fields>) -> Poll<Option<Bytes>> {
        self.body = None;
        // Nobody may wait for them any more.
        let _ = self.trailers.take().map(|sender| sender.send(trailers));
        Poll::Ready(None)
    }
}

impl<B, F> Stream for Outflow<B, F>
where
    B: Body<Data = Bytes, Error: std::fmt::Display>,
    F: FnOnce(String),
{
    type Item = Bytes;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let this = self.get_mut();
        // The transport collects whatever is ready before it sends the head; and what it sends of a stream that is at its
        // end then, an empty one too, is something else to the transport's versions before 0.30.
        if !std::mem::replace(&mut this.has_begun, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        // Nothing reaches the other end any more, also not this end of the body.
        if this.mute.as_mut().poll(cx).is_ready() || this.is_empty {
            return this.end(None);
        }
        if !this.link.window.has_room(cx.waker()) {
            return Poll::Pending;
        }
        while this.rest.is_empty() {
            let Some(body) = &mut this.body else {
                return if this.trailers.is_some() { Poll::Pending } else { Poll::Ready(None) };
            };
            match ready!(body.as_mut().poll_frame(cx)) {
                None => return this.end(None),
                Some(Ok(frame)) => match frame.into_data() {
                    // An empty part would be the end.
                    Ok(data) => this.rest = data,
                    Err(frame) => {
                        let trailers = frame.into_trailers().ok();
                        return this.end(trailers.map(|trailers| fields(&trailers)));
                    }
                },
                Some(Err(error)) => {
                    this.body = None;
                    if let Some(failed) = this.failed.take() {
                        failed(error.to_string());
                    }
                }
            }
        }
        let chunk = this.rest.split_to(this.rest.len().min(CHUNK));
        this.link.window.handed(encoded(chunk.len()));
        Poll::Ready(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::{FutureExt, StreamExt};
    use http_body::Frame;
    use http_body_util::{Full, StreamBody};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::limits::WINDOW;

    async fn link() -> Arc<Link> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        Link::new(TcpStream::connect(addr).await.unwrap())
    }

    #[tokio::test]
    async fn no_more_is_handed_over_than_there_is_room_for() {
        let link = link().await;
        let body = Full::new(Bytes::from(vec![b'x'; 10 * WINDOW]));
        let (mut parts, _) = outflow(body, &link, |_| {});
        assert_eq!(parts.next().now_or_never(), None, "the first time it is not ready");
        let mut handed = 0;
        while let Some(Some(part)) = parts.next().now_or_never() {
            assert!(part.len() <= CHUNK);
            handed += part.len();
        }
        assert!((WINDOW..WINDOW + CHUNK).contains(&handed), "{handed}");
        link.window.written(CHUNK);
        assert!(parts.next().now_or_never().is_some());
    }

    #[tokio::test]
    async fn empty_parts_are_left_out_and_trailers_come_last() {
        let link = link().await;
        let trailers =
            http::HeaderMap::from_iter([(http::header::ETAG, http::HeaderValue::from_static("x"))]);
        let frames = ["a", "", "b"].map(|data| Frame::data(Bytes::from_static(data.as_bytes())));
        let frames = frames.into_iter().chain([Frame::trailers(trailers)]);
        let body = StreamBody::new(futures_util::stream::iter(frames.map(Ok::<_, Infallible>)));
        let (parts, trailers) = outflow(body, &link, |_| {});
        assert_eq!(parts.collect::<Vec<_>>().await, ["a", "b"]);
        assert_eq!(trailers.await.unwrap()[0].0, "etag");
    }

    #[tokio::test]
    async fn a_body_that_fails_does_not_end() {
        let link = link().await;
        let frames = [Ok(Frame::data(Bytes::from_static(b"a"))), Err("broken")];
        let body = StreamBody::new(futures_util::stream::iter(frames));
        let (sender, failed) = oneshot::channel();
        let (mut parts, trailers) = outflow(body, &link, |why| drop(sender.send(why)));
        assert_eq!(parts.next().await.unwrap(), "a");
        assert_eq!(parts.next().now_or_never(), None);
        assert_eq!(failed.await.unwrap(), "broken");
        assert!(trailers.now_or_never().is_none());
        link.mute.cancel();
        assert_eq!(parts.next().await, None, "nobody waits for it any more");
    }
}
