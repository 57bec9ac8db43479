//! Errors of handlers, and their responses.

use doorway::http::StatusCode;
use doorway::keyvalue;
use doorway::response::{IntoResponse, Problem, Response};
use garde::Validate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An error of a handler. Rejections of extractors are answered with problems, too.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// The request is well-formed, but its values are invalid.
    Invalid(garde::Report),
    NoSuchTodo(Uuid),
    /// The store failed, or is away: 503, which the client may try again after a second.
    Store(keyvalue::Error),
}

impl From<keyvalue::Error> for ApiError {
    fn from(error: keyvalue::Error) -> Self {
        Self::Store(error)
    }
}

/// An error in a field of the body or of the query.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invalid {
    field: String,
    detail: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::Invalid(report) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY)
                .detail("see `errors` for each field")
                .extension("errors", fields(&report)),
            Self::NoSuchTodo(id) => {
                Problem::new(StatusCode::NOT_FOUND).detail(format!("there is no todo {id}"))
            }
            Self::Store(error) => return error.into_response(),
        };
        problem.into_response()
    }
}

fn fields(report: &garde::Report) -> Vec<Invalid> {
    let errors = report.iter();
    errors
        .map(|(field, error)| Invalid { field: field.to_string(), detail: error.to_string() })
        .collect()
}

/// Validates all fields by the rules of their type; the error lists all that are invalid.
pub(crate) fn valid<T: Validate<Context = ()>>(value: T) -> Result<T, ApiError> {
    value.validate().map_err(ApiError::Invalid)?;
    Ok(value)
}
