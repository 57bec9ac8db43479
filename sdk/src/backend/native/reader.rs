//! Reading an incoming body: chunk by chunk, then its trailers.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;

use crate::Body;
use crate::body::{Part, Trailers};
use crate::error::Error;

/// An incoming body that is read.
pub(crate) struct Reader {
    body: Body,
    trailers: Option<Box<Trailers>>,
}

impl Reader {
    pub(super) fn new(body: Body) -> Self {
        Self { body, trailers: None }
    }

    /// The next chunk of a response's body; `None` once there is no more.
    pub(crate) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match ready!(self.body.poll_part(cx)) {
                Some(Ok(Part::Data(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Part::Trailers(trailers))) => self.trailers = Some(trailers),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// The trailers of a response whose body is read; they are given once.
    pub(crate) fn poll_trailers(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<HeaderMap>, Error>> {
        Poll::Ready(Ok(self.trailers.take().map(|trailers| trailers.into_map())))
    }

    /// Returns the rest of a response's body.
    pub(crate) fn into_body(self) -> Body {
        self.body
    }
}
