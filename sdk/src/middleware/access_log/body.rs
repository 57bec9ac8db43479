//! The body of a response that is logged at its end.

use std::task::{Context, Poll, ready};

use super::entry::Entry;
use crate::Body;
use crate::body::{BodyWrapper, Effect, Part, Writing};
use crate::error::Error;

/// Goes along with a body.
pub(super) struct Logged {
    /// `None` when the line is written.
    entry: Option<Box<Entry>>,
    /// How long the body is, if that is known.
    length: Option<u64>,
}

impl Logged {
    pub(super) fn new(entry: Box<Entry>, length: Option<u64>) -> Self {
        Self { entry: Some(entry), length }
    }

    fn end(&mut self, is_whole: bool) {
        if let Some(mut entry) = self.entry.take() {
            entry.ended |= is_whole;
        }
    }
}

impl BodyWrapper for Logged {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let part = ready!(body.poll_part(cx));
        match &part {
            Some(Ok(Part::Data(data))) => {
                if let Some(entry) = &mut self.entry {
                    entry.sent.update(|sent| sent + data.len() as u64);
                    // Not everybody asks for more than there is.
                    entry.ended |= self.length == Some(entry.sent.get());
                }
            }
            Some(Ok(Part::Trailers(_))) | None => self.end(true),
            Some(Err(_)) => self.end(false),
        }
        Poll::Ready(part)
    }

    fn effect(&self) -> Effect<'_> {
        self.entry.as_ref().map_or(Effect::None, |entry| Effect::Counted(&entry.sent))
    }

    fn poll_writing(
        &mut self,
        writing: &mut Writing,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        let written = ready!(writing.as_mut().poll(cx));
        self.end(written.is_ok());
        Poll::Ready(written)
    }
}
