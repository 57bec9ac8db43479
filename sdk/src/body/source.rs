//! Bodies that are more than bytes at hand, behind [`Body`].
//!
//! They are trait objects for the sake of size too: a component that never reads or streams a body
//! carries none of the code for it.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::SizeHint;
use pin_project_lite::pin_project;

use super::{Body, Content, Trailers, trailers};
use crate::backend::{Outgoing, Writer};
use crate::error::{BoxError, Error};

mod around;
mod trailed;
pub(crate) use around::Around;

pub(crate) type Boxed = Pin<Box<dyn Source>>;

/// The future of a body that is being written.
pub(crate) type Writing = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// What is left of the writing of a body: nothing, if it was done at once.
pub(crate) type Written = Result<Option<Writing>, Error>;

/// What a source yields: http-body's frame, a fifth of its size, for the sake of speed.
pub(crate) enum Part {
    Data(Bytes),
    Trailers(Box<dyn Trailers>),
}

/// Where a body's content comes from.
pub(crate) trait Source {
    /// The next part; `None` is the end.
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>>;

    /// Writes all of itself as the content of an outgoing message, and ends that.
    /// Gives what is left to be waited for; nothing, if it was done at once.
    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written;

    /// Writes its next part, or several.
    fn poll_write(
        self: Pin<&mut Self>,
        writer: &mut Writer,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error>> {
        let part = ready!(self.poll_part(cx)).transpose()?;
        Poll::Ready(writer.take(part))
    }

    /// What is known of the length.
    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }

    /// The exact length, if it is known without asking the host.
    fn known_length(&self) -> Option<u64> {
        self.size_hint().exact()
    }

    /// The length of the whole that its sender declared, also while it is read.
    fn declared_length(&self) -> Option<u64> {
        self.known_length()
    }

    /// The names of the trailers it is sure to bring, unless the message's headers tell them.
    fn announced(&self, _: &HeaderMap) -> Vec<&str> {
        Vec::new()
    }

    /// Nobody will ask for trailers.
    fn forgo_trailers(self: Pin<&mut Self>) {}

    /// Whether it is at its end already, without trailers, as far as can be told without waiting.
    fn is_found_empty(self: Pin<&mut Self>) -> bool {
        false
    }

    /// As [`is_found_empty`](Source::is_found_empty), once there is something to tell it by.
    fn poll_found_empty(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<bool> {
        Poll::Ready(false)
    }

    /// The same again, if all of it is at hand.
    fn try_clone(&self) -> Option<Content> {
        None
    }

    /// The status that answers a body over its limit.
    fn too_large_status(&self) -> StatusCode {
        StatusCode::PAYLOAD_TOO_LARGE
    }
}

/// A [`Body`] of any body, whose errors become those that `error` makes of them; one that is a
/// [`Body`] already is not wrapped again.
pub(super) fn boxed<B>(body: B, error: fn(BoxError) -> Error) -> Body
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    let mut body = Some(body);
    if let Some(body) = (&mut body as &mut dyn Any).downcast_mut::<Option<Body>>() {
        return body.take().unwrap_or_default();
    }
    match body {
        Some(body) => Content::boxed(AnyBody { body, error }).into(),
        None => Body::empty(),
    }
}

pin_project! {
    struct AnyBody<B> {
        #[pin]
        body: B,
        error: fn(BoxError) -> Error,
    }
}

impl<B> Source for AnyBody<B>
where
    B: http_body::Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        let this = self.project();
        let (mut body, to_own) = (this.body, this.error);
        loop {
            let frame = match ready!(body.as_mut().poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Poll::Ready(Some(Err(to_own(error.into())))),
                None => return Poll::Ready(None),
            };
            match frame.into_data() {
                Ok(data) => return Poll::Ready(Some(Ok(Part::Data(data)))),
                Err(frame) => {
                    // A frame of a kind that is not known yet is passed over.
                    let Ok(trailers) = frame.into_trailers() else { continue };
                    return Poll::Ready(Some(Ok(Part::Trailers(trailers::made(trailers)))));
                }
            }
        }
    }

    fn write(self: Pin<Box<Self>>, outgoing: Outgoing) -> Written {
        outgoing.write_parts(self)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
