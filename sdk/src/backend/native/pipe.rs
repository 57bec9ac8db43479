//! [`BodyPipe`]: a body on its way, held to what its message says.

use std::task::{Context, Poll, ready};

use super::fields;
use crate::Body;
use crate::body::{Content, HostBody, Part, Trailers};
use crate::error::Error;
use crate::message::{self, LengthCheck};

/// A body on its way to the reader of the message, as a host passes it on.
pub(crate) struct BodyPipe {
    body: Body,
    length: LengthCheck,
    /// Why bytes at hand are not sent at all.
    refused: Option<Error>,
    trailers: Option<Box<Trailers>>,
    ended: bool,
}

impl BodyPipe {
    /// The other end of a body whose message declares that length.
    pub(crate) fn through(body: Body, declared: Option<u64>) -> Body {
        let length = body.as_bytes().map(|bytes| bytes.len() as u64);
        let refused = length.and_then(|length| message::check_length(declared, length).err());
        let length = LengthCheck::new(declared);
        Content::host(Self { body, length, refused, trailers: None, ended: false }).into()
    }
}

impl HostBody for BodyPipe {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        if let Some(error) = self.refused.take() {
            return Poll::Ready(Some(Err(error)));
        }
        while !self.ended {
            match ready!(self.body.poll_part(cx)).transpose()? {
                Some(Part::Data(chunk)) => {
                    if self.length.add(&chunk)? && !chunk.is_empty() {
                        return Poll::Ready(Some(Ok(Part::Data(chunk))));
                    }
                }
                Some(Part::Trailers(trailers)) => self.trailers = Some(trailers),
                None => {
                    self.ended = true;
                    if let Some(last) = self.length.end()? {
                        return Poll::Ready(Some(Ok(Part::Data(last))));
                    }
                }
            }
        }
        let trailers = self.trailers.take().and_then(|trailers| fields::of_trailers(*trailers));
        Poll::Ready(trailers.map(|trailers| Ok(Part::trailers(trailers))))
    }

    fn left(&self) -> Option<u64> {
        None
    }

    fn is_found_empty(&mut self) -> bool {
        let is_open =
            self.refused.is_some() || self.trailers.is_some() || !self.length.allows_end();
        !is_open && self.body.is_found_empty()
    }

    fn poll_found_empty(&mut self, _: &mut Context<'_>) -> Poll<bool> {
        Poll::Ready(self.is_found_empty())
    }
}
