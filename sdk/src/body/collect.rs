//! Reading a whole body, up to a limit.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::HeaderMap;

use super::{Body, Boxed, Content, Part, Source};
use crate::error::{Error, ErrorKind};

/// A body that was read to its end: its data and its trailers.
///
/// # Examples
///
/// ```
/// # doorway::testing::block_on(async {
/// let body = doorway::Body::from("Hello").collect(1024).await?;
/// assert_eq!(body.bytes(), "Hello");
/// assert!(body.trailers().is_none());
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Collected {
    bytes: Bytes,
    trailers: Option<HeaderMap>,
}

impl Collected {
    /// The data.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The trailers, if the body had any.
    pub fn trailers(&self) -> Option<&HeaderMap> {
        self.trailers.as_ref()
    }

    /// Keeps the data.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Keeps the data, as text.
    ///
    /// # Errors
    ///
    /// Of kind [`Body`](ErrorKind::Body) when the data is not UTF-8; the message says where.
    pub fn into_string(self) -> Result<String, Error> {
        String::from_utf8(self.bytes.into()).map_err(|error| {
            Error::new(ErrorKind::Body, "the body is not UTF-8 text").with_source(error)
        })
    }
}

/// What to reserve for a body on the sender's word alone.
const FIRST_CAPACITY: usize = 64 * 1024;

pub(super) async fn collect(mut body: Body, limit: usize) -> Result<Collected, Error> {
    let mut data = Gathered::new(limit);
    if body.known_length().is_some_and(|length| length > limit as u64) {
        return Err(data.too_large(body.source()));
    }
    let mut trailers = None;
    while let Some(part) = poll_fn(|cx| body.poll_part(cx)).await {
        match part? {
            Part::Data(chunk) => data.add(chunk, body.source())?,
            Part::Trailers(last) => trailers = Some(*last),
        }
    }
    Ok(Collected { bytes: data.take(), trailers })
}

impl Body {
    /// As [`collect`](Self::collect), of the data alone: trailers are not waited for.
    pub(crate) fn collect_bytes(self, limit: usize) -> CollectBytes {
        collect_bytes(self, limit)
    }

    fn source(&self) -> Option<&dyn Source> {
        match &self.content {
            Content::Boxed(source) => source.get(),
            _ => None,
        }
    }
}

fn collect_bytes(body: Body, limit: usize) -> CollectBytes {
    let mut data = Gathered::new(limit);
    let source = match body.content {
        Content::Empty => Ok(None),
        Content::Full(bytes) => data.add(bytes, None).map(|()| None),
        Content::Boxed(source) => source.into_inner().map(Some),
    };
    let source = source.and_then(|source| {
        let Some(mut source) = source else { return Ok(None) };
        source.as_mut().forgo_trailers();
        match source.known_length() {
            Some(length) if length > limit as u64 => Err(data.too_large(Some(&*source))),
            _ => Ok(Some(source)),
        }
    });
    match source {
        Ok(source) => CollectBytes { source, failed: None, data },
        Err(error) => CollectBytes { source: None, failed: Some(error), data },
    }
}

/// The future of a body's data.
pub(crate) struct CollectBytes {
    source: Option<Boxed>,
    failed: Option<Error>,
    data: Gathered,
}

impl Future for CollectBytes {
    type Output = Result<Bytes, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<Bytes, Error>> {
        let Self { source, failed, data } = self.get_mut();
        if let Some(source) = source {
            while let Some(Part::Data(chunk)) = ready!(source.as_mut().poll_part(cx)).transpose()? {
                data.add(chunk, Some(&**source))?;
            }
        }
        Poll::Ready(failed.take().map_or_else(|| Ok(data.take()), Err))
    }
}

/// What was read so far.
struct Gathered {
    limit: usize,
    /// The first chunk, which is kept as it is: the usual body has no other.
    first: Bytes,
    /// All chunks, if there are more.
    all: BytesMut,
}

impl Gathered {
    fn new(limit: usize) -> Self {
        Self { limit, first: Bytes::new(), all: BytesMut::new() }
    }

    fn add(&mut self, chunk: Bytes, source: Option<&dyn Source>) -> Result<(), Error> {
        let before = self.first.len() + self.all.len();
        if chunk.len() > self.limit - before {
            return Err(self.too_large(source));
        }
        if before == 0 {
            self.first = chunk;
            return Ok(());
        }
        if self.all.is_empty() {
            // Only now, as the host has to be asked.
            let declared = source.and_then(Source::declared_length).unwrap_or(0);
            if declared > self.limit as u64 {
                return Err(self.too_large(source));
            }
            let expected = usize::try_from(declared).unwrap_or(usize::MAX);
            self.all.reserve(expected.min(FIRST_CAPACITY).max(before + chunk.len()));
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&chunk);
        Ok(())
    }

    fn take(&mut self) -> Bytes {
        let first = std::mem::take(&mut self.first);
        if self.all.is_empty() { first } else { std::mem::take(&mut self.all).freeze() }
    }

    fn too_large(&self, source: Option<&dyn Source>) -> Error {
        let limit = self.limit;
        let error = Error::new(
            ErrorKind::TooLarge,
            format!("the body is longer than its limit of {limit} bytes"),
        );
        match source {
            Some(source) => error.with_status(source.too_large_status()),
            None => error,
        }
    }
}
