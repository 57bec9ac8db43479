//! The input of the parser: the body, chunk by chunk, within its limits.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::MultipartError;
use crate::Body;
use crate::body::BodyDataStream;

/// The maximum size of a field's headers. For each chunk the parser searches all of them again for
/// their end.
const MAX_HEAD: usize = 16 * 1024;

/// The body that a form is read from.
///
/// The parser takes all data that its stream has before it parses any, so it would hold the whole
/// body. Therefore it gets one chunk at a time, and only when it has no other.
pub(super) struct Source {
    body: BodyDataStream,
    slot: Arc<Mutex<Slot>>,
    /// The minimum length of the body, including the chunks to come.
    announced: u64,
    taken: u64,
    pub(super) limit: u64,
    /// The number of bytes read for the current field's headers.
    head: usize,
}

/// The place of the parser's next chunk.
#[derive(Default)]
struct Slot {
    chunk: Option<Bytes>,
    ended: bool,
}

/// The parser's stream. It wakes no task, as the task that polls the parser fills the slot.
pub(super) struct Chunks(Arc<Mutex<Slot>>);

impl Source {
    pub(super) fn new(body: Body, limit: u64) -> (Self, Chunks) {
        let slot = Arc::<Mutex<Slot>>::default();
        let announced = body.size_hint().lower();
        let body = body.into_data_stream();
        let source = Self { body, slot: slot.clone(), announced, taken: 0, limit, head: 0 };
        (source, Chunks(slot))
    }

    pub(super) fn start_head(&mut self) {
        self.head = 0;
    }

    /// Like [`poll_fill`](Self::poll_fill), but fails if the field's headers are too long.
    pub(super) fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), MultipartError>> {
        if self.head > MAX_HEAD {
            return Poll::Ready(Err(MultipartError::head_too_long()));
        }
        self.head += ready!(self.poll_fill(cx))?;
        Poll::Ready(Ok(()))
    }

    /// Gives the parser the next chunk and returns its length, or signals the end.
    pub(super) fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<usize, MultipartError>> {
        if self.announced.max(self.taken) > self.limit {
            return Poll::Ready(Err(MultipartError::too_long(self.limit)));
        }
        let chunk = ready!(Pin::new(&mut self.body).poll_next(cx)).transpose();
        let chunk = chunk.map_err(MultipartError::from_body)?;
        let length = chunk.as_ref().map_or(0, Bytes::len);
        self.taken += length as u64;
        if self.taken > self.limit {
            return Poll::Ready(Err(MultipartError::too_long(self.limit)));
        }
        let mut slot = lock(&self.slot);
        if slot.ended {
            // The parser got the end and needs more: it would wait forever.
            return Poll::Ready(Err(MultipartError::cut_off()));
        }
        slot.ended = chunk.is_none();
        slot.chunk = chunk;
        Poll::Ready(Ok(length))
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut slot = lock(&self.0);
        match slot.chunk.take() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None if slot.ended => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

fn lock(slot: &Mutex<Slot>) -> std::sync::MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
