//! A body that is filled from elsewhere.

use std::cell::RefCell;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::HeaderMap;

use super::{Body, Content, Part, Source};
use crate::error::{Error, ErrorKind};

/// Fills the body that [`Body::channel`] made with it.
///
/// One chunk waits at most, so a sender runs as fast as its reader. The body is complete only
/// after [`finish`](Sender::finish): a sender that is dropped before, by an early return for
/// example, aborts the message, so that nobody takes a part of it for the whole.
///
/// # Examples
///
/// ```
/// use doorway::body::Sender;
/// use doorway::{Body, Error, task};
///
/// async fn count(mut sender: Sender) -> Result<(), Error> {
///     sender.send("1, ").await?;
///     sender.send("2").await?;
///     sender.finish();
///     Ok(())
/// }
///
/// # doorway::testing::block_on(async {
/// let (sender, body) = Body::channel();
/// task::spawn(count(sender));
/// assert_eq!(body.collect_up_to(64).await?.bytes(), "1, 2");
/// # Ok::<(), Error>(())
/// # }).unwrap();
/// ```
pub struct Sender {
    shared: Rc<RefCell<Shared>>,
}

struct Receiver {
    shared: Rc<RefCell<Shared>>,
}

#[derive(Default)]
struct Shared {
    chunk: Option<Bytes>,
    end: Option<End>,
    receiver_gone: bool,
    /// The waiting task: the sender's, for room, or the receiver's, for a chunk; never both.
    waker: Option<Waker>,
}

enum End {
    Finished(Option<HeaderMap>),
    Aborted(Error),
}

pub(super) fn channel() -> (Sender, Body) {
    let shared = Rc::<RefCell<Shared>>::default();
    let receiver = Receiver { shared: shared.clone() };
    (Sender { shared }, Content::stream(receiver).into())
}

impl Sender {
    /// Sends a chunk, as soon as the one before it was taken.
    ///
    /// # Errors
    ///
    /// Of kind [`Closed`](ErrorKind::Closed) when the body was dropped, which is how a client
    /// that leaves is noticed.
    pub async fn send(&mut self, chunk: impl Into<Bytes>) -> Result<(), Error> {
        poll_fn(|cx| self.poll_ready(cx)).await?;
        let mut shared = self.shared.borrow_mut();
        let chunk = chunk.into();
        if !chunk.is_empty() {
            shared.chunk = Some(chunk);
            shared.wake();
        }
        Ok(())
    }

    /// Ends the body.
    pub fn finish(self) {
        self.end(End::Finished(None));
    }

    /// Ends the body with trailers.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::Body;
    /// use doorway::http::{HeaderMap, HeaderValue};
    ///
    /// # doorway::testing::block_on(async {
    /// let (sender, body) = Body::channel();
    /// let mut trailers = HeaderMap::new();
    /// trailers.insert("x-checksum", HeaderValue::from_static("c0ffee"));
    /// sender.finish_with_trailers(trailers);
    ///
    /// let body = body.collect_up_to(64).await?;
    /// assert_eq!(body.trailers().unwrap()["x-checksum"], "c0ffee");
    /// # Ok::<(), doorway::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn finish_with_trailers(self, trailers: HeaderMap) {
        self.end(End::Finished(Some(trailers)));
    }

    /// Aborts the message: its reader sees `error`, the other side that something is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::{Body, Error};
    ///
    /// # doorway::testing::block_on(async {
    /// let (sender, body) = Body::channel();
    /// sender.abort(Error::other("the database is gone"));
    ///
    /// let error = body.collect_up_to(64).await.unwrap_err();
    /// assert!(error.to_string().contains("the database is gone"));
    /// # });
    /// ```
    pub fn abort(self, error: Error) {
        self.end(End::Aborted(error));
    }

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut shared = self.shared.borrow_mut();
        if shared.receiver_gone {
            let message = "the body is not read any more: its reader was dropped";
            return Poll::Ready(Err(Error::new(ErrorKind::Closed, message)));
        }
        if shared.chunk.is_some() {
            shared.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn end(&self, end: End) {
        let mut shared = self.shared.borrow_mut();
        shared.end.get_or_insert(end);
        shared.wake();
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        if self.shared.borrow().end.is_none() {
            let message = "the body's sender was dropped before it called `finish`";
            self.end(End::Aborted(Error::new(ErrorKind::Body, message)));
        }
    }
}

impl Source for Receiver {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let mut shared = self.shared.borrow_mut();
        if let Some(chunk) = shared.chunk.take() {
            shared.wake();
            return Poll::Ready(Some(Ok(Part::Data(chunk))));
        }
        match shared.end.take() {
            Some(End::Finished(trailers)) => {
                shared.end = Some(End::Finished(None));
                Poll::Ready(trailers.map(|trailers| Ok(Part::trailers(trailers))))
            }
            Some(End::Aborted(error)) => {
                shared.end = Some(End::Finished(None));
                Poll::Ready(Some(Err(error)))
            }
            None => {
                shared.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let mut shared = self.shared.borrow_mut();
        shared.receiver_gone = true;
        shared.chunk = None;
        shared.wake();
    }
}

impl Shared {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}
