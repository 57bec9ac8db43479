//! [`Body`] as an [`http_body::Body`].

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Content, Part};
use crate::error::Error;

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let part = ready!(self.get_mut().poll_part(cx));
        Poll::Ready(part.map(|part| {
            part.map(|part| match part {
                Part::Data(data) => Frame::data(data),
                Part::Trailers(trailers) => Frame::trailers(trailers.into_map()),
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(<[u8]>::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        let hint = match &self.content {
            Content::Stream(source) => source.get().map(|source| source.size_hint()),
            Content::Wrapped(wrapped) => wrapped.content().map(Self::size_hint),
            _ => self.exact_length().map(SizeHint::with_exact),
        };
        hint.unwrap_or_default()
    }
}
