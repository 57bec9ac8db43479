//! What goes out: the bodies of responses and of requests.

use std::future::poll_fn;

use bytes::Bytes;
use http::HeaderMap;
use http_body::SizeHint;

use super::bindings::wasi::http::types::{Fields, OutgoingBody, OutputStream};
use super::bindings::wasi::io::streams::StreamError;
use super::fields;
use super::reactor::Wait;
use crate::Body;
use crate::backend::run_loop;
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
}

/// Whether writing may block the instance while no spawned task is left to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blocking {
    WhenIdle,
    Never,
}

impl Outgoing {
    pub(super) fn new(
        body: OutgoingBody,
        declared: Option<u64>,
        blocking: Blocking,
    ) -> Result<Self, Error> {
        match body.write() {
            Ok(stream) => Ok(Self { wait: None, stream, body, declared, trailers: None, blocking }),
            Err(()) => Err(Error::new(ErrorKind::Other, "the host gives no stream to write to")),
        }
    }

    /// Writes a body to its end.
    pub(super) async fn write(mut self, body: Body) -> Result<(), Error> {
        let (content, trailers) = body.into_content();
        self.trailers = trailers;
        let bytes = match content {
            Content::Empty => Bytes::new(),
            Content::Full(bytes) => bytes,
            Content::Boxed(source) => return source.write(self).await,
        };
        if let Some(declared) = self.declared
            && declared != bytes.len() as u64
        {
            return Err(wrong_length(declared, format_args!("{} bytes long", bytes.len())));
        }
        self.write_all(&bytes).await?;
        self.finish(None)
    }

    /// Whether a body is sure to have the declared length, if there is one.
    pub(super) fn keeps_length(&self, length: impl FnOnce() -> SizeHint) -> bool {
        self.declared.is_none_or(|declared| length().exact() == Some(declared))
    }

    /// Writes a body part by part.
    ///
    /// The chunk that makes a declared length full is held back until the body proves to be at
    /// its end: else a body that is too long would look complete.
    pub(crate) fn write_parts(mut self, mut body: Boxed) -> Writing {
        Box::pin(async move {
            let mut total = 0;
            let mut held = Bytes::new();
            let mut trailers = None;
            while let Some(part) = self.next_part(&mut body).await {
                let data = match part? {
                    Part::Data(data) => data,
                    Part::Trailers(map) => {
                        trailers = Some(map);
                        continue;
                    }
                };
                total += data.len() as u64;
                match self.declared {
                    Some(declared) if total > declared => {
                        return Err(wrong_length(declared, format_args!("longer")));
                    }
                    Some(declared) if total == declared && !data.is_empty() => held = data,
                    _ => self.write_all(&data).await?,
                }
            }
            if let Some(declared) = self.declared
                && total < declared
            {
                return Err(wrong_length(declared, format_args!("{total} bytes long")));
            }
            self.write_all(&held).await?;
            self.finish(trailers.map(|map| {
                let trailers = Fields::new();
                fields::append_map(&trailers, &map, "trailer");
                trailers
            }))
        })
    }

    /// The body's next part. While there is none, what was written is flushed: it may be all that
    /// the other side gets for a while.
    async fn next_part(&mut self, body: &mut Boxed) -> Option<Result<Part, Error>> {
        let mut flushed = false;
        poll_fn(|cx| {
            let poll = body.as_mut().poll_part(cx);
            if poll.is_pending() && !flushed {
                flushed = true;
                // A stream that is closed says so at the next write.
                let _ = self.stream.flush();
            }
            poll
        })
        .await
    }

    async fn write_all(&mut self, mut bytes: &[u8]) -> Result<(), Error> {
        while !bytes.is_empty() {
            let permit = self.permit().await?;
            let (now, later) = bytes.split_at(bytes.len().min(permit));
            self.stream.write(now).map_err(closed)?;
            bytes = later;
        }
        Ok(())
    }

    /// How many bytes may be written now; waits until it is one at least.
    pub(super) async fn permit(&mut self) -> Result<usize, Error> {
        loop {
            match self.stream.check_write().map_err(closed)? {
                0 if self.may_block() => {
                    // One call instead of a pollable's three; `check_write` tells how it went.
                    let _ = self.stream.blocking_flush();
                }
                0 => {
                    poll_fn(|cx| Wait::poll(&mut self.wait, cx, || self.stream.subscribe())).await;
                }
                permit => return Ok(usize::try_from(permit).unwrap_or(usize::MAX)),
            }
        }
    }

    /// Whether nothing else could run meanwhile.
    pub(super) fn may_block(&self) -> bool {
        self.blocking == Blocking::WhenIdle && run_loop::is_idle()
    }

    /// Whether the other side has gone, which a splice that was `closed` does not tell.
    pub(super) fn check_open(&self) -> Result<(), Error> {
        self.stream.check_write().map(drop).map_err(closed)
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
                fields::append_map(&all, &added, "trailer");
                Some(all)
            }
        };
        OutgoingBody::finish(body, trailers)
            .map_err(|_| Error::new(ErrorKind::Body, "the host did not take the body's end"))
    }
}

/// Why writing failed: mostly because the other side has gone.
fn closed(error: StreamError) -> Error {
    match error {
        StreamError::Closed => Error::new(ErrorKind::Closed, "the other side has gone"),
        StreamError::LastOperationFailed(error) => {
            Error::new(ErrorKind::Body, "writing failed").with_source(error.to_debug_string())
        }
    }
}

fn wrong_length(declared: u64, actual: std::fmt::Arguments<'_>) -> Error {
    let message = format!("its content-length says {declared}, but the body is {actual}");
    Error::new(ErrorKind::Body, message)
}
