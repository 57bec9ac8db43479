//! Outgoing bodies of responses and requests.

use std::cell::Cell;
use std::future::poll_fn;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::bindings::wasi::http::types::{Fields, OutgoingBody, OutputStream};
use super::convert;
use super::reactor::Wait;
use crate::Body;
use crate::backend::wasi::writer::{self, WriteBody};
use crate::body::{Effect, Writing};
use crate::error::{Error, ErrorKind};
use crate::message;
use crate::task::tasks;

/// An outgoing body that is being written.
///
/// Dropped without [`finish`](Outgoing::finish), on any failure, the host aborts the message. Its
/// fields are in the order in which the host wants to see them dropped.
pub(crate) struct Outgoing {
    wait: Option<Wait>,
    pub(super) stream: OutputStream,
    body: OutgoingBody,
    /// The message's `content-length`, which the body has to keep to.
    pub(in crate::backend) declared: Option<u64>,
    /// Whether something else runs meanwhile.
    never_blocks: bool,
    /// The number of bytes written so far.
    #[cfg(feature = "log")]
    written: Option<Rc<Cell<u64>>>,
}

thread_local! {
    /// Writes bytes while spawned tasks go on. Set by the first that is spawned, so that a component
    /// without any does not carry it.
    static WRITE_BESIDE: Cell<Option<WriteBody>> = const { Cell::new(None) };
}

/// There are tasks from here on.
pub(crate) fn expect_tasks() {
    WRITE_BESIDE.set(Some(writer::write_parts));
}

impl Outgoing {
    pub(super) fn new(body: OutgoingBody, declared: Option<u64>) -> Result<Self, Error> {
        match body.write() {
            Ok(stream) => Ok(Self {
                wait: None,
                stream,
                body,
                declared,
                never_blocks: false,
                #[cfg(feature = "log")]
                written: None,
            }),
            Err(()) => Err(Error::new(ErrorKind::Other, "the host gives no stream to write to")),
        }
    }

    /// Starts to write the body of a response, and gives what is left to be waited for: nothing, if
    /// it was bytes at hand and no spawned task would have to wait for them.
    pub(super) fn start(
        outgoing: OutgoingBody,
        declared: Option<u64>,
        body: Body,
    ) -> Result<Option<Writing>, Error> {
        let outgoing = Self::new(outgoing, declared)?;
        if let Some(write) = body.writer()? {
            return Ok(Some(write(outgoing, body)));
        }
        if let Some(write) = WRITE_BESIDE.get()
            && !tasks::is_idle()
        {
            return Ok(Some(write(outgoing, body)));
        }
        let mut left = body.as_bytes().unwrap_or_default();
        message::check_length(declared, left.len() as u64)?;
        while !left.is_empty() {
            left = outgoing.write_apart(left)?;
        }
        outgoing.end(None).map(|()| None)
    }

    /// Writes for as long as there is room, or it may block for that, and gives the rest.
    // As a call it takes 30 of the 200 instructions that a chunk costs.
    #[inline(always)]
    pub(in crate::backend) fn write<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        let mut left = bytes;
        while !left.is_empty() {
            let permit = self.stream.check_write().map_err(convert::closed)?;
            if permit == 0 {
                if self.block_for_room() {
                    continue;
                }
                break;
            }
            let length = left.len().min(usize::try_from(permit).unwrap_or(usize::MAX));
            let (now, rest) = left.split_at(length);
            self.stream.write(now).map_err(convert::closed)?;
            self.count(now.len() as u64);
            left = rest;
        }
        Ok(left)
    }

    #[inline(never)]
    fn write_apart<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        self.write(bytes)
    }

    /// Writes what is `left` of a chunk, in bytes.
    pub(in crate::backend) async fn send(
        &mut self,
        chunk: Bytes,
        left: usize,
    ) -> Result<(), Error> {
        let mut left = chunk.get(chunk.len() - left..).unwrap_or_default();
        loop {
            left = self.write_apart(left)?;
            if left.is_empty() {
                return Ok(());
            }
            poll_fn(|cx| self.poll_room(cx)).await;
        }
    }

    /// Sends what was written, which may be all that the other side gets for a while.
    pub(in crate::backend) fn flush(&self) {
        // A stream that is closed says so at the next write.
        let _ = self.stream.flush();
    }

    /// So many bytes were written.
    pub(super) fn count(&self, _bytes: u64) {
        #[cfg(feature = "log")]
        if let Some(written) = &self.written {
            written.update(|written| written + _bytes);
        }
    }

    /// Waits for room, after `check_write` has said that there is none.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.block_for_room() {
            return Poll::Ready(());
        }
        Wait::poll(&mut self.wait, cx, || self.stream.subscribe())
    }

    /// Waits for room by blocking the instance, if it may.
    fn block_for_room(&self) -> bool {
        let may_block = self.wait.is_none() && self.may_block();
        if may_block {
            // One call instead of a pollable's three; `check_write` tells how it went.
            let _ = self.stream.blocking_flush();
        }
        may_block
    }

    /// Waits until something may be written.
    pub(super) fn poll_permit(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            match self.stream.check_write() {
                Ok(0) => ready!(self.poll_room(cx)),
                Ok(_) => return Poll::Ready(Ok(())),
                Err(error) => return Poll::Ready(Err(convert::closed(error))),
            }
        }
    }

    /// Writes from here on as a wrapper needs it.
    pub(in crate::backend) fn suit(&mut self, effect: Effect<'_>) {
        match effect {
            // Blocked in the host nobody sees the time pass.
            Effect::Timed => self.never_block(),
            #[cfg(feature = "log")]
            Effect::Counted(written) => self.written = Some(written.clone()),
            Effect::None | Effect::Trailers(_) | Effect::Content => {}
        }
    }

    /// From here on something else runs meanwhile.
    pub(super) fn never_block(&mut self) {
        self.never_blocks = true;
    }

    /// Whether writing may block the instance, as no spawned task is left to run.
    pub(super) fn may_block(&self) -> bool {
        !self.never_blocks && tasks::is_idle()
    }

    /// Whether the other side has gone, which a splice that was `closed` does not tell.
    pub(super) fn check_open(&self) -> Result<(), Error> {
        self.stream.check_write().map(drop).map_err(convert::closed)
    }

    /// Ends the body.
    pub(in crate::backend) async fn finish(self, trailers: Option<Fields>) -> Result<(), Error> {
        self.end(trailers)
    }

    fn end(self, trailers: Option<Fields>) -> Result<(), Error> {
        let Self { wait, stream, body, .. } = self;
        drop(wait);
        drop(stream);
        OutgoingBody::finish(body, trailers)
            .map_err(|_| Error::new(ErrorKind::Body, "the host did not take the body's end"))
    }
}
