//! [`Error`]: the error of the deserializer.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use serde_core::de::{Expected, Unexpected};

use super::error::{ErrorKind, FailedToDeserializePathParams};

/// The error of deserializing path parameters.
#[derive(Debug)]
pub(super) struct Error(pub(super) FailedToDeserializePathParams);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Error {}

impl serde_core::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(FailedToDeserializePathParams::new(ErrorKind::Message(message.to_string())))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(found, true, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(found, false, expected)
    }

    /// The names depend on the route, not on the client.
    fn missing_field(field: &'static str) -> Self {
        let message = format_args!("the route has no path parameter `{field}`");
        Self(FailedToDeserializePathParams::bug(message))
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        let message = format_args!("the handler takes no path parameter `{field}`");
        Self(FailedToDeserializePathParams::bug(message))
    }
}

/// Serde's own text quotes the value too: 13 kB more, as that might be a float.
fn not_expected(found: Unexpected<'_>, is_type: bool, expected: &dyn Expected) -> Error {
    let kind = ErrorKind::Message(format!("expected {expected}"));
    let error = FailedToDeserializePathParams::new(kind);
    Error(match found {
        Unexpected::Str(value) => error.of_value(value, is_type),
        _ => error,
    })
}
