//! Errors of [`Path`](super::Path).

use std::error::Error as StdError;
use std::fmt::{self, Display};

use http::StatusCode;

use super::Param;
use crate::extract::encoding::BadEncoding;
use crate::extract::rejection::{answered, composite, rejection, told};

/// The kind of an error in path parameters.
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
    /// The number of the route's parameters is not the handler's: a bug of the program.
    WrongNumberOfParameters {
        /// The number of the route's parameters.
        got: usize,
        /// The number of the handler's.
        expected: usize,
    },
    /// A parameter that is deserialized by name cannot be parsed.
    ParseErrorAtKey {
        /// The parameter's name.
        key: String,
        /// The value in the path.
        value: String,
        /// The name of the expected type.
        expected_type: &'static str,
    },
    /// A parameter that is deserialized by position cannot be parsed.
    ParseErrorAtIndex {
        /// The parameter's index.
        index: usize,
        /// The value in the path.
        value: String,
        /// The name of the expected type.
        expected_type: &'static str,
    },
    /// The only parameter cannot be parsed.
    ParseError {
        /// The value in the path.
        value: String,
        /// The name of the expected type.
        expected_type: &'static str,
    },
    /// A parameter is not UTF-8 once decoded.
    InvalidUtf8InPathParam {
        /// The parameter's name.
        key: String,
    },
    /// A parameter has a `%` without two hexadecimal digits after it.
    InvalidEscapeInPathParam {
        /// The parameter's name.
        key: String,
    },
    /// A type that path parameters cannot be deserialized into, such as a nested map: a bug of the
    /// program.
    UnsupportedType {
        /// The type's name.
        name: &'static str,
    },
    /// The type refuses the value.
    DeserializeError {
        /// The parameter's name.
        key: String,
        /// The value in the path.
        value: String,
        /// The type's message.
        message: String,
    },
    /// The type refuses the parameters as a whole.
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
                write!(f, "path parameters cannot be deserialized into a `{name}`")
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

/// The path parameters cannot be deserialized: 400 for a bad value, 500 if the route does not fit
/// the handler.
#[derive(Debug)]
pub struct FailedToDeserializePathParams(Box<Failure>);

#[derive(Debug)]
struct Failure {
    kind: ErrorKind,
    /// The parameter, if the kind does not name it.
    name: Option<String>,
    /// The value that a type does not accept, if serde did not pass the parameter on; and whether a
    /// type other than text was expected.
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

    /// Adds the parameter to a message about its value.
    pub(super) fn of(mut self, name: &str, value: &str) -> Self {
        if let ErrorKind::Message(message) = &mut self.0.kind {
            let message = std::mem::take(message);
            let (key, value) = (name.to_owned(), value.to_owned());
            self.0.kind = ErrorKind::DeserializeError { key, value, message };
        }
        self
    }

    /// Notes the value that a type does not accept.
    pub(super) fn of_value(mut self, value: &str, is_type: bool) -> Self {
        self.0.of = Some((value.to_owned(), is_type));
        self
    }

    /// Completes an error of a value that serde buffered for a `flatten`: adds the parameter, if
    /// only one has this value.
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

    /// Returns the kind of this error.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Converts this into its kind.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::extract::Path;
    /// use doorway::extract::path::{ErrorKind, PathRejection};
    /// use doorway::{Router, routing::get, testing::TestClient};
    ///
    /// async fn planet(number: Result<Path<u32>, PathRejection>) -> String {
    ///     match number {
    ///         Ok(Path(number)) => format!("planet {number}"),
    ///         Err(PathRejection::FailedToDeserializePathParams(error)) => match error.into_kind() {
    ///             ErrorKind::ParseError { value, .. } => format!("{value} is not a number"),
    ///             other => other.to_string(),
    ///         },
    ///         Err(other) => other.to_string(),
    ///     }
    /// }
    ///
    /// let client = TestClient::new(Router::new().route("/{planet}", get(planet)));
    /// assert_eq!(client.get("/mars").send().text(), "mars is not a number");
    /// ```
    pub fn into_kind(self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the status that answers the request.
    pub fn status(&self) -> StatusCode {
        if self.0.is_bug { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::BAD_REQUEST }
    }

    /// Returns the text for the client.
    pub fn body_text(&self) -> String {
        told(self.status(), self)
    }
}

/// Names the parameter, whatever the kind.
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
    /// No route matched, so there are no path parameters: a bug of the program.
    pub struct MissingPathParams: INTERNAL_SERVER_ERROR,
        "no route matched, so there are no path parameters";
}

/// A path parameter is not UTF-8 once decoded.
#[derive(Debug)]
pub struct InvalidUtf8InPathParam(pub(super) FailedToDeserializePathParams);

impl InvalidUtf8InPathParam {
    /// Returns the status that answers the request.
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Returns the text for the client.
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
    /// A rejection of [`Path`](crate::extract::Path).
    pub enum PathRejection { FailedToDeserializePathParams, MissingPathParams }

    /// A rejection of [`RawPathParams`](crate::extract::RawPathParams).
    pub enum RawPathParamsRejection { InvalidUtf8InPathParam, MissingPathParams }
}
