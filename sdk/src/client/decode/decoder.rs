//! A body that is decoded as it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::coder::Coder;
use crate::Body;
use crate::body::{BodyWrapper, Effect, HttpBody, Part};
use crate::client::damage::Coding;
use crate::error::Error;

pub(super) struct Decoder {
    coder: Coder,
    /// Read and not decoded yet.
    input: Bytes,
}

impl Decoder {
    pub(super) fn new(coding: Coding) -> Self {
        Self { coder: Coder::new(coding), input: Bytes::new() }
    }
}

impl BodyWrapper for Decoder {
    fn poll_part(
        &mut self,
        body: &mut Body,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Part, Error>>> {
        let Self { coder, input } = self;
        loop {
            if let Some(content) = coder.decode(input)? {
                return Poll::Ready(Some(Ok(Part::Data(content))));
            }
            let Some(frame) = ready!(Pin::new(&mut *body).poll_frame(cx)) else {
                coder.end(input)?;
                return Poll::Ready(None);
            };
            match frame?.into_data() {
                Ok(chunk) if input.is_empty() => *input = chunk,
                Ok(chunk) => {
                    let mut joined = Vec::from(std::mem::take(input));
                    joined.extend_from_slice(&chunk);
                    *input = joined.into();
                }
                Err(frame) => {
                    coder.end(input)?;
                    let trailers = frame.into_trailers().unwrap_or_default();
                    return Poll::Ready(Some(Ok(Part::trailers(trailers))));
                }
            }
        }
    }

    fn effect(&self) -> Effect<'_> {
        Effect::Content
    }
}
