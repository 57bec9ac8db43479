//! What goes out: the bodies of responses and of requests.

use std::cell::Cell;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{OutgoingBody, OutputStream};
use super::convert;
use super::reactor::Wait;
use super::writer::{Parts, Writer};
use crate::Body;
use crate::backend::{message, tasks};
use crate::body::{Boxed, Content, Sendable, Trailers, Writing, Written};
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
    pub(super) declared: Option<u64>,
    /// To be sent beside those the content brings.
    trailers: Option<Box<dyn Trailers>>,
    blocking: Blocking,
    /// How many bytes were written, for whoever wants to know.
    #[cfg(feature = "log")]
    written: Option<Rc<Cell<u64>>>,
}

thread_local! {
    /// Writes bytes while spawned tasks go on. Set by the first that is spawned, so that a component
    /// without any does not carry it.
    static WRITE_BESIDE: Cell<Option<WriteBytes>> = const { Cell::new(None) };
}

type WriteBytes = fn(Outgoing, Bytes) -> Writing;

/// There are tasks from here on.
pub(crate) fn expect_tasks() {
    WRITE_BESIDE.set(Some(|outgoing, bytes| Box::pin(outgoing.write_bytes(bytes))));
}

/// Whether writing may block the instance while no spawned task is left to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blocking {
    WhenIdle,
    Never,
}

impl Outgoing {
    #[inline(always)]
    pub(super) fn new(
        body: OutgoingBody,
        declared: Option<u64>,
        blocking: Blocking,
    ) -> Result<Self, Error> {
        match body.write() {
            Ok(stream) => Ok(Self {
                wait: None,
                stream,
                body,
                declared,
                trailers: None,
                blocking,
                #[cfg(feature = "log")]
                written: None,
            }),
            Err(()) => Err(Error::new(ErrorKind::Other, "the host gives no stream to write to")),
        }
    }

    /// Starts to write the body of a response, and gives what is left to be waited for: nothing, if
    /// it was bytes at hand and no spawned task would have to wait for them.
    #[inline(always)]
    pub(super) fn start(outgoing: OutgoingBody, declared: Option<u64>, body: Body) -> Written {
        let content = body.into_content();
        if let Content::Boxed(source) = content {
            return Self::start_source(outgoing, declared, source);
        }
        let outgoing = Self::new(outgoing, declared, Blocking::WhenIdle)?;
        if let Some(write) = WRITE_BESIDE.get()
            && !tasks::is_idle()
        {
            return Ok(Some(write(outgoing, content.into_bytes())));
        }
        outgoing.write_blocking(content.at_hand())?;
        outgoing.finish(None).map(|()| None)
    }

    // Apart, it is made where it goes: to move it costs more than the call.
    #[inline(never)]
    fn start_source(outgoing: OutgoingBody, declared: Option<u64>, source: Sendable) -> Written {
        source.write(Self::new(outgoing, declared, Blocking::WhenIdle)?)
    }

    /// Writes a body to its end.
    pub(super) async fn write(self, body: Body) -> Result<(), Error> {
        match body.into_content() {
            Content::Boxed(source) => match source.write(self)? {
                Some(writing) => writing.await,
                None => Ok(()),
            },
            content => self.write_bytes(content.into_bytes()).await,
        }
    }

    /// Writes content that is within other content.
    pub(crate) fn write_body(self, body: Body) -> Written {
        Ok(Some(Box::pin(self.write(body))))
    }

    pub(crate) fn add_trailers(&mut self, trailers: Box<dyn Trailers>) {
        self.trailers = Some(match self.trailers.take() {
            // They were put around the content first.
            Some(outer) => trailers.join(outer),
            None => trailers,
        });
    }

    async fn write_bytes(self, bytes: Bytes) -> Result<(), Error> {
        message::check_length(self.declared, bytes.len() as u64)?;
        Writer::new(self).write_bytes(bytes).await
    }

    /// Writes bytes to their end, and blocks the instance for that.
    fn write_blocking(&self, bytes: &[u8]) -> Result<(), Error> {
        message::check_length(self.declared, bytes.len() as u64)?;
        let mut left = bytes;
        while !left.is_empty() {
            let permit = self.stream.check_write().map_err(convert::closed)?;
            let permit = usize::try_from(permit).unwrap_or(usize::MAX);
            if permit == 0 {
                // How it went is told by `check_write`.
                let _ = self.stream.blocking_flush();
                continue;
            }
            let (chunk, rest) = left.split_at(permit.min(left.len()));
            self.stream.write(chunk).map_err(convert::closed)?;
            left = rest;
        }
        Ok(())
    }

    /// Adds up how many bytes are written.
    #[cfg(feature = "log")]
    pub(crate) fn count(&mut self, written: Rc<Cell<u64>>) {
        self.written = Some(written);
    }

    /// So many bytes were written.
    pub(super) fn add(&self, _bytes: u64) {
        #[cfg(feature = "log")]
        if let Some(written) = &self.written {
            written.update(|written| written + _bytes);
        }
    }

    /// Whether a body is sure to have the declared length, if there is one.
    pub(super) fn keeps_length(&self, length: impl FnOnce() -> SizeHint) -> bool {
        self.declared.is_none_or(|declared| length().exact() == Some(declared))
    }

    /// Writes a body part by part.
    pub(crate) fn write_parts(self, body: Boxed) -> Written {
        Parts { writer: Writer::new(self), body }.start()
    }

    /// Waits for room, after `check_write` has said that there is none.
    pub(super) fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.block_for_room() {
            return Poll::Ready(());
        }
        Wait::poll(&mut self.wait, cx, || self.stream.subscribe())
    }

    /// Waits for room by blocking the instance, if it may.
    // Where it is inlined the loop over the chunks costs more.
    #[inline(never)]
    pub(super) fn block_for_room(&self) -> bool {
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

    /// From here on something else runs meanwhile.
    pub(crate) fn never_block(&mut self) {
        self.blocking = Blocking::Never;
    }

    /// Whether nothing else could run meanwhile.
    pub(super) fn may_block(&self) -> bool {
        self.blocking == Blocking::WhenIdle && tasks::is_idle()
    }

    /// Whether the other side has gone, which a splice that was `closed` does not tell.
    pub(super) fn check_open(&self) -> Result<(), Error> {
        self.stream.check_write().map(drop).map_err(convert::closed)
    }

    /// Ends the body, with the trailers its content brought and those that were added.
    pub(super) fn finish(self, trailers: Option<Box<dyn Trailers>>) -> Result<(), Error> {
        let Self { wait, stream, body, trailers: added, .. } = self;
        drop(wait);
        drop(stream);
        let trailers = match (trailers, added) {
            (Some(trailers), Some(added)) => Some(trailers.join(added)),
            (trailers, added) => trailers.or(added),
        };
        let trailers = trailers.and_then(|trailers| trailers.into_fields());
        OutgoingBody::finish(body, trailers)
            .map_err(|_| Error::new(ErrorKind::Body, "the host did not take the body's end"))
    }
}
