//! Header fields and trailers: http's maps from and to the host's `fields`.

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::bindings::wasi::http::types::{Fields, HeaderError};
use super::incoming::parse_length;
use crate::Body;

/// All fields, as a map. What http's types do not take (the host has checked its own rules) is left out.
pub(super) fn to_map(fields: &Fields) -> HeaderMap {
    let entries = fields.entries();
    let mut map = HeaderMap::try_with_capacity(entries.len()).unwrap_or_default();
    for (name, value) in entries {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_maybe_shared(bytes::Bytes::from(value));
        if let (Ok(name), Ok(value)) = (name, value) {
            // Only a map of over 24,000 entries refuses.
            let _ = map.try_append(name, value);
        }
    }
    map
}

/// Appends all entries of a map, but those the host refuses: they are named on stderr.
pub(super) fn append_map(fields: &Fields, map: &HeaderMap, what: &str) {
    for (name, value) in map {
        append(fields, name.as_str(), value.as_bytes(), what);
    }
}

/// Appends a field, or says on stderr why it is left out.
pub(super) fn append(fields: &Fields, name: &str, value: &[u8], what: &str) {
    let Err(error) = fields.append(name, value) else { return };
    let why = match error {
        HeaderError::Forbidden => "the host forbids it",
        HeaderError::InvalidSyntax => "the host takes it for malformed",
        HeaderError::Immutable => "the host takes no more",
    };
    eprintln!("doorway: left out the {what} field `{name}`: {why}");
}

/// The fields of an outgoing message.
pub(super) struct Head {
    pub(super) fields: Fields,
    /// The `content-length` among them.
    pub(super) declared: Option<u64>,
}

impl Head {
    /// The fields of a message with that body: the given ones, and a `content-length` if there is
    /// none and the length is known. `what` is the message's name in log lines.
    pub(super) fn new(headers: &HeaderMap, body: &Body, forbids_body: bool, what: &str) -> Self {
        let fields = Fields::new();
        let mut given = None;
        for (name, value) in headers {
            if name != CONTENT_LENGTH {
                append(&fields, name.as_str(), value.as_bytes(), what);
                continue;
            }
            let length = parse_length(value.as_bytes());
            match (given, length) {
                (None, Some(_)) => given = length,
                (Some(_), _) if given == length => {}
                _ => eprintln!(
                    "doorway: left out a {what} field `content-length`: it is no length, or a second one"
                ),
            }
        }
        let declared = match given {
            // RFC 9110, 8.6: a 204 has none. For a 304 it is the length that a 200 would have.
            _ if forbids_body => None,
            Some(_) => given,
            None if body.is_empty() => None,
            None => body.known_length(),
        };
        if let Some(length) = declared {
            append(
                &fields,
                CONTENT_LENGTH.as_str(),
                itoa::Buffer::new().format(length).as_bytes(),
                what,
            );
        }
        Self { fields, declared }
    }
}
