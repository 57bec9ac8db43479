//! [`Body`] as an [`http_body::Body`].

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Body, Content, Part, Source};
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
                Part::Trailers(trailers) => Frame::trailers(trailers.into_set().into_map()),
            })
        }))
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Boxed(_) => false,
            content => content.at_hand().is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Boxed(body) => body.get().map(Source::size_hint).unwrap_or_default(),
            content => SizeHint::with_exact(content.at_hand().len() as u64),
        }
    }
}
