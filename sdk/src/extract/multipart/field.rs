//! [`Field`]: one field of a form.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::MultipartError;
use super::head::Head;
use super::source::Source;
use crate::content_type;
use crate::utf8::{is_utf8, without_mark};

/// One field of a [`Multipart`](super::Multipart) form, and a [`Stream`] of its content.
///
/// What it says of itself is the client's word: a file name may be a path, a content type a lie.
pub struct Field<'a> {
    pub(super) current: &'a mut Current,
    pub(super) source: &'a mut Source,
}

/// The field that is being read.
pub(super) struct Current {
    field: multer::Field<'static>,
    head: Head,
    taken: u64,
    limit: u64,
}

impl Current {
    pub(super) fn new(field: multer::Field<'static>, head: Head, limit: u64) -> Self {
        Self { field, head, taken: 0, limit }
    }

    pub(super) fn poll_chunk(
        &mut self,
        source: &mut Source,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, MultipartError>> {
        loop {
            let chunk = match Pin::new(&mut self.field).poll_next(cx) {
                Poll::Ready(Some(Ok(chunk))) => chunk,
                Poll::Ready(Some(Err(error))) => {
                    return Poll::Ready(Err(MultipartError::from_parser(error)));
                }
                Poll::Ready(None) => return Poll::Ready(Ok(None)),
                // It lacks data, which come from here and nowhere else.
                Poll::Pending => {
                    ready!(source.poll_fill(cx))?;
                    continue;
                }
            };
            self.taken += chunk.len() as u64;
            if self.taken > self.limit {
                let name = self.head.name.as_deref();
                let error = MultipartError::field_too_long(name, self.limit);
                return Poll::Ready(Err(error));
            }
            if !chunk.is_empty() {
                return Poll::Ready(Ok(Some(chunk)));
            }
        }
    }
}

impl Field<'_> {
    /// The field's name, if its head tells one. What browsers percent-encode of it, which is `"` and
    /// line breaks, stays so: they leave a `%` as it is.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.current.head.name.as_deref()
    }

    /// The name of the file that the field's content is from. To store the content under it would
    /// be to trust the client: it may hold `..` and `/`.
    ///
    /// It is read as the name is. A `filename*` counts where there is no `filename`.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.current.head.file_name.as_deref()
    }

    /// The content's type, if the field's head tells one that is valid: `type/subtype` in lower case,
    /// and parameters as they were sent.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.current.head.content_type.as_deref()
    }

    /// The field's head.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.current.field.headers()
    }

    /// Waits for the next chunk of the content; `None` is its end.
    ///
    /// # Errors
    ///
    /// The body ends too soon (400), the field or the body is longer than is allowed (413), or it
    /// cannot be read.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, MultipartError> {
        poll_fn(|cx| self.current.poll_chunk(self.source, cx)).await
    }

    /// Reads the whole content into memory.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(mut self) -> Result<Bytes, MultipartError> {
        let first = self.chunk().await?.unwrap_or_default();
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut all = BytesMut::with_capacity(2 * (first.len() + second.len()));
        all.extend_from_slice(&first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// Reads the whole content into memory, as UTF-8 text. A byte order mark is left out.
    ///
    /// Browsers send a form in the encoding of its page. One that is not UTF-8 is mostly not told,
    /// so that only [`bytes`](Self::bytes) can read it.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and if the content is not UTF-8 (400) or the field's head says
    /// that it is in another encoding (415).
    pub async fn text(self) -> Result<String, MultipartError> {
        let told = self.headers().get(CONTENT_TYPE);
        let charset = told.and_then(|value| content_type::charset(value.as_bytes()));
        if charset.is_some_and(|charset| !is_utf8(&charset) && charset != "us-ascii") {
            return Err(MultipartError::other_charset(self.name()));
        }
        let not_text = MultipartError::not_text(self.name());
        let bytes = self.bytes().await?;
        let bytes = bytes.slice_ref(without_mark(&bytes));
        String::from_utf8(bytes.into()).map_err(|_| not_text)
    }
}

impl Stream for Field<'_> {
    type Item = Result<Bytes, MultipartError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { current, source } = self.get_mut();
        current.poll_chunk(source, cx).map(Result::transpose)
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.name())
            .field("file_name", &self.file_name())
            .field("content_type", &self.content_type())
            .finish_non_exhaustive()
    }
}
