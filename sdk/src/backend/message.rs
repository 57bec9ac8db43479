//! What goes for outgoing messages whatever the backend: which fields a head has, which length a
//! body keeps to, and when there is none.

use std::borrow::Cow;
use std::fmt;

use http::header::{CONTENT_LENGTH, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use http_body::Body as _;

use super::say;
use crate::Body;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::response::IntoResponse;
use crate::response::reply::Reply;

/// The most that a message's fields may weigh. WASI 0.2 has no error for too many, and wasmtime
/// traps at 128 KiB.
const WEIGHT_LIMIT: usize = 120 * 1024;

/// The most that added trailers may weigh; those that the content brings come on top.
const TRAILERS_LIMIT: usize = 80 * 1024;

/// What a field weighs, as wasmtime counts: its bytes, and what a map needs to hold it.
fn weight(name: &str, value: &[u8]) -> usize {
    name.len() + 32 + value.len() + 40
}

/// Appends the fields of a message with that body: the given ones, and a `content-length` if there
/// is none and the length is known. A `content_type` is sent beside those of the map. `what` is
/// the message's name in log lines. Gives the length that the body has to keep to.
pub(crate) fn append_fields(
    headers: &HeaderMap,
    content_type: Option<&str>,
    body: &Body,
    forbids_body: bool,
    what: &str,
    mut append: impl FnMut(&str, &[u8]),
) -> Result<Option<u64>, Error> {
    let mut given = None;
    let mut total = 0;
    let mut add = |name: &str, value: &[u8]| {
        total += weight(name, value);
        if total > WEIGHT_LIMIT {
            let message = format!("the fields of the {what} are too large together");
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        append(name, value);
        Ok(())
    };
    if let Some(content_type) = content_type {
        add("content-type", content_type.as_bytes())?;
    }
    // To start on an empty map is not for nothing.
    let mut fields = if headers.is_empty() { None } else { Some(headers.iter()) };
    while let Some((name, value)) = fields.as_mut().and_then(Iterator::next) {
        if name != CONTENT_LENGTH {
            add(name.as_str(), value.as_bytes())?;
            continue;
        }
        let length = parse_length(value.as_bytes());
        match (given, length) {
            (None, Some(_)) => given = length,
            (Some(_), _) if given == length => {}
            _ => say!(
                "doorway: left out a {what} field `content-length`: it is no length, or a second \
                 one"
            ),
        }
    }
    if let Some(source) = body.source() {
        // RFC 9110, 6.6.2: they are to be announced, and some hosts send no others.
        for name in source.announced(headers) {
            add("trailer", name.as_bytes())?;
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
    Ok(declared)
}

/// Whether trailers can be sent; if not, that is said on stderr.
pub(crate) fn are_sendable(trailers: &HeaderMap) -> bool {
    let fields = trailers.iter();
    let total: usize = fields.map(|(name, value)| weight(name.as_str(), value.as_bytes())).sum();
    if total > TRAILERS_LIMIT {
        say!("doorway: left out the trailers: together they are too large");
    }
    total <= TRAILERS_LIMIT
}

/// `1*DIGIT` ([RFC 9110, 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
pub(crate) fn parse_length(value: &[u8]) -> Option<u64> {
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    str::from_utf8(value).ok()?.parse().ok()
}

/// Whether a body of that length has the declared one.
pub(crate) fn check_length(declared: Option<u64>, length: u64) -> Result<(), Error> {
    match declared {
        Some(declared) if declared != length => Err(wrong_length(declared, length, true)),
        _ => Ok(()),
    }
}

/// Why a body is aborted that is not as long as its `content-length` says. Unless it has `ended`,
/// there is more of it than the `total`.
pub(crate) fn wrong_length(declared: u64, total: u64, ended: bool) -> Error {
    let least = if ended { "" } else { "at least " };
    let message =
        format!("its content-length says {declared}, but the body is {least}{total} bytes long");
    Error::new(ErrorKind::Body, message)
}

/// Makes an error of a response that is not final: a client would go on waiting.
pub(crate) fn make_final(reply: &mut Reply) {
    let status = reply.response.status();
    if status.is_informational() {
        let message = format!("a handler cannot answer with {}", status.as_u16());
        reply.response = Error::new(ErrorKind::Other, message).into_response();
        reply.content_type = None;
    }
}

/// Whether a response of that status has no body
/// ([RFC 9110, 15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
pub(crate) fn forbids_body(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
}

/// Whether requests of that method take a body whose length is not known: hosts have been seen to
/// drop the chunks of the others without a word.
pub(crate) fn takes_chunks(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::CONNECT)
}

/// Whether it has to turn out that the body is empty before the request can be sent.
pub(crate) fn is_unsettled(method: &Method, headers: Option<&HeaderMap>, body: &Body) -> bool {
    let declared = || headers?.get(CONTENT_LENGTH).and_then(|value| parse_length(value.as_bytes()));
    !body.is_empty()
        && !takes_chunks(method)
        && body.known_length().is_none()
        && declared().is_none()
}

/// Whether a request has a body to send.
pub(crate) fn has_body(
    method: &Method,
    body: &mut Body,
    declared: Option<u64>,
) -> Result<bool, Error> {
    let has_body = !body.is_found_empty() || declared.is_some_and(|length| length > 0);
    if has_body && declared.is_none() && !takes_chunks(method) {
        let message = format!(
            "a {method} request takes no body of unknown length: declare its `content-length`"
        );
        return Err(Error::new(ErrorKind::InvalidRequest, message));
    }
    Ok(has_body)
}

/// The fields of a request but for `host`: the authority says where to, and hosts make the field of
/// it.
pub(crate) fn without_host(headers: &HeaderMap) -> Cow<'_, HeaderMap> {
    if !headers.contains_key(HOST) {
        return Cow::Borrowed(headers);
    }
    Cow::Owned(without(headers, &|name, _| *name == HOST))
}

/// The fields but for some. To take them out of a map would be 2 kB more.
pub(crate) fn without(
    headers: &HeaderMap,
    is_out: &dyn Fn(&HeaderName, &HeaderValue) -> bool,
) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for (name, value) in headers {
        if !is_out(name, value) {
            // Only a map of over 24,000 entries refuses.
            let _ = kept.try_append(name.clone(), value.clone());
        }
    }
    kept
}

/// The status of a response that came in. One that is not final is none: nobody asks for an upgrade,
/// and hosts keep the others for themselves.
pub(crate) fn status(number: u16) -> Result<StatusCode, Error> {
    let refused = |why: &str| {
        let message = format!("the response has the status {number}, {why}");
        Error::new(ErrorKind::Connection, message)
    };
    match StatusCode::from_u16(number) {
        Ok(status) if status.is_informational() => Err(refused("which is not a final one")),
        Ok(status) => Ok(status),
        Err(_) => Err(refused("which is none")),
    }
}

/// Why an exchange failed, as its code tells.
#[cold]
pub(crate) fn failed(method: &Method, uri: &dyn fmt::Display, code: ErrorCode) -> Error {
    let kind = if code.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Connection };
    Error::new(kind, format!("{method} {uri} failed")).with_source(code)
}
