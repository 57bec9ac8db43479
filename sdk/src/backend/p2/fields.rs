//! Header fields and trailers: http's maps from and to the host's `fields`.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRAILER};
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body::Body as _;

use super::bindings::wasi::http::types::{Fields, HeaderError};
use crate::Body;
use crate::error::{Error, ErrorKind};

/// The most that a message's fields may weigh. WASI 0.2 has no error for too many, and wasmtime
/// traps at 128 KiB.
const WEIGHT_LIMIT: usize = 120 * 1024;

/// The most that added trailers may weigh; those that the content brings come on top.
const TRAILERS_LIMIT: usize = 80 * 1024;

/// What a field weighs, as wasmtime counts: its bytes, and what a map needs to hold it.
fn weight(name: &str, value: &[u8]) -> usize {
    name.len() + 32 + value.len() + 40
}

/// All fields, as a map. What http's types do not take is left out; the host has checked its own
/// rules.
pub(super) fn to_map(fields: &Fields) -> HeaderMap {
    let entries = fields.entries();
    let mut map = HeaderMap::try_with_capacity(entries.len()).unwrap_or_default();
    for (name, value) in entries {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_maybe_shared(Bytes::from(value));
        if let (Ok(name), Ok(value)) = (name, value) {
            // Only a map of over 24,000 entries refuses.
            let _ = map.try_append(name, value);
        }
    }
    map
}

/// The first value of one field.
pub(super) fn first(fields: &Fields, name: &HeaderName) -> Option<HeaderValue> {
    let value = fields.get(name.as_str()).into_iter().next()?;
    HeaderValue::from_maybe_shared(Bytes::from(value)).ok()
}

/// All values of one field.
pub(super) fn all(fields: &Fields, name: &HeaderName) -> Vec<HeaderValue> {
    let values = fields.get(name.as_str()).into_iter();
    values.filter_map(|value| HeaderValue::from_maybe_shared(Bytes::from(value)).ok()).collect()
}

/// Appends all trailers of a map, but those the host refuses: they are named on stderr.
pub(super) fn append_trailers(fields: &Fields, map: &HeaderMap) {
    if map.iter().map(|(name, value)| weight(name.as_str(), value.as_bytes())).sum::<usize>()
        > TRAILERS_LIMIT
    {
        eprintln!("doorway: left out the trailers: together they are too large");
        return;
    }
    for (name, value) in map {
        append(fields, name.as_str(), value.as_bytes(), "trailer");
    }
}

/// Appends a field, or says on stderr why it is left out.
fn append(fields: &Fields, name: &str, value: &[u8], what: &str) {
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
    /// The length that the body has to keep to.
    pub(super) declared: Option<u64>,
}

impl Head {
    /// The fields of a message with that body: the given ones, and a `content-length` if there is
    /// none and the length is known. A `content_type` is sent beside those of the map. `what` is
    /// the message's name in log lines.
    pub(super) fn new(
        headers: &HeaderMap,
        content_type: Option<&str>,
        body: &Body,
        forbids_body: bool,
        what: &str,
    ) -> Result<Self, Error> {
        let fields = Fields::new();
        let mut given = None;
        let mut total = 0;
        let mut add = |name: &str, value: &[u8]| {
            total += weight(name, value);
            if total > WEIGHT_LIMIT {
                let message = format!("the fields of the {what} are too large together");
                return Err(Error::new(ErrorKind::InvalidRequest, message));
            }
            append(&fields, name, value, what);
            Ok(())
        };
        if let Some(content_type) = content_type {
            add("content-type", content_type.as_bytes())?;
        }
        for (name, value) in headers {
            if name != CONTENT_LENGTH {
                add(name.as_str(), value.as_bytes())?;
                continue;
            }
            let length = parse_length(value.as_bytes());
            match (given, length) {
                (None, Some(_)) => given = length,
                (Some(_), _) if given == length => {}
                _ => eprintln!(
                    "doorway: left out a {what} field `content-length`: it is no length, or a \
                     second one"
                ),
            }
        }
        if let Some(trailers) = body.added_trailers()
            && !headers.contains_key(TRAILER)
        {
            // RFC 9110, 6.6.2: they are to be announced, and some hosts send no others.
            for name in trailers.keys() {
                add(TRAILER.as_str(), name.as_str().as_bytes())?;
            }
        }
        let declared = match given {
            // RFC 9110, 8.6: a 204 has none. For a 304 it is the length that a 200 would have.
            _ if forbids_body => None,
            None if body.is_empty() => None,
            _ => given.or_else(|| body.known_length()),
        };
        match declared {
            // If it is not true: with no length to wait for, a client would not see the abort.
            Some(0) if body.size_hint().exact() != Some(0) => {}
            Some(length) => {
                let mut digits = itoa::Buffer::new();
                let digits = digits.format(length).as_bytes();
                add("content-length", digits)?;
            }
            None => {}
        }
        Ok(Self { fields, declared })
    }
}

/// What a `content-length` among the fields says.
pub(super) fn content_length(fields: &Fields) -> Option<u64> {
    parse_length(fields.get(CONTENT_LENGTH.as_str()).first()?)
}

/// `1*DIGIT` ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
pub(super) fn parse_length(value: &[u8]) -> Option<u64> {
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(value).ok()?.parse().ok()
}
