//! The rejections and the error of forms with files.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::error::{BoxError, Error};
use crate::extract::rejection::{answered, composite, rejection, told};

rejection! {
    /// The content type is missing, or is not `multipart/form-data`.
    pub struct InvalidMultipartContentType: UNSUPPORTED_MEDIA_TYPE,
        "the content type is not `multipart/form-data`";

    /// The content type has no boundary, or one that is not 1 to 70 characters long.
    pub struct InvalidBoundary: BAD_REQUEST,
        "the content type `multipart/form-data` has no valid boundary";
}

composite! {
    /// A rejection of [`Multipart`](super::Multipart).
    pub enum MultipartRejection { InvalidMultipartContentType, InvalidBoundary }
}

/// An error of reading a form.
///
/// Returned from a handler, it is answered with a [problem](crate::response::Problem): 400 if the
/// body is malformed or ends early, 413 if it or a field is over its limit, 415 for text in an
/// encoding other than UTF-8, and [`Error::status`] otherwise.
pub struct MultipartError(Box<Inner>);

struct Inner {
    status: StatusCode,
    /// For the client, unless the status is from 500 up.
    text: String,
    /// For the log.
    source: Option<BoxError>,
}

impl MultipartError {
    fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self(Box::new(Inner { status, text: text.into(), source: None }))
    }

    fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(super) fn cut_off() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "the form is malformed, or ends before its last boundary",
        )
    }

    pub(super) fn head_too_long() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "the headers of a field are too long")
    }

    pub(super) fn malformed_disposition() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "the `content-disposition` of a field is malformed")
    }

    pub(super) fn told_twice(parameter: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            format!("the `content-disposition` of a field has `{parameter}` twice"),
        )
    }

    pub(super) fn badly_encoded(parameter: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            format!("the `{parameter}` of a field is not percent-encoded UTF-8 text"),
        )
    }

    pub(super) fn too_long(limit: u64) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "the body is over the size limit")
            .with_source(format!("the limit is {limit} bytes"))
    }

    pub(super) fn field_too_long(name: Option<&str>, limit: u64) -> Self {
        Self::of_field(StatusCode::PAYLOAD_TOO_LARGE, name, "is over the size limit")
            .with_source(format!("the limit is {limit} bytes"))
    }

    pub(super) fn not_text(name: Option<&str>) -> Self {
        Self::of_field(StatusCode::BAD_REQUEST, name, "is not UTF-8 text")
    }

    pub(super) fn other_charset(name: Option<&str>) -> Self {
        Self::of_field(StatusCode::UNSUPPORTED_MEDIA_TYPE, name, "is not declared as UTF-8 text")
    }

    fn of_field(status: StatusCode, name: Option<&str>, what: &str) -> Self {
        Self::new(
            status,
            match name {
                // The name comes from the client, and may be long.
                Some(name) if name.len() <= 64 => format!("the field `{name}` {what}"),
                _ => format!("a field {what}"),
            },
        )
    }

    pub(super) fn from_body(error: Error) -> Self {
        Self::new(error.status(), "the body could not be read to its end").with_source(error)
    }

    pub(super) fn from_parser(error: multer::Error) -> Self {
        use multer::Error::{
            DecodeHeaderName, DecodeHeaderValue, IncompleteFieldData, IncompleteHeaders,
            IncompleteStream, ReadHeaderFailed,
        };
        match error {
            IncompleteStream | IncompleteFieldData { .. } => Self::cut_off(),
            IncompleteHeaders
            | ReadHeaderFailed(_)
            | DecodeHeaderName { .. }
            | DecodeHeaderValue { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "the headers of a field are malformed")
            }
            // The parser is given no limits, and the body's errors do not go through it.
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the form could not be parsed"),
        }
        .with_source(error)
    }

    /// Returns the status that answers the request.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the text for the client.
    pub fn body_text(&self) -> String {
        told(self.0.status, self)
    }
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl StdError for MultipartError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&**self.0.source.as_ref()?)
    }
}

impl fmt::Debug for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultipartError")
            .field("status", &self.0.status)
            .field("text", &self.0.text)
            .field("source", &self.0.source)
            .finish()
    }
}

answered!(MultipartError);
