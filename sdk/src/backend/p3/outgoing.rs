//! What goes out: the bodies of responses and of requests.

#[cfg(feature = "log")]
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;

use bytes::Bytes;
use http_body::SizeHint;

use super::wire::{Content, Ends, Wire};
use crate::Body;
use crate::backend::message;
use crate::body::{self, Boxed, Part, Sendable, Trailers, Written};
use crate::error::{Error, ErrorKind};

/// An outgoing body that is being written.
///
/// Dropped before it is finished, on any failure, the host aborts the message.
pub(crate) struct Outgoing {
    wire: Rc<Wire>,
    /// The message's `content-length`, which the body has to keep to.
    declared: Option<u64>,
    /// To be sent beside those the content brings.
    trailers: Option<Box<dyn Trailers>>,
    /// Whether somebody wants to see it pass.
    is_watched: bool,
    /// How many bytes were written, for whoever wants to know.
    #[cfg(feature = "log")]
    written: Option<Rc<Cell<u64>>>,
}

/// What a host gets of a body, and the writing of it.
pub(super) struct Begun {
    pub(super) content: Option<Content>,
    pub(super) writing: Written,
}

/// Begins to write a body that is more than bytes at hand.
// Apart: a component without such bodies carries none of it.
#[inline(never)]
pub(super) fn begin(source: Sendable, declared: Option<u64>) -> Begun {
    let wire = Rc::<Wire>::default();
    let writing = source.write(Outgoing {
        wire: wire.clone(),
        declared,
        trailers: None,
        is_watched: false,
        #[cfg(feature = "log")]
        written: None,
    });
    Begun { content: wire.content(), writing }
}

/// Bytes at hand, for a host that takes them over.
pub(super) fn at_hand(content: body::Content) -> Vec<u8> {
    match content {
        body::Content::Full(bytes) => bytes.into(),
        body::Content::Owned(bytes) => bytes,
        body::Content::Empty | body::Content::Boxed(_) => Vec::new(),
    }
}

impl Outgoing {
    /// Writes content that is within other content.
    pub(crate) fn write_body(self, body: Body) -> Written {
        match body.into_content() {
            body::Content::Boxed(source) => source.write(self),
            content => {
                let mut parts = self.open()?;
                Ok(Some(Box::pin(async move {
                    parts.write(content.into_bytes()).await?;
                    parts.finish(None).await
                })))
            }
        }
    }

    pub(crate) fn add_trailers(&mut self, trailers: Box<dyn Trailers>) {
        self.trailers = Some(match self.trailers.take() {
            // They were put around the content first.
            Some(outer) => trailers.join(outer),
            None => trailers,
        });
    }

    /// Adds up how many bytes are written.
    #[cfg(feature = "log")]
    pub(crate) fn count(&mut self, written: Rc<Cell<u64>>) {
        self.is_watched = true;
        self.written = Some(written);
    }

    /// From here on something else runs meanwhile, and may end it.
    pub(crate) fn never_block(&mut self) {
        self.is_watched = true;
    }

    /// Whether a body of that length may be given to the host as it is: nobody has to see it pass, and
    /// nothing is to be added.
    pub(super) fn may_hand_over(&self, length: impl FnOnce() -> SizeHint) -> bool {
        !self.is_watched
            && !self.wire.is_settled()
            && self.trailers.is_none()
            && self.declared.is_none_or(|declared| length().exact() == Some(declared))
    }

    /// Gives the host a body that came from it, after [`may_hand_over`](Self::may_hand_over).
    pub(super) fn hand_over(self, content: Content) -> Written {
        self.wire.hand_over(content);
        Ok(None)
    }

    /// Writes a body part by part.
    pub(crate) fn write_parts(self, mut body: Boxed) -> Written {
        let mut parts = self.open()?;
        Ok(Some(Box::pin(async move {
            let mut trailers = None;
            while let Some(part) = poll_fn(|cx| body.as_mut().poll_part(cx)).await {
                match part? {
                    Part::Data(chunk) => parts.write(chunk).await?,
                    Part::Trailers(found) => trailers = Some(found),
                }
            }
            parts.finish(trailers).await
        })))
    }

    fn open(self) -> Result<Parts, Error> {
        match self.wire.open() {
            Some(ends) => Ok(Parts { ends, outgoing: self, total: 0, held: None }),
            None => Err(Error::new(ErrorKind::Other, "the body is written twice")),
        }
    }
}

/// A body on its way, part by part.
struct Parts {
    ends: Ends,
    outgoing: Outgoing,
    /// How long it is so far.
    total: u64,
    /// A chunk that makes the declared length full, and is not written until it proves to be the
    /// last: else a body that is too long would look complete.
    held: Option<Bytes>,
}

impl Parts {
    async fn write(&mut self, chunk: Bytes) -> Result<(), Error> {
        self.total += chunk.len() as u64;
        if let Some(declared) = self.outgoing.declared {
            if self.total > declared {
                return Err(message::wrong_length(declared, self.total, false));
            }
            if self.total == declared && !chunk.is_empty() {
                self.held = Some(chunk);
                return Ok(());
            }
        }
        self.pass(chunk).await
    }

    async fn pass(&mut self, chunk: Bytes) -> Result<(), Error> {
        #[cfg(feature = "log")]
        let length = chunk.len() as u64;
        self.ends.write(chunk.into()).await?;
        #[cfg(feature = "log")]
        if let Some(written) = &self.outgoing.written {
            written.update(|written| written + length);
        }
        Ok(())
    }

    /// Ends the body, with the trailers its content brought and those that were added.
    async fn finish(mut self, trailers: Option<Box<dyn Trailers>>) -> Result<(), Error> {
        if let Some(last) = self.held.take() {
            self.pass(last).await?;
        }
        let Self { ends, outgoing: Outgoing { declared, trailers: added, .. }, total, .. } = self;
        if let Some(declared) = declared
            && declared != total
        {
            return Err(message::wrong_length(declared, total, true));
        }
        let trailers = match (trailers, added) {
            (Some(trailers), Some(added)) => Some(trailers.join(added)),
            (trailers, added) => trailers.or(added),
        };
        ends.finish(trailers.and_then(|trailers| trailers.into_fields())).await
    }
}
