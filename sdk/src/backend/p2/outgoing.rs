//! What goes out: the bodies of responses and of requests.

use std::cell::Cell;
use std::future::poll_fn;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::bindings::wasi::http::types::{Fields, OutgoingBody, OutputStream};
use super::reactor::Wait;
use super::{convert, splice};
use crate::Body;
use crate::backend::wasi::incoming_body::IncomingBody;
use crate::backend::wasi::writer;
use crate::backend::{message, run_loop};
use crate::body::{Effect, Writing};
use crate::error::{Error, ErrorKind};

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
    /// How many bytes were written, for whoever wants to know.
    #[cfg(feature = "log")]
    written: Option<Rc<Cell<u64>>>,
}

thread_local! {
    /// Whether there ever was a task: where none is spawned, the compiler leaves out what writes
    /// beside them.
    static EXPECTS_TASKS: Cell<bool> = const { Cell::new(false) };
}

/// There are tasks from here on.
pub(super) fn expect_tasks() {
    EXPECTS_TASKS.set(true);
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
        if EXPECTS_TASKS.get() && !run_loop::is_idle() {
            return Ok(Some(writer::write_parts(outgoing, body)));
        }
        outgoing.write_blocking(body.as_bytes().unwrap_or_default())?;
        outgoing.end(None).map(|()| None)
    }

    /// Writes bytes to their end, and blocks the instance for that.
    fn write_blocking(&self, bytes: &[u8]) -> Result<(), Error> {
        message::check_length(self.declared, bytes.len() as u64)?;
        let mut left = bytes;
        while !left.is_empty() {
            let rest = self.write_some(left)?;
            if rest.len() == left.len() {
                // How it went is told by `check_write`.
                let _ = self.stream.blocking_flush();
            }
            left = rest;
        }
        Ok(())
    }

    /// Writes what there is room for, and gives the rest.
    fn write_some<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        let permit = self.stream.check_write().map_err(convert::closed)?;
        let permit = usize::try_from(permit).unwrap_or(usize::MAX);
        let (now, rest) = bytes.split_at(permit.min(bytes.len()));
        if !now.is_empty() {
            self.stream.write(now).map_err(convert::closed)?;
            self.count(now.len() as u64);
        }
        Ok(rest)
    }

    /// Writes a chunk.
    pub(in crate::backend) async fn send(&mut self, chunk: &mut Bytes) -> Result<(), Error> {
        let mut left = &**chunk;
        while !left.is_empty() {
            let rest = self.write_some(left)?;
            if rest.len() == left.len() {
                poll_fn(|cx| self.poll_room(cx)).await;
            }
            left = rest;
        }
        Ok(())
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
        if self.wait.is_none() && self.may_block() {
            // One call instead of a pollable's three; `check_write` tells how it went.
            let _ = self.stream.blocking_flush();
            return Poll::Ready(());
        }
        Wait::poll(&mut self.wait, cx, || self.stream.subscribe())
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
        !self.never_blocks && run_loop::is_idle()
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

/// Writes a body that came in.
pub(in crate::backend) fn write_incoming(body: Box<IncomingBody>, outgoing: Outgoing) -> Writing {
    Box::pin(splice::write(body, outgoing))
}
