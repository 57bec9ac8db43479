//! Conversions of header fields and trailers between http's maps and the host's `fields`.

use bytes::Bytes;
use http::header::{CONNECTION, COOKIE, HOST};
use http::uri::Authority;
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use crate::backend::imp::bindings::wasi::http::types::Fields;
use crate::backend::imp::convert::{entries, refusal};
use crate::body::Trailers;
use crate::message::arrival;
#[cfg(doorway_p3)]
use crate::message::untouched::Untouched;
use crate::message::{self, FieldsSize};
use crate::shown::log_line;

/// The most frequent field: getting the text of a `HeaderName` takes 140 instructions.
const CONTENT_LENGTH: &str = "content-length";
const CONTENT_TYPE: &str = "content-type";

/// The header fields of an incoming message, as a map.
pub(crate) fn headers(fields: &Fields) -> HeaderMap {
    let mut is_for_connection = false;
    let mut map = to_noted_map(fields, |name| is_for_connection |= name == CONNECTION);
    if is_for_connection {
        arrival::remove_connection_fields(&mut map);
    }
    map
}

/// The header fields of an incoming request, as a map.
pub(crate) fn request_headers(
    fields: &Fields,
    authority: impl FnOnce() -> Option<Authority>,
) -> HeaderMap {
    // To look a name up in the map costs more than to compare it on its way.
    let (mut is_for_connection, mut has_host, mut cookies) = (false, false, 0);
    let mut map = to_noted_map(fields, |name| {
        is_for_connection |= name == CONNECTION;
        has_host |= name == HOST;
        cookies += usize::from(name == COOKIE);
    });
    if is_for_connection {
        arrival::remove_connection_fields(&mut map);
    }
    if is_for_connection || !has_host || cookies > 1 {
        arrival::complete_request(&mut map, authority().as_ref());
    }
    map
}

/// Whether [`request_headers`] differs from the fields of an incoming request, apart from `host`.
#[cfg(doorway_p3)]
pub(crate) fn are_to_change(fields: &Fields) -> bool {
    fields.has(CONNECTION.as_str()) || fields.get(COOKIE.as_str()).len() > 1
}

/// All values of a header field of an incoming request.
pub(crate) fn request_values(
    fields: &Fields,
    name: &HeaderName,
    authority: impl FnOnce() -> Option<Authority>,
) -> Vec<HeaderValue> {
    let connection = fields.get(CONNECTION.as_str());
    if connection.iter().any(|connection| arrival::names(connection, name.as_str())) {
        return arrival::complete_values(name, Vec::new(), authority);
    }
    arrival::complete_values(name, all(fields, name), authority)
}

/// All fields, as a map. Fields that http refuses are left out; the host has applied its own rules.
pub(crate) fn to_map(fields: &Fields) -> HeaderMap {
    to_noted_map(fields, |_| {})
}

fn to_noted_map(fields: &Fields, mut note: impl FnMut(&HeaderName)) -> HeaderMap {
    let entries = entries(fields);
    // With room for what a middleware may add.
    let mut map = HeaderMap::try_with_capacity(entries.len() + 2).unwrap_or_default();
    for (name, value) in entries {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_maybe_shared(Bytes::from(value));
        if let (Ok(name), Ok(value)) = (name, value) {
            note(&name);
            // This fails only in a map of over 24,000 entries.
            let _ = map.try_append(name, value);
        }
    }
    map
}

/// The header fields of an incoming response as a map, and unchanged.
#[cfg(doorway_p3)]
pub(crate) fn headers_untouched(fields: &Fields) -> (HeaderMap, Option<Untouched>) {
    Untouched::of(entries(fields))
}

/// The first value of a field.
pub(crate) fn first(fields: &Fields, name: &HeaderName) -> Option<HeaderValue> {
    let value = fields.get(name.as_str()).into_iter().next()?;
    HeaderValue::from_maybe_shared(Bytes::from(value)).ok()
}

/// Passes the content type to a function.
pub(crate) fn content_type<T>(fields: &Fields, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
    fields.get(CONTENT_TYPE).first().map(|value| look(value))
}

/// All values of a field.
fn all(fields: &Fields, name: &HeaderName) -> Vec<HeaderValue> {
    let values = fields.get(name.as_str()).into_iter();
    values.filter_map(|value| HeaderValue::from_maybe_shared(Bytes::from(value)).ok()).collect()
}

/// The fields that a body's trailers are sent in: those that came in, and those that were added.
pub(crate) fn of_trailers(trailers: Trailers) -> Option<Fields> {
    let Trailers { incoming, made } = trailers;
    let mut size = FieldsSize::default();
    let incoming = incoming.filter(|fields| {
        let entries = entries(fields);
        entries.iter().for_each(|(name, value)| {
            size.add(name, value);
        });
        // Some hosts send empty trailers, and accept none.
        !entries.is_empty()
    });
    if made.is_empty() {
        return incoming;
    }
    // Fields of the host may be immutable, a clone is not.
    let mut all = incoming.map_or_else(Fields::new, |incoming| incoming.clone());
    for map in made.iter().filter(|map| size.add_trailers(map)) {
        for (name, value) in map {
            append(&mut all, name.as_str(), value.as_bytes(), "trailer");
        }
    }
    Some(all)
}

/// Declares an empty body: a host may otherwise wait for the end of a message of WASI 0.3.
#[cfg(doorway_p3)]
pub(crate) fn append_no_length(fields: &mut Fields) {
    append(fields, CONTENT_LENGTH, b"0", "outgoing");
}

/// Appends a field, or writes to stderr why it is left out.
pub(in crate::backend) fn append(fields: &mut Fields, name: &str, value: &[u8], what: &str) {
    let Err(error) = fields.append(name, value) else { return };
    let why = refusal(&error);
    log_line!("doorway: left out the {what} field `{name}`: {why}");
}

/// The `content-length` among the fields.
pub(crate) fn content_length(fields: &Fields) -> Option<u64> {
    message::parse_length(fields.get(CONTENT_LENGTH).first()?)
}
