//! Why [`Path`](super::Path) cannot be made of a path's parameters.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use http::StatusCode;

use super::Param;
use crate::extract::encoding::BadEncoding;
use crate::extract::rejection::{answered, composite, rejection, told};

/// What is wrong with a path's parameters.
///
/// # Examples
///
/// ```
/// use doorway::extract::path::ErrorKind;
/// use doorway::extract::rejection::PathRejection;
///
/// fn is_a_matter_of_type(rejection: &PathRejection) -> bool {
///     let PathRejection::FailedToDeserializePathParams(error) = rejection else { return false };
///     matches!(error.kind(), ErrorKind::ParseError { .. } | ErrorKind::ParseErrorAtKey { .. })
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The route has another number of parameters than the handler takes: a bug of the program.
    WrongNumberOfParameters {
        /// How many the route has.
        got: usize,
        /// How many the handler takes.
        expected: usize,
    },
    /// A parameter that is taken by its name does not have the form of its type.
    ParseErrorAtKey {
        /// The parameter's name.
        key: String,
        /// What the path says.
        value: String,
        /// What it should be.
        expected_type: &'static str,
    },
    /// A parameter that is taken by its place does not have the form of its type.
    ParseErrorAtIndex {
        /// The parameter's place, counted from 0.
        index: usize,
        /// What the path says.
        value: String,
        /// What it should be.
        expected_type: &'static str,
    },
    /// The only parameter does not have the form of its type.
    ParseError {
        /// What the path says.
        value: String,
        /// What it should be.
        expected_type: &'static str,
    },
    /// What is percent-encoded in a parameter is not UTF-8.
    InvalidUtf8InPathParam {
        /// The parameter's name.
        key: String,
    },
    /// A parameter has a `%` that two hexadecimal digits do not follow.
    InvalidEscapeInPathParam {
        /// The parameter's name.
        key: String,
    },
    /// A type that a path's parameters cannot be put into, such as a map of maps: a bug of the
    /// program.
    UnsupportedType {
        /// The type's name.
        name: &'static str,
    },
    /// The type refuses the value.
    DeserializeError {
        /// The parameter's name.
        key: String,
        /// What the path says.
        value: String,
        /// What the type says.
        message: String,
    },
    /// The type refuses the parameters in all.
    Message(String),
}

impl Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongNumberOfParameters { got, expected } => write!(
                f,
                "the route has {got} path parameters and the handler takes {expected}; a `Path` of \
                 many takes a tuple or a struct"
            ),
            Self::ParseErrorAtKey { key, value, expected_type } => {
                parse_error(f, key, value, expected_type)
            }
            Self::ParseErrorAtIndex { index, value, expected_type } => {
                parse_error(f, index, value, expected_type)
            }
            Self::ParseError { value, expected_type } => {
                write!(f, "cannot parse `{value}` to a `{expected_type}`")
            }
            Self::InvalidUtf8InPathParam { key } => {
                write!(f, "invalid UTF-8 in path parameter `{key}`")
            }
            Self::InvalidEscapeInPathParam { key } => write!(
                f,
                "a `%` is not followed by two hexadecimal digits in path parameter `{key}`"
            ),
            Self::UnsupportedType { name } => {
                write!(f, "path parameters cannot be put into a `{name}`")
            }
            Self::DeserializeError { key, value, message } => {
                write!(f, "path parameter `{key}` cannot be `{value}`: {message}")
            }
            Self::Message(message) => f.write_str(message),
        }
    }
}

fn parse_error(
    f: &mut fmt::Formatter<'_>,
    parameter: &dyn Display,
    value: &str,
    expected_type: &str,
) -> fmt::Result {
    write!(f, "path parameter `{parameter}`: cannot parse `{value}` to a `{expected_type}`")
}

/// The path's parameters are not what the handler takes: 400 where the client could have sent
/// others, 500 where the route and the handler do not go together.
#[derive(Debug)]
pub struct FailedToDeserializePathParams(Box<Failure>);

#[derive(Debug)]
struct Failure {
    kind: ErrorKind,
    /// The parameter, where the kind does not name it.
    name: Option<String>,
    /// The value that a type does not read, if serde has its parameter; and whether the type is not
    /// one of text.
    of: Option<(String, bool)>,
    is_bug: bool,
}

impl FailedToDeserializePathParams {
    pub(super) fn new(kind: ErrorKind) -> Self {
        let is_bug = matches!(
            kind,
            ErrorKind::WrongNumberOfParameters { .. } | ErrorKind::UnsupportedType { .. }
        );
        Self(Box::new(Failure { kind, name: None, of: None, is_bug }))
    }

    pub(super) fn bad_encoding(error: BadEncoding, name: &str) -> Self {
        let key = name.to_owned();
        Self::new(match error {
            BadEncoding::Escape => ErrorKind::InvalidEscapeInPathParam { key },
            BadEncoding::Utf8 => ErrorKind::InvalidUtf8InPathParam { key },
        })
    }

    pub(super) fn bug(message: fmt::Arguments<'_>) -> Self {
        let mut error = Self::new(ErrorKind::Message(message.to_string()));
        error.0.is_bug = true;
        error
    }

    pub(super) fn named(mut self, name: &str) -> Self {
        self.0.name = Some(name.to_owned());
        self
    }

    /// What a type said of a value, with the parameter it said it of.
    pub(super) fn of(mut self, name: &str, value: &str) -> Self {
        if let ErrorKind::Message(message) = &mut self.0.kind {
            let message = std::mem::take(message);
            let (key, value) = (name.to_owned(), value.to_owned());
            self.0.kind = ErrorKind::DeserializeError { key, value, message };
        }
        self
    }

    /// Notes what value serde has that a type does not read.
    pub(super) fn of_value(mut self, value: &str, is_type: bool) -> Self {
        self.0.of = Some((value.to_owned(), is_type));
        self
    }

    /// Says more of a value that serde kept for a `flatten` and read later: the parameter, if only
    /// one has this value.
    pub(super) fn explained(mut self, params: &[Param<'_>]) -> Self {
        let ErrorKind::Message(message) = &mut self.0.kind else { return self };
        let Some((value, is_type)) = self.0.of.take() else { return self };
        if is_type {
            message.push_str("; in a `#[serde(flatten)]` all values are text");
        }
        let mut params = params.iter().filter(|param| param.value == value);
        match (params.next(), params.next()) {
            (Some(param), None) => self.of(param.name(), &value),
            _ => self,
        }
    }

    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// What is wrong, to be kept.
    pub fn into_kind(self) -> ErrorKind {
        self.0.kind
    }

    /// The status that answers the request.
    pub fn status(&self) -> StatusCode {
        if self.0.is_bug { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST }
    }

    /// What the client is told.
    pub fn body_text(&self) -> String {
        told(self.status(), self)
    }
}

/// Names the parameter whatever the kind.
impl Display for FailedToDeserializePathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.kind, &self.0.name) {
            (
                ErrorKind::ParseError { value, expected_type }
                | ErrorKind::ParseErrorAtIndex { value, expected_type, .. },
                Some(name),
            ) => parse_error(f, name, value, expected_type),
            (kind, _) => kind.fmt(f),
        }
    }
}

impl StdError for FailedToDeserializePathParams {}

answered!(FailedToDeserializePathParams);

rejection! {
    /// No route was matched, so there are no path parameters: a bug of the program.
    pub struct MissingPathParams: INTERNAL_SERVER_ERROR,
        "path parameters were asked for where no route was matched";
}

/// A path parameter that is not text once it is decoded.
#[derive(Debug)]
pub struct InvalidUtf8InPathParam(pub(super) FailedToDeserializePathParams);

impl InvalidUtf8InPathParam {
    /// The status that answers the request.
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// What the client is told.
    pub fn body_text(&self) -> String {
        self.0.body_text()
    }
}

impl Display for InvalidUtf8InPathParam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for InvalidUtf8InPathParam {}

answered!(InvalidUtf8InPathParam);

composite! {
    /// What [`Path`](crate::extract::Path) refuses requests with.
    pub enum PathRejection { FailedToDeserializePathParams, MissingPathParams }

    /// What [`RawPathParams`](crate::extract::RawPathParams) refuses requests with.
    pub enum RawPathParamsRejection { InvalidUtf8InPathParam, MissingPathParams }
}
