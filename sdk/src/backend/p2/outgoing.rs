//! What goes out: the bodies of responses and of requests.

use std::cell::Cell;
use std::future::poll_fn;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{Fields, OutgoingBody, OutputStream};
use super::reactor::Wait;
use super::{convert, fields};
use crate::Body;
use crate::backend::{message, run_loop};
use crate::body::{Boxed, Content, Part, Writing};
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
    declared: Option<u64>,
    /// To be sent beside those the content brings.
    trailers: Option<Box<HeaderMap>>,
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
pub(super) fn expect_tasks() {
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

    /// Starts to write a body, and gives what is left to be waited for: nothing, if it was bytes at
    /// hand and no spawned task would have to wait for them.
    pub(super) fn start(mut self, body: Body) -> Result<Option<Writing>, Error> {
        let (content, trailers) = body.into_content();
        self.trailers = trailers;
        if let Content::Boxed(source) = content {
            return source.into_inner()?.start_writing(self);
        }
        match WRITE_BESIDE.get() {
            Some(write) if !run_loop::is_idle() => Ok(Some(write(self, content.into_bytes()))),
            _ => self.write_blocking(content.at_hand()).map(|()| None),
        }
    }

    /// Writes a body to its end.
    pub(super) async fn write(mut self, body: Body) -> Result<(), Error> {
        let (content, trailers) = body.into_content();
        self.trailers = trailers;
        match content {
            Content::Boxed(source) => source.into_inner()?.write(self).await,
            content => self.write_bytes(content.into_bytes()).await,
        }
    }

    async fn write_bytes(mut self, bytes: Bytes) -> Result<(), Error> {
        let mut parts = Parts::full(bytes);
        if let Some(declared) = self.declared
            && declared != parts.total
        {
            return Err(parts.wrong_length(declared));
        }
        poll_fn(|cx| parts.poll(&mut self, None, cx)).await?;
        self.finish(None)
    }

    /// Writes bytes to their end, and blocks the instance for that.
    fn write_blocking(self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(declared) = self.declared
            && declared != bytes.len() as u64
        {
            return Err(message::wrong_length(declared, bytes.len() as u64, true));
        }
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
        self.finish(None)
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
    pub(crate) fn write_parts(mut self, mut body: Boxed) -> Writing {
        Box::pin(async move {
            let mut parts = Parts::default();
            poll_fn(|cx| parts.poll(&mut self, Some(&mut body), cx)).await?;
            self.finish(parts.trailers.map(|map| {
                let trailers = Fields::new();
                fields::append_trailers(&trailers, &map);
                trailers
            }))
        })
    }

    /// Waits for room, after `check_write` has said that there is none.
    // Where it is inlined the loop over the chunks costs more.
    #[inline(never)]
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

    /// From here on something else runs meanwhile.
    pub(crate) fn never_block(&mut self) {
        self.blocking = Blocking::Never;
    }

    /// Whether nothing else could run meanwhile.
    pub(super) fn may_block(&self) -> bool {
        self.blocking == Blocking::WhenIdle && run_loop::is_idle()
    }

    /// Whether the other side has gone, which a splice that was `closed` does not tell.
    pub(super) fn check_open(&self) -> Result<(), Error> {
        self.stream.check_write().map(drop).map_err(convert::closed)
    }

    /// Ends the body, with the trailers its content brought and those that were added.
    pub(super) fn finish(self, trailers: Option<Fields>) -> Result<(), Error> {
        let Self { wait, stream, body, trailers: added, .. } = self;
        drop(wait);
        drop(stream);
        let trailers = match (trailers, added) {
            (trailers, None) => trailers,
            (trailers, Some(added)) => {
                // What came from the host may be immutable, its clone is not.
                let all = trailers.map_or_else(Fields::new, |trailers| trailers.clone());
                fields::append_trailers(&all, &added);
                Some(all)
            }
        };
        OutgoingBody::finish(body, trailers)
            .map_err(|_| Error::new(ErrorKind::Body, "the host did not take the body's end"))
    }
}

/// A body on its way. Polled by hand, and in one piece: each chunk passes through here.
#[derive(Default)]
struct Parts {
    /// A chunk, and how much of it is written.
    left: Option<(Bytes, usize)>,
    /// A chunk that makes the declared length full, and is not written until it proves to be the
    /// last: else a body that is too long would look complete.
    held: Option<Bytes>,
    /// How long the body is so far.
    total: u64,
    ended: bool,
    trailers: Option<Box<HeaderMap>>,
}

impl Parts {
    fn full(bytes: Bytes) -> Self {
        let total = bytes.len() as u64;
        Self { left: Some((bytes, 0)), total, ended: true, ..Self::default() }
    }

    /// Writes until the body's end.
    fn poll(
        &mut self,
        outgoing: &mut Outgoing,
        mut body: Option<&mut Boxed>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        let declared = outgoing.declared;
        loop {
            let (chunk, mut at) = match (self.left.take(), &mut body) {
                (Some(left), _) => left,
                (None, Some(body)) if !self.ended => match body.as_mut().poll_part(cx) {
                    Poll::Ready(Some(Ok(Part::Data(chunk)))) => {
                        self.total += chunk.len() as u64;
                        match declared {
                            Some(declared) if self.total > declared => break,
                            Some(declared) if self.total == declared && !chunk.is_empty() => {
                                self.held = Some(chunk);
                                continue;
                            }
                            _ => (chunk, 0),
                        }
                    }
                    Poll::Ready(Some(Ok(Part::Trailers(trailers)))) => {
                        self.trailers = Some(trailers);
                        continue;
                    }
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                    Poll::Ready(None) => {
                        self.ended = true;
                        (self.held.take().unwrap_or_default(), 0)
                    }
                    Poll::Pending => {
                        // What was written may be all that the other side gets for a while. A
                        // stream that is closed says so at the next write.
                        let _ = outgoing.stream.flush();
                        return Poll::Pending;
                    }
                },
                (None, _) => break,
            };
            while at < chunk.len() {
                let permit = match outgoing.stream.check_write() {
                    Ok(permit) => usize::try_from(permit).unwrap_or(usize::MAX),
                    Err(error) => return Poll::Ready(Err(convert::closed(error))),
                };
                if permit == 0 {
                    if outgoing.poll_room(cx).is_pending() {
                        self.left = Some((chunk, at));
                        return Poll::Pending;
                    }
                    continue;
                }
                let end = chunk.len().min(at.saturating_add(permit));
                if let Err(error) = outgoing.stream.write(&chunk[at..end]) {
                    return Poll::Ready(Err(convert::closed(error)));
                }
                outgoing.add((end - at) as u64);
                at = end;
            }
        }
        Poll::Ready(match declared {
            Some(declared) if declared != self.total => Err(self.wrong_length(declared)),
            _ => Ok(()),
        })
    }

    fn wrong_length(&self, declared: u64) -> Error {
        message::wrong_length(declared, self.total, self.ended)
    }
}
