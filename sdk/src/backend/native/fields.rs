//! Header fields and trailers, as a host restricts them.

use http::header::{
    CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION,
    TRANSFER_ENCODING, UPGRADE,
};

use crate::Body;
use crate::body::Trailers;
use crate::error::Error;
use crate::message::{self, FieldsSize};
use crate::shown::log_line;

/// Fields that the host sets itself: those that wasmtime forbids.
const FORBIDDEN: [HeaderName; 9] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TRANSFER_ENCODING,
    UPGRADE,
    HOST,
    HeaderName::from_static("http2-settings"),
];

fn append(fields: &mut HeaderMap, name: &str, value: &[u8], what: &str) {
    // White space around a value does not belong to it (RFC 9110, 5.5).
    let value = HeaderValue::from_bytes(value.trim_ascii());
    let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), value) else {
        return;
    };
    if FORBIDDEN.contains(&name) {
        log_line!("doorway: left out the {what} field `{name}`: the host forbids it");
        return;
    }
    // This fails only in a map of over 24,000 entries.
    let _ = fields.try_append(name, value);
}

/// Natively trailers arrive as a map, so this type has no values.
pub(super) fn of_trailers(trailers: Trailers) -> Option<HeaderMap> {
    let mut fields = HeaderMap::new();
    let mut size = FieldsSize::default();
    for map in trailers.made.iter().filter(|map| size.add_trailers(map)) {
        for (name, value) in map {
            append(&mut fields, name.as_str(), value.as_bytes(), "trailer");
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// The fields of an outgoing message.
pub(crate) struct Head {
    pub(crate) fields: HeaderMap,
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
        let mut fields = HeaderMap::new();
        let append = |name: &str, value: &[u8]| append(&mut fields, name, value, what);
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
