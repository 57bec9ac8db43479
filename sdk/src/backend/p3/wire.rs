//! What a message is made of on WASI 0.3: a stream of its content and a future of its trailers, each
//! with an end to read and an end to write.

use std::cell::Cell;

use wit_bindgen::rt::async_support::{FutureReader, FutureWriter, StreamReader, StreamWriter};

use super::bindings::wasi::http::types::{ErrorCode, Fields};
use super::bindings::{wit_future, wit_stream};
use crate::error::{Error, ErrorKind};

/// How a body ends: with trailers, or broken off.
pub(super) type End = Result<Option<Fields>, ErrorCode>;

/// How the transmission of a message ended, which the host tells.
pub(super) type Transmitted = FutureReader<Result<(), ErrorCode>>;

/// What a host reads of a body.
pub(super) struct Content {
    pub(super) stream: StreamReader<u8>,
    pub(super) end: FutureReader<End>,
}

/// What is written of a body. Dropped unfinished, the host aborts the message.
pub(super) struct Ends {
    stream: StreamWriter<u8>,
    end: FutureWriter<End>,
}

/// A body to be written, and what the host reads of it.
pub(super) fn body() -> (Ends, Content) {
    let (writer, stream) = wit_stream::new();
    let (end_writer, end) = wit_future::new::<End>(|| Err(ErrorCode::InternalError(None)));
    (Ends { stream: writer, end: end_writer }, Content { stream, end })
}

/// The end of a message without a body.
pub(super) fn no_body() -> FutureReader<End> {
    // To drop the other one is to say what it says by itself.
    wit_future::new::<End>(|| Ok(None)).1
}

impl Ends {
    /// Writes all of it.
    pub(super) async fn write(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let left = self.stream.write_all(bytes).await;
        if left.is_empty() { Ok(()) } else { Err(gone()) }
    }

    /// Ends the body. Returns when the host has taken all of it.
    pub(super) async fn finish(self, trailers: Option<Fields>) -> Result<(), Error> {
        let Self { stream, end } = self;
        drop(stream);
        end.write(Ok(trailers)).await.map_err(|_| gone())
    }
}

fn gone() -> Error {
    Error::new(ErrorKind::Closed, "the other side has gone")
}

/// What an outgoing message has for a body, which is settled by whatever begins to write it.
#[derive(Default)]
pub(super) struct Wire {
    content: Cell<Option<Content>>,
    /// To be taken by what begins to write after the message was sent.
    ends: Cell<Option<Ends>>,
    is_settled: Cell<bool>,
}

impl Wire {
    /// What is to be written to.
    pub(super) fn open(&self) -> Option<Ends> {
        if !self.is_settled.replace(true) {
            let (ends, content) = body();
            self.content.set(Some(content));
            return Some(ends);
        }
        self.ends.take()
    }

    pub(super) fn is_settled(&self) -> bool {
        self.is_settled.get()
    }

    /// Gives the host a body that came from it.
    pub(super) fn hand_over(&self, content: Content) {
        self.is_settled.set(true);
        self.content.set(Some(content));
    }

    /// What the host reads.
    pub(super) fn content(&self) -> Option<Content> {
        if !self.is_settled.replace(true) {
            let (ends, content) = body();
            self.ends.set(Some(ends));
            return Some(content);
        }
        self.content.take()
    }
}

/// Tells the host that a body was read, by being dropped.
pub(super) type Read = FutureWriter<Result<(), ErrorCode>>;

pub(super) fn read() -> (Read, Transmitted) {
    wit_future::new::<Result<(), ErrorCode>>(|| Ok(()))
}
