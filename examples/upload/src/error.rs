//! Errors of an upload, and their responses.

use doorway::client;
use doorway::extract::multipart::MultipartError;
use doorway::http::StatusCode;
use doorway::response::{IntoResponse, Problem, Response};

#[derive(Debug)]
pub(crate) enum UploadError {
    /// The form is malformed, cut off or too long.
    Form(MultipartError),
    /// There is no file in the form.
    NoFile,
    /// The name of a file is not allowed.
    Name(String),
    /// The store refuses a file.
    Refused(StatusCode),
    /// The store could not be reached, or its answer is malformed.
    Store(client::Error),
    /// The store has another number of bytes than were sent.
    Lost { sent: u64, stored: u64 },
}

impl From<MultipartError> for UploadError {
    fn from(error: MultipartError) -> Self {
        Self::Form(error)
    }
}

impl From<client::Error> for UploadError {
    fn from(error: client::Error) -> Self {
        match error.status() {
            Some(status) => Self::Refused(status),
            None => Self::Store(error),
        }
    }
}

impl IntoResponse for UploadError {
    fn into_response(self) -> Response {
        let unprocessable = Problem::new(StatusCode::UNPROCESSABLE_ENTITY);
        let of_store = Problem::new(StatusCode::BAD_GATEWAY);
        match self {
            Self::Form(error) => return error.into_response(),
            // A bare 502 or 504, without the cause.
            Self::Store(error) => return error.into_response(),
            Self::NoFile => {
                unprocessable.detail("there is no file in the form: send it as the field `file`")
            }
            Self::Name(name) => unprocessable.detail(format!(
                "`{name}` is not a valid file name: use letters, digits, `.`, `-` and `_`"
            )),
            Self::Refused(status) => of_store
                .detail("the store does not take the file")
                .extension("store_status", status.as_u16()),
            Self::Lost { sent, stored } => of_store.detail(format!(
                "of the {sent} bytes of the file the store has {stored}: try again"
            )),
        }
        .into_response()
    }
}
