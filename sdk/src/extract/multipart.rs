//! [`Multipart`]: forms with files, read field by field.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::content_type::essence;
use super::{FromRequest, OptionalFromRequest};
use crate::Request;

mod error;
mod field;
mod limits;
mod source;

pub use error::{InvalidBoundary, InvalidMultipartContentType, MultipartError, MultipartRejection};
pub use field::Field;
pub use limits::Limits;

use field::Current;
use source::Source;

/// The fields of a `multipart/form-data` body
/// ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)): what a browser sends for a form with files.
///
/// It reads the body as its fields are asked for, and holds no more of it than one chunk, 64 KiB
/// in a component, unless a field is taken whole with [`bytes`](Field::bytes) or
/// [`text`](Field::text). What is left unread of a field is passed over by the next call of
/// [`next_field`](Self::next_field), and what is left unread of the body is never fetched.
///
/// The body may be as long as other extractors would take it, 2 MiB where nothing else is said, or
/// as long as [`with_limits`](Self::with_limits) says.
///
/// As it reads the body it has to be a handler's last argument. `Option<Multipart>` is `None` for a
/// body of another type.
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
/// # use doorway::{Handler, Request};
/// # let body = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x--\r\n";
/// # let request = Request::builder().header("content-type", "multipart/form-data; boundary=x");
/// # doorway::testing::block_on(async {
/// # let response = upload.call(request.body(body).unwrap().into(), &()).await;
/// # assert_eq!(response.into_body().collect(64).await.unwrap().bytes(), "note: 5 bytes\n");
/// # });
/// ```
pub struct Multipart {
    // Above the parser: it is the parser's one field, which has to go before it gives another.
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

/// What parts the fields, by the content type: 1 to 70 characters
/// ([RFC 2046, 5.1.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1)).
fn boundary(request: &Request) -> Result<String, MultipartRejection> {
    let found = request.content_type(|value| {
        let is_form = essence(value).eq_ignore_ascii_case(b"multipart/form-data");
        is_form.then(|| multer::parse_boundary(str::from_utf8(value).unwrap_or_default()))
    });
    match found.flatten() {
        Some(Ok(boundary)) if matches!(boundary.len(), 1..=70) => Ok(boundary),
        Some(_) => Err(InvalidBoundary.into()),
        None => Err(InvalidMultipartContentType.into()),
    }
}

impl Multipart {
    fn new(request: Request, boundary: String) -> Self {
        let limit = request.context.body_limit.0;
        let limit = limit.map_or(u64::MAX, |bytes| u64::try_from(bytes).unwrap_or(u64::MAX));
        let (source, chunks) = Source::new(request.into_body(), limit);
        let parser = multer::Multipart::new(chunks, boundary);
        Self { current: None, parser, source, limits: Limits::new() }
    }

    /// Sets how long the fields may be, each and together.
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

    /// Waits for the next field; `None` is the end of the form.
    ///
    /// # Errors
    ///
    /// The body is malformed or ends too soon (400), it or a field that is passed over is longer
    /// than is allowed (413), or it cannot be read.
    pub async fn next_field(&mut self) -> Result<Option<Field<'_>>, MultipartError> {
        while let Some(current) = &mut self.current {
            if poll_fn(|cx| current.poll_chunk(&mut self.source, cx)).await?.is_none() {
                self.current = None;
            }
        }
        self.source.start_head();
        let Some(field) = poll_fn(|cx| self.poll_head(cx)).await? else { return Ok(None) };
        let limit = self.limits.of(field.name());
        let current = self.current.insert(Current::new(field, limit));
        Ok(Some(Field { current, source: &mut self.source }))
    }

    fn poll_head(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<multer::Field<'static>>, MultipartError>> {
        loop {
            // Pending as long as it lacks data, which come from here and nowhere else.
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
