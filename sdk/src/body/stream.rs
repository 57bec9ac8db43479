//! Streams as bodies, and bodies as streams.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use pin_project_lite::pin_project;

use super::{Body, Part, Source};
use crate::error::{BoxError, Error};

pin_project! {
    /// The chunks of a stream as a body.
    pub(super) struct StreamBody<S> {
        #[pin]
        stream: S,
    }
}

impl<S> StreamBody<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream }
    }
}

impl<S, D, E> Source for StreamBody<S>
where
    S: Stream<Item = Result<D, E>> + 'static,
    D: Into<Bytes>,
    E: Into<BoxError>,
{
    fn poll_part(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Part, Error>>> {
        Poll::Ready(match ready!(self.project().stream.poll_next(cx)) {
            Some(Ok(data)) => Some(Ok(Part::Data(data.into()))),
            Some(Err(error)) => Some(Err(Error::other(error))),
            None => None,
        })
    }
}

/// The data of a [`Body`] as a [`Stream`] of [`Bytes`]; trailers are left out.
///
/// # Examples
///
/// ```
/// use doorway::Body;
/// use futures_util::TryStreamExt;
///
/// # doorway::testing::block_on(async {
/// let mut chunks = Body::from("one chunk").into_data_stream();
/// while let Some(chunk) = chunks.try_next().await? {
///     assert_eq!(chunk, "one chunk");
/// }
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
pub struct BodyDataStream(Body);

impl BodyDataStream {
    pub(super) fn new(body: Body) -> Self {
        Self(body)
    }
}

impl Stream for BodyDataStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = &mut self.get_mut().0;
        loop {
            match ready!(body.poll_part(cx)) {
                Some(Ok(Part::Data(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Part::Trailers(_))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for BodyDataStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BodyDataStream").field(&self.0).finish()
    }
}
