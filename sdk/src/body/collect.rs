//! Reading a whole body, up to a limit.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;

use super::{Body, Part};
use crate::error::{Error, ErrorKind};
use crate::shown::Fields;

/// A body that was read to its end: its data and its trailers.
///
/// # Examples
///
/// ```
/// # doorway::testing::block_on(async {
/// let body = doorway::Body::from("Hello").collect_up_to(1024).await?;
/// assert_eq!(body.bytes(), "Hello");
/// assert!(body.trailers().is_none());
/// let data: bytes::Bytes = body.into_bytes();
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Default)]
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
            // The error would show the data.
            let source = error.utf8_error();
            Error::new(ErrorKind::Body, "the body is not UTF-8 text").with_source(source)
        })
    }
}

/// As with a [`Body`], what it holds is not told.
impl fmt::Debug for Collected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collected")
            .field("length", &self.bytes.len())
            .field("trailers", &self.trailers.as_ref().map(Fields))
            .finish()
    }
}

/// The most memory that is reserved for a declared length.
const FIRST_CAPACITY: usize = 64 * 1024;

pub(super) async fn collect(mut body: Body, limit: usize) -> Result<Collected, Error> {
    let mut data = Gathered::new(limit);
    data.check_declared(&body)?;
    let mut trailers = None;
    while let Some(part) = poll_fn(|cx| body.poll_part(cx)).await {
        match part? {
            Part::Data(chunk) => data.add(chunk, &body)?,
            Part::Trailers(last) => trailers = Some(last.into_map()),
        }
    }
    Ok(Collected { bytes: data.take(), trailers })
}

/// Reads the whole body, `limit` bytes at most. Trailers are left out.
///
/// # Examples
///
/// ```
/// use doorway::Body;
/// use doorway::body::to_bytes;
///
/// # doorway::testing::block_on(async {
/// assert_eq!(to_bytes(Body::from("Hello"), 64 * 1024).await?, "Hello");
/// # Ok::<(), doorway::Error>(())
/// # }).unwrap();
/// ```
///
/// # Errors
///
/// As [`Body::collect_up_to`].
pub async fn to_bytes(body: Body, limit: usize) -> Result<Bytes, Error> {
    body.collect_bytes(limit).await
}

impl Body {
    /// As [`collect_up_to`](Self::collect_up_to), of the data alone: trailers are not waited for.
    pub(crate) fn collect_bytes(mut self, limit: usize) -> CollectBytes {
        self.forgo_trailers();
        CollectBytes { body: self, data: Gathered::new(limit) }
    }
}

/// The future of a body's data.
pub(crate) struct CollectBytes {
    body: Body,
    data: Gathered,
}

impl Future for CollectBytes {
    type Output = Result<Bytes, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<Bytes, Error>> {
        let Self { body, data } = self.get_mut();
        loop {
            if data.is_empty() {
                data.check(body.known_length(), body)?;
            }
            let part = body.poll_part(cx);
            if part.is_pending() && data.is_empty() {
                // Before it is waited for: its sender may wait to be refused.
                data.check_declared(body)?;
            }
            let Some(Part::Data(chunk)) = ready!(part).transpose()? else { break };
            data.add(chunk, body)?;
        }
        Poll::Ready(Ok(data.take()))
    }
}

/// The parts that were read so far.
struct Gathered {
    limit: usize,
    /// The first chunk, which is kept as it is: the usual body has no other.
    first: Option<Bytes>,
    /// All chunks, if there are more.
    all: Vec<u8>,
}

impl Gathered {
    fn new(limit: usize) -> Self {
        Self { limit, first: None, all: Vec::new() }
    }

    fn add(&mut self, chunk: Bytes, body: &Body) -> Result<(), Error> {
        let before = self.first.as_ref().map_or(self.all.len(), Bytes::len);
        if chunk.len() > self.limit - before {
            return Err(self.too_large(body));
        }
        if before == 0 {
            self.first = Some(chunk);
            return Ok(());
        }
        if let Some(first) = self.first.take() {
            // Only now, as the host has to be asked.
            let declared = self.check_declared(body)?;
            let expected = usize::try_from(declared).unwrap_or(usize::MAX);
            self.all.reserve(expected.min(FIRST_CAPACITY).max(before + chunk.len()));
            self.all.extend_from_slice(&first);
        }
        self.all.extend_from_slice(&chunk);
        Ok(())
    }

    /// The length that the sender declared, or 0; refuses one over the limit.
    fn check_declared(&self, body: &Body) -> Result<u64, Error> {
        let declared = body.declared_length();
        self.check(declared, body)?;
        Ok(declared.unwrap_or(0))
    }

    /// Refuses a body that is known to be too long.
    fn check(&self, length: Option<u64>, body: &Body) -> Result<(), Error> {
        match length {
            Some(length) if length > self.limit as u64 => Err(self.too_large(body)),
            _ => Ok(()),
        }
    }

    fn is_empty(&self) -> bool {
        self.first.is_none() && self.all.is_empty()
    }

    fn take(&mut self) -> Bytes {
        self.first.take().unwrap_or_else(|| std::mem::take(&mut self.all).into())
    }

    fn too_large(&self, body: &Body) -> Error {
        let limit = self.limit;
        let message = format!("the body is longer than its limit of {limit} bytes");
        Error::new(ErrorKind::TooLarge, message).with_status(body.too_large_status())
    }
}
