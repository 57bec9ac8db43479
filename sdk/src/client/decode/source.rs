//! A body that is decoded as it is read.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;

use super::coder::Coder;
use crate::Body;
use crate::backend::Outgoing;
use crate::body::{Content, HttpBody, Part, Source, Written, trailers};
use crate::client::damage::Coding;
use crate::error::Error;

pub(super) fn decoded(body: Body, coding: Coding) -> Body {
    Content::boxed(Decoded { body, coder: Coder::new(coding), input: Bytes::new() }).into()
}

struct Decoded {
    body: Body,
    coder: Coder,
    /// Read and not decoded yet.
    input: Bytes,
}

impl Source for Decoded {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let Self { body, coder, input } = self.get_mut();
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
                    return Poll::Ready(Some(Ok(Part::Trailers(trailers::made(trailers)))));
                }
            }
        }
    }

    /// Part by part, so that a damaged body is not finished.
    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn too_large_status(&self) -> StatusCode {
        StatusCode::BAD_GATEWAY
    }
}
