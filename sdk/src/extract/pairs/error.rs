//! Why pairs cannot be put into a type.

use std::fmt::{self, Display};

use serde_core::de::{Expected, Unexpected};

use crate::extract::encoding::BadEncoding;

/// What is wrong, and with which name.
#[derive(Debug)]
pub(crate) enum Error {
    Encoding(BadEncoding),
    Value { name: Option<String>, message: String },
}

impl Error {
    /// Says which name it is about, if it does not yet.
    pub(super) fn of(mut self, of: &str) -> Self {
        if let Self::Value { name, .. } = &mut self {
            name.get_or_insert_with(|| of.to_owned());
        }
        self
    }

    pub(super) fn cannot_parse(value: &str, expected: &str) -> Self {
        format_args!("cannot parse `{value}` to a `{expected}`").into()
    }

    /// For logs: without what a value is, which may be a password.
    pub(crate) fn fmt_without_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding(error) => error.fmt(f),
            Self::Value { name: Some(name), .. } => write!(f, "`{name}` has another form"),
            Self::Value { name: None, .. } => f.write_str("a value has another form"),
        }
    }

    /// Whether the pairs as such are broken, and not what they say.
    pub(crate) fn is_encoding(&self) -> bool {
        matches!(self, Self::Encoding(_))
    }
}

impl From<BadEncoding> for Error {
    fn from(error: BadEncoding) -> Self {
        Self::Encoding(error)
    }
}

impl From<fmt::Arguments<'_>> for Error {
    fn from(message: fmt::Arguments<'_>) -> Self {
        Self::Value { name: None, message: message.to_string() }
    }
}

impl serde_core::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        format_args!("{message}").into()
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(expected)
    }
}

/// Serde's own text has what is there instead too: 13 kB more, as that might be a float.
fn not_expected(expected: &dyn Expected) -> Error {
    format_args!("expected {expected}").into()
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding(error) => error.fmt(f),
            Self::Value { name: Some(name), message } => write!(f, "`{name}`: {message}"),
            Self::Value { name: None, message } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}
