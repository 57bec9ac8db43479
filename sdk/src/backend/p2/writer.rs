//! A body that is written part by part.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;

use super::convert;
use super::outgoing::Outgoing;
use crate::backend::message;
use crate::body::{Boxed, Part, Source, Trailers, Written};
use crate::error::Error;

/// A body on its way. Polled by hand: each chunk passes through here.
pub(crate) struct Writer {
    outgoing: Outgoing,
    /// A chunk, and how much of it is written.
    left: Bytes,
    at: usize,
    /// A chunk that makes the declared length full, and is not written until it proves to be the
    /// last: else a body that is too long would look complete.
    held: Option<Bytes>,
    /// How long a body of a declared length is so far.
    total: u64,
    ended: bool,
    trailers: Option<Box<dyn Trailers>>,
    /// Why a chunk was not written.
    failure: Option<Error>,
}

impl Writer {
    pub(super) fn new(outgoing: Outgoing) -> Self {
        Self {
            outgoing,
            left: Bytes::new(),
            at: 0,
            held: None,
            total: 0,
            ended: false,
            trailers: None,
            failure: None,
        }
    }

    /// Takes the next part of the body; `None` is the end.
    pub(crate) fn take(&mut self, part: Option<Part>) -> Result<(), Error> {
        match part {
            Some(Part::Data(chunk)) => return self.take_chunk(chunk),
            Some(Part::Trailers(trailers)) => self.trailers = Some(trailers),
            None => self.end(),
        }
        Ok(())
    }

    fn take_chunk(&mut self, chunk: Bytes) -> Result<(), Error> {
        if let Some(declared) = self.outgoing.declared {
            self.total += chunk.len() as u64;
            if self.total > declared {
                return Err(message::wrong_length(declared, self.total, false));
            }
            if self.total == declared && !chunk.is_empty() {
                self.held = Some(chunk);
                return Ok(());
            }
        }
        self.left = chunk;
        Ok(())
    }

    /// There is no more of the body.
    pub(crate) fn end(&mut self) {
        self.ended = true;
        self.left = self.held.take().unwrap_or_default();
    }

    /// Writes a chunk, if that can be done at once. If not, what is left of it is to be
    /// [kept](Self::keep).
    // One function for all sources, each of which has a loop of its own around it.
    #[inline(never)]
    pub(crate) fn write(&mut self, chunk: &[u8]) -> bool {
        self.outgoing.declared.is_none() && self.write_on(chunk)
    }

    /// Keeps a chunk that could not be written at once.
    #[cold]
    pub(crate) fn keep(&mut self, chunk: Bytes) -> Result<(), Error> {
        match self.failure.take() {
            Some(error) => Err(error),
            None => self.take_chunk(chunk),
        }
    }

    /// Writes what is left of a chunk for as long as there is room. Whether all of it is written.
    #[inline(always)]
    fn write_on(&mut self, chunk: &[u8]) -> bool {
        while let Some(left) = chunk.get(self.at..).filter(|left| !left.is_empty()) {
            let stream = &self.outgoing.stream;
            let written = match stream.check_write() {
                Ok(0) if self.outgoing.block_for_room() => continue,
                Ok(0) => return false,
                Ok(permit) => {
                    let now = left.len().min(usize::try_from(permit).unwrap_or(usize::MAX));
                    self.outgoing.add(now as u64);
                    self.at += now;
                    stream.write(&left[..now])
                }
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                self.failure = Some(convert::closed(error));
                return false;
            }
        }
        self.at = 0;
        true
    }

    /// Writes what is left of a chunk.
    fn poll_left(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            let chunk = std::mem::take(&mut self.left);
            if self.write_on(&chunk) {
                return Poll::Ready(Ok(()));
            }
            if let Some(error) = self.failure.take() {
                return Poll::Ready(Err(error));
            }
            self.left = chunk;
            ready!(self.outgoing.poll_room(cx));
        }
    }

    /// Ends the message.
    fn finish(self) -> Result<(), Error> {
        self.outgoing.finish(self.trailers)
    }

    /// Writes until the body's end.
    fn poll_body(
        &mut self,
        mut body: Pin<&mut dyn Source>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        loop {
            if !self.left.is_empty() {
                ready!(self.poll_left(cx))?;
            }
            if self.ended {
                break;
            }
            match body.as_mut().poll_write(self, cx) {
                Poll::Ready(taken) => taken?,
                Poll::Pending => {
                    // What was written may be all that the other side gets for a while. A stream
                    // that is closed says so at the next write.
                    let _ = self.outgoing.stream.flush();
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(match self.outgoing.declared {
            Some(declared) if declared != self.total => {
                Err(message::wrong_length(declared, self.total, true))
            }
            _ => Ok(()),
        })
    }

    /// Writes a whole body that is at hand, and whose length is as declared.
    pub(super) async fn write_bytes(mut self, bytes: Bytes) -> Result<(), Error> {
        self.left = bytes;
        poll_fn(|cx| self.poll_left(cx)).await?;
        self.outgoing.finish(None)
    }
}

/// A body and where it is written to.
pub(super) struct Parts {
    pub(super) writer: Writer,
    pub(super) body: Boxed,
}

impl Parts {
    /// Writes what can be written now, and gives what is left to be waited for.
    pub(super) fn start(mut self) -> Written {
        let nobody = &mut Context::from_waker(Waker::noop());
        match self.writer.poll_body(self.body.as_mut(), nobody) {
            Poll::Ready(Ok(())) => self.writer.finish().map(|()| None),
            Poll::Ready(Err(error)) => Err(error),
            Poll::Pending => Ok(Some(Box::pin(self.go_on()))),
        }
    }

    async fn go_on(mut self) -> Result<(), Error> {
        poll_fn(|cx| self.writer.poll_body(self.body.as_mut(), cx)).await?;
        self.writer.finish()
    }
}
