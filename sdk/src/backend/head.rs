//! The fields of an outgoing message, on every backend.

use http::HeaderMap;

use super::fields::{self, Fields};
use crate::Body;
use crate::error::Error;
use crate::message;

/// The fields of an outgoing message.
pub(crate) struct Head {
    pub(crate) fields: Fields,
    /// The length that the body must have.
    pub(crate) declared: Option<u64>,
}

impl Head {
    /// The fields of a request with that body; see [`message::append_fields`].
    pub(crate) fn of_request(headers: &HeaderMap, body: &Body) -> Result<Self, Error> {
        Self::new::<true>(headers, None, body, false)
    }

    /// The fields of a response with that body; see [`message::append_fields`].
    pub(crate) fn of_response(
        headers: &HeaderMap,
        content_type: Option<&str>,
        body: &Body,
        forbids_body: bool,
    ) -> Result<Self, Error> {
        Self::new::<false>(headers, content_type, body, forbids_body)
    }

    fn new<const IS_REQUEST: bool>(
        headers: &HeaderMap,
        content_type: Option<&str>,
        body: &Body,
        forbids_body: bool,
    ) -> Result<Self, Error> {
        let what = if IS_REQUEST { "request" } else { "response" };
        let mut fields = Fields::new();
        let append = |name: &str, value: &[u8]| fields::append(&mut fields, name, value, what);
        let declared = message::append_fields::<IS_REQUEST>(
            headers,
            content_type,
            body,
            forbids_body,
            append,
        )?;
        Ok(Self { fields, declared })
    }
}
