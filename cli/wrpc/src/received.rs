//! The body of a message that came by an invocation.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::error::Error;
use crate::head::header_map;
use crate::link::{Guard, Link};
use crate::outflow::{Parts, Trailers};

/// The future that moves the parts of a body from the connection into its stream, and knows what goes wrong.
pub(crate) type Moving = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// The body of a request or a response. If it did not come to its end, its last frame is an error.
///
/// That of a response, dropped before its end, cancels the invocation.
pub struct Received {
    parts: Option<Parts>,
    trailers: Option<Trailers>,
    moving: Option<Moving>,
    /// How it ended, if it did.
    moved: Option<Result<(), String>>,
    link: Arc<Link>,
    /// The invocation, if this is the body of a response.
    guard: Option<Guard>,
    /// The number of bytes of `content-length` that are still missing.
    missing: Option<u64>,
    over: Over,
}

enum Over {
    No,
    Complete,
    /// Reported after the parts that came before had a chance to be sent.
    Broken(Option<Error>),
}

impl Received {
    /// One of a response. Everything about it that comes later is moved by `moving`.
    pub(crate) fn response(
        parts: Parts,
        trailers: Trailers,
        moving: Option<Moving>,
        (link, guard): (Arc<Link>, Guard),
        length: Option<u64>,
    ) -> Self {
        Self::new(parts, trailers, moving, (link, Some(guard)), length)
    }

    /// One of a request.
    pub(crate) fn request(
        parts: Parts,
        trailers: Trailers,
        moving: Option<Moving>,
        link: Arc<Link>,
    ) -> Self {
        Self::new(parts, trailers, moving, (link, None), None)
    }

    fn new(
        parts: Parts,
        trailers: Trailers,
        moving: Option<Moving>,
        (link, guard): (Arc<Link>, Option<Guard>),
        missing: Option<u64>,
    ) -> Self {
        let mut received = Self {
            parts: Some(parts),
            trailers: Some(trailers),
            moving,
            moved: None,
            link,
            guard,
            missing,
            over: Over::No,
        };
        // All of it came with the head: a message without a body is known to have none.
        if received.moving.is_none() {
            received.settle();
        }
        received
    }

    /// Ends the body at once if all of it is nothing.
    fn settle(&mut self) {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let Some(parts) = &mut self.parts else { return };
        match parts.as_mut().poll_next(&mut cx) {
            Poll::Ready(None) => self.parts = None,
            Poll::Ready(Some(part)) => {
                let rest = std::mem::replace(parts, Box::pin(futures_util::stream::empty()));
                let first = futures_util::stream::iter([part]);
                *parts = Box::pin(futures_util::StreamExt::chain(first, rest));
                return;
            }
            Poll::Pending => return,
        }
        let Some(trailers) = &mut self.trailers else { return };
        match trailers.as_mut().poll(&mut cx) {
            Poll::Ready(None) => self.complete(),
            Poll::Ready(found) => self.trailers = Some(Box::pin(std::future::ready(found))),
            Poll::Pending => {}
        }
    }

    fn complete(&mut self) {
        self.over = Over::Complete;
        (self.parts, self.trailers, self.moving) = (None, None, None);
        if let Some(guard) = &mut self.guard {
            guard.finish();
        }
    }

    fn broken(&mut self, why: &str, cx: &Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        (self.parts, self.trailers, self.moving) = (None, None, None);
        let cause = self.link.why().unwrap_or(why).to_owned();
        self.over = Over::Broken(Some(Error::Broken(cause)));
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Body for Received {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = self.get_mut();
        match &mut this.over {
            Over::No => {}
            Over::Complete => return Poll::Ready(None),
            Over::Broken(error) => return Poll::Ready(error.take().map(Err)),
        }
        // First, so that what is known when the parts are at their end is known here, too: a stream that broke ends as one
        // that is whole.
        if let Some(moving) = &mut this.moving
            && let Poll::Ready(moved) = moving.as_mut().poll(cx)
        {
            this.moving = None;
            this.moved = Some(moved);
        }
        while let Some(parts) = &mut this.parts {
            let Poll::Ready(part) = parts.as_mut().poll_next(cx) else {
                this.link.inflow.wanted();
                return Poll::Pending;
            };
            match part {
                Some(part) if part.is_empty() => {}
                Some(part) => {
                    this.link.inflow.taken(part.len());
                    if let Some(missing) = &mut this.missing {
                        *missing = missing.saturating_sub(part.len() as u64);
                    }
                    return Poll::Ready(Some(Ok(Frame::data(part))));
                }
                None => this.parts = None,
            }
        }
        if let Some(Err(why)) = &this.moved {
            let why = why.clone();
            return this.broken(&why, cx);
        }
        let Some(trailers) = &mut this.trailers else {
            this.complete();
            return Poll::Ready(None);
        };
        match trailers.as_mut().poll(cx) {
            Poll::Ready(trailers) => {
                let trailers = trailers.map(header_map).transpose();
                match trailers {
                    Ok(trailers) => {
                        this.complete();
                        Poll::Ready(trailers.map(|trailers| Ok(Frame::trailers(trailers))))
                    }
                    Err(error) => this.broken(&error.to_string(), cx),
                }
            }
            Poll::Pending if this.moved.is_some() => this.broken("the trailers are missing", cx),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.over, Over::Complete)
    }

    fn size_hint(&self) -> SizeHint {
        match self.over {
            Over::Complete => SizeHint::with_exact(0),
            _ => SizeHint::new(),
        }
    }
}

impl Drop for Received {
    /// A body whose length is known may not be read to the end behind its last byte.
    fn drop(&mut self) {
        if let (Over::No, Some(0), Some(guard)) = (&self.over, self.missing, &mut self.guard) {
            guard.finish();
        }
        self.link.inflow.abandoned();
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").finish_non_exhaustive()
    }
}
