//! [`Multipart`]: an extractor of forms with files.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::{FromRequest, OptionalFromRequest};
use crate::Request;
use crate::parameters::content_type::essence;
use crate::parameters::parameters;

mod error;
mod field;
mod head;
mod limits;
mod source;

pub use error::{InvalidBoundary, InvalidMultipartContentType, MultipartError, MultipartRejection};
pub use field::Field;
pub use limits::Limits;

use field::Current;
use head::Head;
use source::Source;

/// An extractor of `multipart/form-data` bodies, which browsers send for forms with files
/// ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)).
///
/// The body is read field by field. No more of it is in memory than one chunk, 64 KiB in a
/// component, unless a field is read whole with [`bytes`](Field::bytes) or [`text`](Field::text).
/// The next call of [`next_field`](Self::next_field) skips what is left of a field; what is left of
/// the body is never read.
///
/// Limit of the body by default: 2 MiB, as for other extractors; set others with
/// [`with_limits`](Self::with_limits).
///
/// It reads the body, so it has to be a handler's last argument. `Option<Multipart>` is `None` for
/// a body of another type.
///
/// # Examples
///
/// ```
/// use doorway::extract::Multipart;
/// use doorway::extract::multipart::MultipartError;
///
/// async fn upload(mut form: Multipart) -> Result<String, MultipartError> {
///     let mut report = String::new();
///     while let Some(mut field) = form.next_field().await? {
///         let name = field.name().unwrap_or_default().to_owned();
///         let mut size = 0;
///         while let Some(chunk) = field.chunk().await? {
///             size += chunk.len();
///         }
///         report += &format!("{name}: {size} bytes\n");
///     }
///     Ok(report)
/// }
/// # use doorway::{Handler, IntoResponse, Request};
/// # let body = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x--\r\n";
/// # let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
/// # doorway::testing::block_on(async {
/// # let response = upload.call(request.body(body).unwrap().into(), &()).await.into_response();
/// # assert_eq!(response.into_body().collect_up_to(64).await.unwrap().bytes(), "note: 5 bytes\n");
/// # });
/// ```
#[doc(alias("file", "form-data", "upload"))]
pub struct Multipart {
    // Declared before the parser: the parser's only field has to be dropped before it yields
    // another.
    current: Option<Current>,
    parser: multer::Multipart<'static>,
    source: Source,
    limits: Limits,
}

impl<S> FromRequest<S> for Multipart {
    type Rejection = MultipartRejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let boundary = boundary(&request)?;
        Ok(Self::new(request, boundary))
    }
}

impl<S> OptionalFromRequest<S> for Multipart {
    type Rejection = MultipartRejection;

    async fn from_request(request: Request, _: &S) -> Result<Option<Self>, Self::Rejection> {
        match boundary(&request) {
            Ok(boundary) => Ok(Some(Self::new(request, boundary))),
            Err(MultipartRejection::InvalidMultipartContentType(_)) => Ok(None),
            Err(rejection) => Err(rejection),
        }
    }
}

/// The boundary between the fields, from the content type.
fn boundary(request: &Request) -> Result<String, MultipartRejection> {
    let found = request.parts.content_type(|value| {
        let is_form = essence(value).eq_ignore_ascii_case(b"multipart/form-data");
        is_form.then(|| boundary_of(value))
    });
    match found.flatten() {
        Some(Some(boundary)) => Ok(boundary),
        Some(None) => Err(InvalidBoundary.into()),
        None => Err(InvalidMultipartContentType.into()),
    }
}

/// A boundary of 1 to 70 characters
/// ([RFC 2046, 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)), unless other parsers
/// may find another: the parameters are malformed, or name several
/// ([RFC 6838, 4.3](https://www.rfc-editor.org/rfc/rfc6838#section-4.3)).
fn boundary_of(content_type: &[u8]) -> Option<String> {
    let mut found = None;
    for parameter in parameters(content_type) {
        let is_again = parameter.is("boundary") && found.replace(parameter).is_some();
        if is_again || !parameter.is_valid {
            return None;
        }
    }
    let boundary = found?.value();
    let is_boundary = matches!(boundary.len(), 1..=70)
        && boundary.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_boundary.then(|| boundary.into_owned())
}

impl Multipart {
    fn new(request: Request, boundary: String) -> Self {
        let limit = request.parts.context.body_limit.0;
        let limit = limit.map_or(u64::MAX, |bytes| u64::try_from(bytes).unwrap_or(u64::MAX));
        let (source, chunks) = Source::new(request.into_body(), limit);
        let parser = multer::Multipart::new(chunks, boundary);
        Self { current: None, parser, source, limits: Limits::new() }
    }

    /// Sets limits for the size of fields and of the whole body.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Multipart;
    /// use doorway::extract::multipart::{Limits, MultipartError};
    ///
    /// async fn upload(form: Multipart) -> Result<(), MultipartError> {
    ///     let limits = Limits::new()
    ///         .total(64 * 1024 * 1024)
    ///         .per_field(64 * 1024)
    ///         .for_field("video", 60 * 1024 * 1024);
    ///     let mut form = form.with_limits(limits);
    ///     while let Some(field) = form.next_field().await? {
    ///         println!("{:?}", field.name());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn with_limits(mut self, limits: Limits) -> Self {
        if let Some(total) = limits.total {
            self.source.limit = total;
        }
        self.limits = limits;
        self
    }

    /// Returns the next field; `None` at the end of the form.
    ///
    /// # Errors
    ///
    /// If the body is malformed or ends early (400), if it or a skipped field is over its limit
    /// (413), or if it cannot be read. A field with a repeated parameter in its
    /// `content-disposition` is malformed too
    /// ([RFC 6266, 4.1](https://www.rfc-editor.org/rfc/rfc6266#section-4.1)): a filter in front of
    /// the app might read the other one.
    pub async fn next_field(&mut self) -> Result<Option<Field<'_>>, MultipartError> {
        while let Some(current) = &mut self.current {
            if poll_fn(|cx| current.poll_chunk(&mut self.source, cx)).await?.is_none() {
                self.current = None;
            }
        }
        self.source.start_head();
        let Some(field) = poll_fn(|cx| self.poll_head(cx)).await? else { return Ok(None) };
        let head = Head::read(field.headers());
        let name = head.as_ref().ok().and_then(|head| head.name.as_deref());
        let limit = self.limits.of(name);
        let (head, refused) = match head {
            Ok(head) => (head, None),
            Err(error) => (Head::default(), Some(error)),
        };
        // A refused field is skipped too if more fields are read.
        let current = self.current.insert(Current::new(field, head, limit));
        match refused {
            Some(error) => Err(error),
            None => Ok(Some(Field { current, source: &mut self.source })),
        }
    }

    fn poll_head(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<multer::Field<'static>>, MultipartError>> {
        loop {
            // Pending while the parser needs data, which only this function gives it.
            if let Poll::Ready(found) = self.parser.poll_next_field(cx) {
                return Poll::Ready(found.map_err(MultipartError::from_parser));
            }
            ready!(self.source.poll_head(cx))?;
        }
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").field("limits", &self.limits).finish_non_exhaustive()
    }
}
