//! Conversions of WASI 0.2's I/O errors.

use super::bindings::wasi::http::types::{self, Fields, HeaderError};
use super::bindings::wasi::io::streams::StreamError;
use crate::backend::wasi::origin::Origin;
use crate::error::{Error, ErrorCode, ErrorKind};

/// The error of reading a stream; `None` if it was closed.
pub(super) fn stream_error(error: StreamError, origin: &Origin) -> Option<Error> {
    let error = match error {
        StreamError::Closed => return None,
        StreamError::LastOperationFailed(error) => error,
    };
    let message = "the other side broke off";
    // The code is for what an upstream did. jco ends its process when it is asked about a client that
    // has left.
    let code = match origin {
        Origin::Request => None,
        Origin::Response(_) => types::http_error_code(&error).map(ErrorCode::from),
    };
    let detail = error.to_debug_string();
    // Not every host has a code for a body's error (wasmtime 48 has none); the text names it.
    let is_timeout = code.as_ref().map_or_else(|| names_timeout(&detail), ErrorCode::is_timeout);
    let kind = if is_timeout { ErrorKind::Timeout } else { ErrorKind::Body };
    let error = origin.blame(Error::new(kind, message));
    Some(match code {
        Some(code) => error.with_source(code),
        None => error.with_source(detail),
    })
}

/// Compares bytes, as searching a text takes 2 kB.
fn names_timeout(detail: &str) -> bool {
    let word = b"timeout";
    detail.as_bytes().windows(word.len()).any(|part| part == word)
}

/// The error of writing: mostly because the other side has disconnected.
pub(super) fn closed(error: StreamError) -> Error {
    match error {
        StreamError::Closed => Error::new(ErrorKind::Closed, "the other side has gone"),
        StreamError::LastOperationFailed(error) => {
            Error::new(ErrorKind::Body, "writing failed").with_source(error.to_debug_string())
        }
    }
}

pub(crate) fn entries(fields: &Fields) -> Vec<(String, Vec<u8>)> {
    fields.entries()
}

/// The reason why a host refuses a field.
pub(crate) fn refusal(error: &HeaderError) -> &'static str {
    match error {
        HeaderError::Forbidden => "the host forbids it",
        HeaderError::InvalidSyntax => "the host takes it for malformed",
        HeaderError::Immutable => "the host takes no more",
    }
}
