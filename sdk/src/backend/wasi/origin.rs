//! Where an incoming body comes from: whose failure it is, and what becomes of its rest.

use std::rc::Rc;

use http::StatusCode;

use super::upload::UploadState;
use crate::error::{Error, ErrorKind};

/// Whose failure a broken body is.
pub(in crate::backend) enum Origin {
    Request,
    /// With the upload that goes on beside it, and needs what is left of it.
    Response(Option<Rc<UploadState>>),
}

impl Origin {
    /// The status of a truncated body is 400 for a client's, and 502 or 504 for an upstream's.
    pub(in crate::backend) fn blame(&self, error: Error) -> Error {
        let status = match self {
            Self::Request => StatusCode::BAD_REQUEST,
            Self::Response(_) if error.kind() == ErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::Response(_) => StatusCode::BAD_GATEWAY,
        };
        error.with_status(status)
    }

    /// The status that answers a body over its limit.
    pub(super) fn too_large(&self) -> StatusCode {
        match self {
            Self::Request => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Response(_) => StatusCode::BAD_GATEWAY,
        }
    }

    pub(in crate::backend) fn upload(&self) -> Option<&UploadState> {
        match self {
            Self::Response(upload) => upload.as_deref(),
            Self::Request => None,
        }
    }
}
