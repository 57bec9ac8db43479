//! Errors of handlers, and their responses.

use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Problem, Response};
use serde::Serialize;

use crate::store::CAPACITY;

/// An error of a handler. Rejections of extractors are answered with problems, too.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// The request is well-formed, but its values are invalid.
    Invalid(Vec<Invalid>),
    NoSuchTodo(u64),
    Full,
}

/// An error in a field of the body or of the query.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Invalid {
    pub(crate) field: &'static str,
    pub(crate) detail: String,
}

impl ApiError {
    /// `Err` if there are any errors.
    pub(crate) fn of(found: Vec<Invalid>) -> Result<(), Self> {
        if found.is_empty() { Ok(()) } else { Err(Self::Invalid(found)) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Invalid(errors) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY)
                .detail("see `errors` for each field")
                .extension("errors", errors),
            Self::NoSuchTodo(id) => {
                Problem::new(StatusCode::NOT_FOUND).detail(format!("there is no todo {id}"))
            }
            Self::Full => Problem::new(StatusCode::INSUFFICIENT_STORAGE)
                .detail(format!("there are {CAPACITY} todos: remove one first")),
        };
        problem.into_response()
    }
}
