//! Rejections of extractors that read the whole body.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::{answered, composite, rejection, told};
use crate::error::{Error, ErrorKind};

rejection! {
    /// The body is longer than its limit; the rest of it was not read.
    ///
    /// Default: 2 MiB.
    pub struct LengthLimitError(hidden): PAYLOAD_TOO_LARGE, "the body is over the size limit";

    /// The body is not UTF-8 text.
    pub struct InvalidUtf8(shown): BAD_REQUEST, "the body is not UTF-8 text";
}

/// The body could not be read to its end: 400 if the client cut it off, and [`Error::status`]
/// otherwise.
#[derive(Debug)]
pub struct UnknownBodyError(Error);

impl UnknownBodyError {
    /// Returns the status that answers the request.
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Returns the text for the client.
    pub fn body_text(&self) -> String {
        told(self.status(), self)
    }
}

impl fmt::Display for UnknownBodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body could not be read to its end")
    }
}

impl StdError for UnknownBodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

answered!(UnknownBodyError);

composite! {
    /// The body could not be read into memory.
    pub enum FailedToBufferBody { LengthLimitError, UnknownBodyError }

    /// A rejection of [`Bytes`](bytes::Bytes).
    pub enum BytesRejection { FailedToBufferBody }

    /// A rejection of [`String`].
    pub enum StringRejection { FailedToBufferBody, InvalidUtf8 }
}

impl From<Error> for FailedToBufferBody {
    fn from(error: Error) -> Self {
        let too_large = error.kind() == ErrorKind::TooLarge;
        // An error with another status is not the client's.
        if too_large && error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::LengthLimitError(LengthLimitError::new(error))
        } else {
            Self::UnknownBodyError(UnknownBodyError(error))
        }
    }
}
