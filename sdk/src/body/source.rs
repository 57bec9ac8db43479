//! [`Source`]: bodies that are streams.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::SizeHint;
use pin_project_lite::pin_project;

use super::{Body, Content, Trailers};
use crate::error::{BoxError, Error};
#[cfg(target_os = "wasi")]
use crate::port::{self, WriteBody};

/// A part of a body: http-body's frame, a fifth of its size, for the sake of speed.
pub(crate) enum Part {
    Data(Bytes),
    Trailers(Box<Trailers>),
}

impl Part {
    pub(crate) fn trailers(trailers: impl Into<Trailers>) -> Self {
        Self::Trailers(Box::new(trailers.into()))
    }
}

/// A stream of the parts of a body.
pub(crate) trait Source {
    /// The next part; `None` is the end.
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>>;

    /// The length of what is left, as far as it is known.
    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }

    /// The same again, if all of it is at hand.
    fn try_clone(&self) -> Option<Pin<Box<dyn Source>>> {
        None
    }

    /// The function that writes it to a host. Behind a method, so that only components with streams
    /// link it.
    #[cfg(target_os = "wasi")]
    fn writer(&self) -> WriteBody {
        port::write_parts
    }
}

#[cfg(target_os = "wasi")]
impl Source for Body {
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        Body::poll_part(self.get_mut(), cx)
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
        Some(body) if !body.is_end_stream() => Content::stream(AnyBody { body, error }).into(),
        _ => Body::empty(),
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
                    // A frame of an unknown kind is ignored.
                    let Ok(trailers) = frame.into_trailers() else { continue };
                    return Poll::Ready(Some(Ok(Part::trailers(trailers))));
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
