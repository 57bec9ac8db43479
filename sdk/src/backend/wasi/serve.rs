//! The status of a response, and the log line for one that failed.

use http::StatusCode;

use crate::backend::imp::OutgoingResponse;
use crate::error::{Chain, Error, ErrorKind};
use crate::shown::log_line;

/// Sets the status, or 500 if the host refuses it.
pub(in crate::backend) fn set_status(response: &OutgoingResponse, status: StatusCode) {
    if status != StatusCode::OK && response.set_status_code(status.as_u16()).is_err() {
        log_line!("doorway: the host refuses the status {}; answered 500", status.as_u16());
        let _ = response.set_status_code(StatusCode::INTERNAL_SERVER_ERROR.as_u16());
    }
}

/// Logs why a body was not written: the response is aborted, and its client sees no more.
pub(in crate::backend) fn log_failure(written: Result<(), Error>) {
    match written {
        Ok(()) => {}
        // A client may leave when it likes.
        Err(error) if error.kind() == ErrorKind::Closed => {}
        Err(error) => log_line!("doorway: aborted the response: {}", Chain(&error)),
    }
}
