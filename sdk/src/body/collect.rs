//! Reading a whole body, up to a limit.

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body::Body as _;

use super::{Body, Content};
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
    let hint = body.size_hint();
    if hint.lower() > limit as u64 {
        return Err(too_large(&body, limit));
    }
    let mut all = Collected::default();
    let mut buffer = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let data = match frame?.into_data() {
            Ok(data) => data,
            Err(frame) => {
                all.trailers = frame.into_trailers().ok();
                continue;
            }
        };
        if data.len() > limit - all.bytes.len() - buffer.len() {
            return Err(too_large(&body, limit));
        }
        if buffer.is_empty() && all.bytes.is_empty() {
            // The usual body is one chunk, which is kept as it is.
            all.bytes = data;
            continue;
        }
        if buffer.is_empty() {
            let expected = usize::try_from(hint.lower()).unwrap_or(usize::MAX);
            buffer.reserve(expected.min(FIRST_CAPACITY).max(all.bytes.len() + data.len()));
            buffer.extend_from_slice(&std::mem::take(&mut all.bytes));
        }
        buffer.extend_from_slice(&data);
    }
    if !buffer.is_empty() {
        all.bytes = buffer.freeze();
    }
    Ok(all)
}

fn too_large(body: &Body, limit: usize) -> Error {
    let error = Error::new(
        ErrorKind::TooLarge,
        format!("the body is longer than its limit of {limit} bytes"),
    );
    match &body.content {
        Content::Boxed(body) => match body.get() {
            Some(body) => error.with_status(body.too_large_status()),
            None => error,
        },
        _ => error,
    }
}
