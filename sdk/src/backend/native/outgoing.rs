//! What goes out: bodies, held to what their message says.

#[cfg(feature = "log")]
use std::cell::Cell;
use std::convert::Infallible;
use std::pin::Pin;
#[cfg(feature = "log")]
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use crate::Body;
use crate::backend::message;
use crate::body::{Boxed, Content, Part, Source, Trailers, Written, trailers};
use crate::error::Error;

/// Natively nothing goes out to a host: the type has no values.
pub(crate) struct Outgoing(Infallible);

impl Outgoing {
    pub(crate) fn write_parts(self, _: Boxed) -> Written {
        match self.0 {}
    }

    pub(crate) fn write_body(self, _: Body) -> Written {
        match self.0 {}
    }

    pub(crate) fn add_trailers(&mut self, _: Box<dyn Trailers>) {
        match self.0 {}
    }

    pub(crate) fn never_block(&mut self) {
        match self.0 {}
    }

    #[cfg(feature = "log")]
    pub(crate) fn count(&mut self, _: Rc<Cell<u64>>) {
        match self.0 {}
    }
}

/// A body on its way to whoever reads the message, as a host lets it through.
pub(crate) struct Wire {
    body: Body,
    /// The message's `content-length`, which the body has to keep to.
    declared: Option<u64>,
    /// How long the body is so far.
    total: u64,
    /// A chunk that makes the declared length full, until it proves to be the last.
    held: Option<Bytes>,
    trailers: Option<Box<dyn Trailers>>,
    ended: bool,
}

impl Wire {
    pub(crate) fn body(body: Body, declared: Option<u64>) -> Body {
        let wire = Self { body, declared, total: 0, held: None, trailers: None, ended: false };
        Content::boxed(wire).into()
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<Part, Error>>> {
        self.body = Body::empty();
        (self.held, self.trailers, self.declared, self.ended) = (None, None, None, true);
        Poll::Ready(Some(Err(error)))
    }

    /// Bytes at hand that are too few are not sent at all.
    fn check_start(&mut self) -> Result<(), Error> {
        let content = std::mem::take(&mut self.body).into_content();
        let length = match &content {
            Content::Boxed(_) => None,
            content => Some(content.at_hand().len() as u64),
        };
        self.body = content.into();
        match (self.declared, length) {
            (Some(declared), Some(length)) if declared != length => {
                Err(message::wrong_length(declared, length, true))
            }
            _ => Ok(()),
        }
    }
}

impl Source for Wire {
    fn poll_part(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        if self.total == 0
            && !self.ended
            && let Err(error) = self.check_start()
        {
            return self.fail(error);
        }
        while !self.ended {
            let chunk = match ready!(self.body.poll_part(cx)) {
                Some(Ok(Part::Data(chunk))) => chunk,
                Some(Ok(Part::Trailers(trailers))) => {
                    self.trailers = Some(trailers);
                    continue;
                }
                Some(Err(error)) => return self.fail(error),
                None => {
                    self.ended = true;
                    break;
                }
            };
            self.total += chunk.len() as u64;
            match self.declared {
                Some(declared) if self.total > declared => {
                    let error = message::wrong_length(declared, self.total, false);
                    return self.fail(error);
                }
                Some(declared) if self.total == declared && !chunk.is_empty() => {
                    self.held = Some(chunk);
                }
                _ if chunk.is_empty() => {}
                _ => return Poll::Ready(Some(Ok(Part::Data(chunk)))),
            }
        }
        if let Some(declared) = self.declared.take()
            && declared != self.total
        {
            let error = message::wrong_length(declared, self.total, true);
            return self.fail(error);
        }
        if let Some(chunk) = self.held.take() {
            return Poll::Ready(Some(Ok(Part::Data(chunk))));
        }
        let trailers = self.trailers.take().and_then(|trailers| trailers.into_fields());
        Poll::Ready(trailers.map(|trailers| Ok(Part::Trailers(trailers::made(trailers)))))
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn is_found_empty(mut self: Pin<&mut Self>) -> bool {
        let is_open = self.held.is_some()
            || self.trailers.is_some()
            || self.declared.is_some_and(|length| length > 0);
        !is_open && self.body.is_found_empty()
    }
}
