//! Why pairs cannot be put into a type.

use std::fmt::{self, Display};

use serde_core::de::{Expected, Unexpected};

use super::Pair;
use crate::extract::encoding::BadEncoding;

/// What is wrong, and with which name.
pub(crate) enum Error {
    Encoding(BadEncoding),
    Value {
        name: Option<String>,
        fault: Fault,
        /// For what value serde has the name, if it is not told.
        of: Option<Of>,
    },
}

/// A fault of a value.
pub(crate) enum Fault {
    /// In words that have nothing in them of what was sent.
    Told(String),
    /// It is none of that type.
    CannotParse { value: String, expected: String },
    /// In words of a type of the program, which may have the value in them.
    OfType(String),
}

/// A value that a type does not read.
#[derive(Debug)]
pub(crate) enum Of {
    Text {
        value: String,
        /// Whether the type is not one of text.
        is_type: bool,
    },
    /// More than one value.
    Many,
}

impl Error {
    /// Says which name it is about, if it does not yet.
    pub(super) fn of(mut self, of: &str) -> Self {
        if let Self::Value { name, .. } = &mut self {
            name.get_or_insert_with(|| of.to_owned());
        }
        self
    }

    /// Says more of a value that serde kept for a `flatten` and read later: the name, if all pairs
    /// with this value have the same.
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

/// Serde's own text has what is there instead too: 13 kB more, as that might be a float.
fn not_expected(found: Unexpected<'_>, is_type: bool, expected: &dyn Expected) -> Error {
    let of = match found {
        Unexpected::Str(value) => Some(Of::Text { value: value.to_owned(), is_type }),
        Unexpected::Seq => Some(Of::Many),
        _ => None,
    };
    Error::Value { name: None, fault: Fault::Told(format!("expected {expected}")), of }
}

/// With what the value is as `{:#}`, for its sender. It may be a password, so others are not told.
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
            Fault::OfType(_) => f.write_str("the value has another form"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pairs::Error({self})")
    }
}

impl std::error::Error for Error {}
