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
use crate::parameters::content_type;
use crate::utf8::{is_utf8, without_mark};

/// A field of a [`Multipart`](super::Multipart) form, and a [`Stream`] of its content.
///
/// Its names and content type come from the client: do not trust them.
///
/// # Examples
///
/// ```
/// use doorway::extract::multipart::{Field, MultipartError};
///
/// /// Counts bytes without keeping them.
/// async fn length(mut field: Field<'_>) -> Result<usize, MultipartError> {
///     let mut length = 0;
///     while let Some(chunk) = field.chunk().await? {
///         length += chunk.len();
///     }
///     Ok(length)
/// }
/// ```
///
/// Files, and fields of text beside them:
///
/// ```
/// use doorway::client::multipart::{Form, Part};
/// use doorway::extract::Multipart;
/// use doorway::extract::multipart::MultipartError;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::post};
///
/// async fn upload(mut form: Multipart) -> Result<String, MultipartError> {
///     let mut lines = String::new();
///     while let Some(field) = form.next_field().await? {
///         let what = match (field.file_name(), field.content_type()) {
///             (Some(name), Some(kind)) => format!("{name} ({kind}, {} fields)", field.headers().len()),
///             _ => field.text().await?,
///         };
///         lines += &format!("{what}\n");
///     }
///     Ok(lines)
/// }
///
/// let image = Part::bytes(vec![1, 2, 3]).file_name("mars.png").mime_str("image/png")?;
/// let form = Form::new().text("planet", "Mars").part("image", image);
/// let kind = format!("multipart/form-data; boundary={}", form.boundary());
/// let request = doorway::client::Client::new().post("http://test.local/").multipart(form).build()?;
/// let body = request.into_body();
///
/// let client = TestClient::new(Router::new().route("/", post(upload)));
/// let response = client.post("/").header("content-type", kind).body(body).send();
/// assert_eq!(response.text(), "Mars\nmars.png (image/png, 2 fields)\n");
/// # Ok::<(), doorway::client::Error>(())
/// ```
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
                // The parser needs data, which only this function gives it.
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
    /// Returns the field's name, if it has one. Browsers percent-encode `"` and line breaks in it,
    /// but no `%`, so it is not decoded.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.current.head.name.as_deref()
    }

    /// Returns the name of the file, if the field has one, read in the same way as the name.
    ///
    /// Do not use it as a path: it may contain `..` and `/`. A `filename*` is used if there is no
    /// `filename`.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.current.head.file_name.as_deref()
    }

    /// Returns the content type, if it is valid: `type/subtype` in lower case, and the parameters
    /// as they were sent.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.current.head.content_type.as_deref()
    }

    /// Returns the field's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.current.field.headers()
    }

    /// Returns the next chunk of the content; `None` at its end.
    ///
    /// # Errors
    ///
    /// If the body ends early (400), if the field or the body is over its limit (413), or if the
    /// body cannot be read.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, MultipartError> {
        poll_fn(|cx| self.current.poll_chunk(self.source, cx)).await
    }

    /// Reads the whole content into memory.
    ///
    /// # Errors
    ///
    /// The same as for [`chunk`](Self::chunk).
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

    /// Reads the whole content into memory, as UTF-8 text without a byte order mark.
    ///
    /// Browsers send a form in the encoding of its page, mostly without naming it. Read another
    /// encoding with [`bytes`](Self::bytes).
    ///
    /// # Errors
    ///
    /// The same as for [`chunk`](Self::chunk), and if the content is not UTF-8 (400) or the field
    /// names another encoding (415).
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
