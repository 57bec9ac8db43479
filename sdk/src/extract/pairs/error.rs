//! Errors of deserializing pairs.

use std::fmt::{self, Display};

use serde_core::de::{Expected, Unexpected};

use super::Pair;
use crate::extract::encoding::BadEncoding;

/// An error, with the name it is about.
pub(crate) enum Error {
    Encoding(BadEncoding),
    Value {
        name: Option<String>,
        fault: Fault,
        /// The value, if serde did not pass the name on.
        of: Option<Of>,
    },
}

/// The error of a value.
pub(crate) enum Fault {
    /// A message that quotes nothing of the input.
    Told(String),
    /// The value does not parse as the type.
    CannotParse { value: String, expected: String },
    /// A message of a custom type, which may quote the value.
    OfType(String),
}

/// A value that a type does not accept.
#[derive(Debug)]
pub(crate) enum Of {
    Text {
        value: String,
        /// Whether a type other than text was expected.
        is_type: bool,
    },
    /// More than one value.
    Many,
}

impl Error {
    /// Sets the name, if none is set.
    pub(super) fn of(mut self, of: &str) -> Self {
        if let Self::Value { name, .. } = &mut self {
            name.get_or_insert_with(|| of.to_owned());
        }
        self
    }

    /// Completes an error of a value that serde buffered for a `flatten`: adds the name, if all
    /// pairs with this value have the same one.
    pub(super) fn explained(mut self, pairs: &[Pair<'_>]) -> Self {
        let Self::Value { name: name @ None, fault, of: Some(of) } = &mut self else {
            return self;
        };
        let is_of = |pair: &&Pair<'_>| match of {
            Of::Text { value, .. } => pair.value == value,
            Of::Many => pair.next.is_some(),
        };
        let mut names = pairs.iter().filter(is_of).map(|pair| pair.name);
        *name = names.next().filter(|name| names.all(|other| other == *name)).map(str::to_owned);
        let Fault::Told(text) = fault else { return self };
        text.push_str(match of {
            Of::Text { is_type: true, .. } => "; in a `#[serde(flatten)]` all values are text",
            Of::Text { is_type: false, .. } => "",
            Of::Many => ", and there is more than one value",
        });
        self
    }

    pub(super) fn cannot_parse(value: &str, expected: &str) -> Self {
        let fault = Fault::CannotParse { value: value.to_owned(), expected: expected.to_owned() };
        Self::Value { name: None, fault, of: None }
    }

    /// Whether the encoding is malformed, rather than a value.
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
        Self::Value { name: None, fault: Fault::OfType(message.to_string()), of: None }
    }
}

impl serde_core::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        format_args!("{message}").into()
    }

    fn missing_field(field: &'static str) -> Self {
        let fault = Fault::Told(format!("missing field `{field}`"));
        Self::Value { name: None, fault, of: None }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(found, true, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        not_expected(found, false, expected)
    }
}

/// Serde's own text quotes the value too: 13 kB more, as that might be a float.
fn not_expected(found: Unexpected<'_>, is_type: bool, expected: &dyn Expected) -> Error {
    let of = match found {
        Unexpected::Str(value) => Some(Of::Text { value: value.to_owned(), is_type }),
        Unexpected::Seq => Some(Of::Many),
        _ => None,
    };
    Error::Value { name: None, fault: Fault::Told(format!("expected {expected}")), of }
}

/// `{:#}` includes the value, for its sender. It may be a password, so `{}` does not.
impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, fault) = match self {
            Self::Encoding(error) => return error.fmt(f),
            Self::Value { name, fault, .. } => (name, fault),
        };
        if let Some(name) = name {
            write!(f, "`{name}`: ")?;
        }
        match fault {
            Fault::Told(text) => f.write_str(text),
            Fault::CannotParse { value, expected } if f.alternate() => {
                write!(f, "cannot parse `{value}` to a `{expected}`")
            }
            Fault::CannotParse { expected, .. } => write!(f, "cannot parse it to a `{expected}`"),
            Fault::OfType(text) if f.alternate() => f.write_str(text),
            Fault::OfType(_) => f.write_str("invalid value"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pairs::Error({self})")
    }
}

impl std::error::Error for Error {}
