//! Reading an incoming body: chunk by chunk, then its trailers.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use wit_bindgen::rt::async_support::{FutureReader, StreamReader, StreamResult};

use super::Operation;
use super::bindings::wasi::http::types::{ErrorCode as Wasi, Fields};
use super::wire::{End, Message, Read, Readable};
use crate::backend::wasi::fields;
use crate::backend::wasi::origin::Origin;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::message::READ_SIZE;

/// As much as is read of a body whose length is not known at first, and after that twice as much as
/// came.
const FIRST_READ: usize = 4 * 1024;

/// An incoming body, and how far it is read.
pub(crate) struct Reader {
    state: State,
    /// Whether anything was read of it, if only to see what is there. Then a host may hold what comes
    /// next already, and wasmtime 48 loses that when the stream is given back to it.
    is_begun: bool,
    pub(in crate::backend) length: Length,
    /// How much of it was read, in bytes.
    read: u64,
    /// How much is read next, if the length is not known.
    size: usize,
    /// Dropped when all is read.
    told: Option<Read>,
}

/// The `content-length`.
pub(in crate::backend) enum Length {
    Known(Option<u64>),
    /// To be asked if somebody wants to know.
    Of(Fields),
}

impl Length {
    pub(in crate::backend) fn get(&self) -> Option<u64> {
        match self {
            Self::Known(length) => *length,
            Self::Of(headers) => fields::content_length(headers),
        }
    }
}

enum State {
    Unread(Readable),
    Reading(Operation<Chunk>, FutureReader<End>),
    Ending(Operation<End>),
    /// With the trailers, until they are asked for.
    Ended(Option<Fields>),
    Broken(Option<Error>),
}

/// The result of a read, and the stream for the next one.
struct Chunk {
    stream: StreamReader<u8>,
    result: StreamResult,
    data: Vec<u8>,
}

impl Reader {
    pub(super) fn new(message: impl Message, length: Length) -> Self {
        let (content, told) = message.consume();
        let (state, told) = (State::Unread(content), Some(told));
        Self { state, length, told, is_begun: false, ..Self::empty() }
    }

    /// Of a body that was taken before there is nothing to read.
    pub(in crate::backend) fn empty() -> Self {
        Self {
            state: State::Ended(None),
            is_begun: true,
            length: Length::Known(Some(0)),
            read: 0,
            size: FIRST_READ,
            told: None,
        }
    }

    /// The trailers of a body that is read; they are given once.
    pub(in crate::backend) fn poll_fields_from(
        &mut self,
        _: &Origin,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<Fields>, Error>> {
        Poll::Ready(Ok(match &mut self.state {
            State::Ended(trailers) => trailers.take(),
            _ => None,
        }))
    }

    pub(in crate::backend) fn poll_data_from(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match &mut self.state {
                State::Unread(_) => {
                    let size = self.next_size();
                    self.start_read(size);
                }
                State::Reading(reading, _) => {
                    let chunk = ready!(reading.poll(cx));
                    if let Some(data) = self.take_chunk(chunk) {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                State::Ending(ending) => {
                    let end = ready!(ending.poll(cx));
                    self.end(origin, end);
                }
                State::Ended(_) => return Poll::Ready(None),
                State::Broken(error) => return Poll::Ready(error.take().map(Err)),
            }
        }
    }

    /// Nothing is read to find out: it could not be handed over after that.
    pub(in crate::backend) fn is_found_empty(&mut self, _: &Origin) -> bool {
        self.left() == Some(0)
    }

    /// Whether it is at its end, without trailers, once that is known.
    pub(in crate::backend) fn poll_found_empty(
        &mut self,
        origin: &Origin,
        cx: &mut Context<'_>,
    ) -> Poll<bool> {
        loop {
            match &mut self.state {
                // A read of no bytes tells whether there will be any, and takes none.
                State::Unread(_) => self.start_read(0),
                State::Reading(reading, _) => {
                    let chunk = ready!(reading.poll(cx));
                    let is_over = chunk.result == StreamResult::Dropped;
                    if self.take_chunk(chunk).is_some() || !is_over {
                        return Poll::Ready(false);
                    }
                }
                State::Ending(ending) => {
                    let end = ready!(ending.poll(cx));
                    self.end(origin, end);
                }
                State::Ended(trailers) => return Poll::Ready(trailers.is_none()),
                State::Broken(_) => return Poll::Ready(false),
            }
        }
    }

    /// Takes what comes and throws it away.
    pub(in crate::backend) fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let origin = Origin::Response(None);
        while ready!(self.poll_data_from(&origin, cx)).is_some_and(|data| data.is_ok()) {}
        Poll::Ready(())
    }

    /// Whether there is nothing left of it.
    pub(in crate::backend) fn is_over(&self) -> bool {
        matches!(self.state, State::Ended(_) | State::Broken(_))
    }

    /// The known length of the rest.
    pub(in crate::backend) fn left(&self) -> Option<u64> {
        match &self.state {
            State::Unread(_) | State::Reading(..) => {
                self.length.get().map(|length| length.saturating_sub(self.read))
            }
            State::Ending(_) | State::Broken(_) | State::Ended(Some(_)) => None,
            State::Ended(None) => Some(0),
        }
    }

    /// The host's content, if it is unread.
    pub(in crate::backend) fn take_unread(&mut self) -> Option<Readable> {
        if self.is_begun {
            return None;
        }
        match std::mem::replace(self, Self::empty()).state {
            State::Unread(content) => Some(content),
            _ => None,
        }
    }

    /// How much to read: one byte more where the end is expected, to see that it is.
    fn next_size(&mut self) -> usize {
        self.length = Length::Known(self.length.get());
        match self.left() {
            Some(left) => usize::try_from(left).unwrap_or(READ_SIZE).clamp(1, READ_SIZE),
            None => self.size,
        }
    }

    fn start_read(&mut self, size: usize) {
        let state = std::mem::replace(&mut self.state, State::Broken(None));
        let State::Unread(Readable { mut stream, end }) = state else {
            self.state = state;
            return;
        };
        self.is_begun = true;
        let reading = Operation::new(async move {
            let (result, data) = stream.read(Vec::with_capacity(size)).await;
            Chunk { stream, result, data }
        });
        self.state = State::Reading(reading, end);
    }

    /// The bytes of the chunk, if there are any.
    fn take_chunk(&mut self, chunk: Chunk) -> Option<Bytes> {
        let State::Reading(_, end) = std::mem::replace(&mut self.state, State::Broken(None)) else {
            return None;
        };
        let Chunk { stream, result, data } = chunk;
        self.read += data.len() as u64;
        if data.len() == data.capacity() {
            self.size = (data.len() * 2).clamp(FIRST_READ, READ_SIZE);
        }
        self.state = match result {
            StreamResult::Dropped => State::Ending(Operation::new(end.into_future())),
            StreamResult::Complete(_) | StreamResult::Cancelled => {
                State::Unread(Readable { stream, end })
            }
        };
        (!data.is_empty()).then(|| data.into())
    }

    fn end(&mut self, origin: &Origin, end: End) {
        self.state = match end {
            Ok(trailers) => State::Ended(trailers),
            Err(code) => State::Broken(Some(origin.blame(broken_off(code)))),
        };
        self.told = None;
    }
}

fn broken_off(code: Wasi) -> Error {
    let code = ErrorCode::from(code);
    let kind = if code.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Body };
    Error::new(kind, "the other side broke off").with_source(code)
}
