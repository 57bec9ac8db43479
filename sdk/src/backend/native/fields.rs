//! Header fields and trailers, as a host restricts them.

use http::header::{
    CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION,
    TRANSFER_ENCODING, UPGRADE,
};

use crate::body::Trailers;
use crate::message::FieldsSize;
use crate::shown::log_line;

pub(in crate::backend) type Fields = HeaderMap;

/// The fields that wasmtime forbids.
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

pub(in crate::backend) fn append(fields: &mut Fields, name: &str, value: &[u8], what: &str) {
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

/// The fields that a body's trailers are sent in. Natively none stay with the host.
pub(super) fn of_trailers(trailers: Trailers) -> Option<Fields> {
    let mut fields = Fields::new();
    let mut size = FieldsSize::default();
    for map in trailers.made.iter().filter(|map| size.add_trailers(map)) {
        for (name, value) in map {
            append(&mut fields, name.as_str(), value.as_bytes(), "trailer");
        }
    }
    (!fields.is_empty()).then_some(fields)
}
