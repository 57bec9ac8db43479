//! Reading an incoming body: chunk by chunk, then its trailers.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use wit_bindgen::rt::async_support::{FutureReader, StreamReader, StreamResult};

use super::Operation;
use super::bindings::wasi::http::types::Fields;
use super::incoming_body;
use super::origin::{Incoming, Origin};
use super::wire::{Content, End, Read};
use crate::Body;
use crate::backend::wasi::fields;
use crate::error::Error;

/// The most that one read brings into the component, in bytes.
const READ_SIZE: usize = 64 * 1024;

/// As much as is read of a body whose length is not known at first, and after that twice as much as
/// came.
const FIRST_READ: usize = 4 * 1024;

/// An incoming body, and how far it is read.
pub(crate) struct Reader {
    state: State,
    /// Whether anything was read of it, if only to see what is there. Then a host may hold what comes
    /// next already, and wasmtime 48 loses that when the stream is given back to it.
    is_begun: bool,
    /// What its length says that is still to come.
    left: Option<u64>,
    /// How much is read next, if that is not known.
    size: usize,
    /// Dropped when all is read.
    read: Option<Read>,
}

enum State {
    Unread(Content),
    Reading(Operation<Chunk>, FutureReader<End>),
    Ending(Operation<End>),
    /// With the trailers, until they are asked for.
    Ended(Option<Fields>),
    Broken(Option<Error>),
}

/// What a read gave, and the stream for the next one.
struct Chunk {
    stream: StreamReader<u8>,
    result: StreamResult,
    data: Vec<u8>,
}

impl Reader {
    /// Of a body of that length, if it says so.
    pub(super) fn new(body: Incoming, length: Option<u64>) -> Self {
        let Incoming { content, read } = body;
        let state = State::Unread(content);
        Self { state, is_begun: false, left: length, size: FIRST_READ, read: Some(read) }
    }

    /// Of a body that was taken before there is nothing to read.
    pub(super) fn empty() -> Self {
        Self { state: State::Ended(None), is_begun: true, left: Some(0), size: 0, read: None }
    }

    /// The next chunk of a response's body; `None` once there is no more.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        self.poll_data_from(Origin::Response, cx)
    }

    /// The trailers of a response whose body is read; they are given once.
    pub(crate) fn poll_trailers(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<HeaderMap>, Error>> {
        Poll::Ready(Ok(self.take_fields().as_ref().map(fields::to_map)))
    }

    /// What is left of a response's body.
    pub(crate) fn into_body(self) -> Body {
        incoming_body::of_response_reader(self)
    }

    /// The trailers of a body that is read; they are given once.
    pub(super) fn take_fields(&mut self) -> Option<Fields> {
        match &mut self.state {
            State::Ended(trailers) => trailers.take(),
            _ => None,
        }
    }

    /// As [`poll_data`](Self::poll_data), of a body from there.
    pub(super) fn poll_data_from(
        &mut self,
        origin: Origin,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) => self.start_read(self.next_size()),
                State::Reading(reading, _) => {
                    let chunk = ready!(reading.as_mut().poll(cx));
                    if let Some(data) = self.take_chunk(chunk) {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                State::Ending(ending) => {
                    let end = ready!(ending.as_mut().poll(cx));
                    self.end(origin, end);
                }
                State::Ended(_) => return Poll::Ready(None),
                State::Broken(error) => return Poll::Ready(error.take().map(Err)),
            }
        }
    }

    /// Whether it is at its end, without trailers, once that can be told.
    pub(super) fn poll_found_empty(&mut self, origin: Origin, cx: &mut Context<'_>) -> Poll<bool> {
        loop {
            match &mut self.state {
                // A read of no bytes tells whether there will be any, and takes none.
                State::Unread(_) => self.start_read(0),
                State::Reading(reading, _) => {
                    let chunk = ready!(reading.as_mut().poll(cx));
                    let is_over = chunk.result == StreamResult::Dropped;
                    if self.take_chunk(chunk).is_some() || !is_over {
                        return Poll::Ready(false);
                    }
                }
                State::Ending(ending) => {
                    let end = ready!(ending.as_mut().poll(cx));
                    self.end(origin, end);
                }
                State::Ended(trailers) => return Poll::Ready(trailers.is_none()),
                State::Broken(_) => return Poll::Ready(false),
            }
        }
    }

    /// Takes what comes and throws it away: an upstream may wait for that before it reads on.
    pub(super) fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while ready!(self.poll_data(cx)).is_some_and(|data| data.is_ok()) {}
        Poll::Ready(())
    }

    /// Whether there is nothing left of it.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Ended(_) | State::Broken(_))
    }

    /// What is known of the length of what is left.
    pub(super) fn left(&self) -> Option<u64> {
        match &self.state {
            State::Unread(_) | State::Reading(..) => self.left,
            State::Ending(_) | State::Broken(_) | State::Ended(Some(_)) => None,
            State::Ended(None) => Some(0),
        }
    }

    /// The body, if nothing of it was read.
    pub(super) fn into_unread(self) -> Result<Content, Self> {
        match self {
            Self { state: State::Unread(content), is_begun: false, .. } => Ok(content),
            read => Err(read),
        }
    }

    /// How much to read: one byte more where the end is expected, to see that it is.
    fn next_size(&self) -> usize {
        match self.left {
            Some(left) => usize::try_from(left).unwrap_or(READ_SIZE).clamp(1, READ_SIZE),
            None => self.size,
        }
    }

    fn start_read(&mut self, size: usize) {
        let state = std::mem::replace(&mut self.state, State::Broken(None));
        let State::Unread(Content { mut stream, end }) = state else {
            self.state = state;
            return;
        };
        self.is_begun = true;
        let reading = Box::pin(async move {
            let (result, data) = stream.read(Vec::with_capacity(size)).await;
            Chunk { stream, result, data }
        });
        self.state = State::Reading(reading, end);
    }

    /// What came, if anything did.
    fn take_chunk(&mut self, chunk: Chunk) -> Option<Bytes> {
        let State::Reading(_, end) = std::mem::replace(&mut self.state, State::Broken(None)) else {
            return None;
        };
        let Chunk { stream, result, data } = chunk;
        let length = data.len() as u64;
        self.left = self.left.map(|left| left.saturating_sub(length));
        if data.len() == data.capacity() {
            self.size = (data.len() * 2).clamp(FIRST_READ, READ_SIZE);
        }
        self.state = match result {
            StreamResult::Dropped => State::Ending(Box::pin(end.into_future())),
            StreamResult::Complete(_) | StreamResult::Cancelled => {
                State::Unread(Content { stream, end })
            }
        };
        (!data.is_empty()).then(|| data.into())
    }

    fn end(&mut self, origin: Origin, end: End) {
        self.state = match end {
            Ok(trailers) => State::Ended(trailers),
            Err(code) => State::Broken(Some(origin.blame(code))),
        };
        self.read = None;
    }
}
