//! Conversions of WASI 0.3's fields.

use super::bindings::wasi::http::types::{Fields, HeaderError};

pub(crate) fn entries(fields: &Fields) -> Vec<(String, Vec<u8>)> {
    fields.copy_all()
}

/// The reason why a host refuses a field.
pub(crate) fn refusal(error: &HeaderError) -> &'static str {
    match error {
        HeaderError::Forbidden => "the host forbids it",
        HeaderError::InvalidSyntax => "the host takes it for malformed",
        HeaderError::SizeExceeded => "the host finds it too large",
        HeaderError::Immutable | HeaderError::Other(_) => "the host takes no more",
    }
}
