//! Rules for messages on every backend: the fields of a head, and the length of a body.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, COOKIE, HOST, TRAILER};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::Body;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::shown::log_line;

pub(crate) mod arrival;
#[cfg(any(doorway_p3, test))]
pub(crate) mod untouched;

/// The most that one read brings of a body, in bytes.
pub(crate) const READ_SIZE: usize = 64 * 1024;

/// The sum of the sizes of the fields of one message, or of its trailers.
///
/// A host has a limit for all of them together, and WASI 0.2 has no error to tell that it is passed:
/// wasmtime traps at 128 KiB.
#[derive(Default)]
pub(crate) struct FieldsSize(usize);

impl FieldsSize {
    const LIMIT: usize = 120 * 1024;

    /// Adds a field, with what wasmtime counts beside its bytes. Returns whether all of them are
    /// within the limit.
    pub(crate) fn add(&mut self, name: &str, value: &[u8]) -> bool {
        self.0 = self.0.saturating_add(name.len() + 32 + value.len() + 40);
        self.0 <= Self::LIMIT
    }

    /// Adds all trailers of a map, or none: then that is said on stderr. Returns whether they are
    /// added.
    pub(crate) fn add_trailers(&mut self, trailers: &HeaderMap) -> bool {
        let mut with = Self(self.0);
        let fits = trailers.iter().all(|(name, value)| with.add(name.as_str(), value.as_bytes()));
        if fits {
            *self = with;
        } else {
            log_line!("doorway: left out the trailers: together they are too large");
        }
        fits
    }
}

/// Appends the fields of a message with that body: the given ones, and a `content-length` if there
/// is none and the length is known. A `content_type` is sent beside those of the map. Returns the
/// length that the body has to keep to.
///
/// Of a request `host` is left out, since hosts take it from the authority, and several `cookie`
/// fields become one, as back ends of HTTP/1.1 read no more
/// ([RFC 9113, 8.2.3](https://www.rfc-editor.org/rfc/rfc9113#section-8.2.3)).
pub(crate) fn append_fields<const IS_REQUEST: bool>(
    headers: &HeaderMap,
    content_type: Option<&str>,
    body: &Body,
    forbids_body: bool,
    mut append: impl FnMut(&str, &[u8]),
) -> Result<Option<u64>, Error> {
    let message = if IS_REQUEST { "request" } else { "response" };
    let mut given = None;
    let mut size = FieldsSize::default();
    let mut add = |name: &str, value: &[u8]| {
        if !size.add(name, value) {
            let text = format!("the fields of the {message} are too large together");
            return Err(Error::new(ErrorKind::InvalidRequest, text));
        }
        append(name, value);
        Ok(())
    };
    if let Some(content_type) = content_type {
        add("content-type", content_type.as_bytes())?;
    }
    // Even an empty map has an iterator with a cost.
    let mut fields = if headers.is_empty() { None } else { Some(headers.iter()) };
    let mut cookie = Vec::new();
    let mut announces = false;
    while let Some((name, value)) = fields.as_mut().and_then(Iterator::next) {
        if name != CONTENT_LENGTH {
            announces |= name == TRAILER;
            if IS_REQUEST && name == COOKIE {
                arrival::join(&mut cookie, value.as_bytes());
            } else if !IS_REQUEST || name != HOST {
                add(name.as_str(), value.as_bytes())?;
            }
            continue;
        }
        let length = parse_length(value.as_bytes());
        match (given, length) {
            (None, Some(_)) => given = length,
            (Some(_), _) if given == length => {}
            _ => log_line!(
                "doorway: left out a {message} field `content-length`: it is no length, or a second \
                 one"
            ),
        }
    }
    if !cookie.is_empty() {
        add(COOKIE.as_str(), &cookie)?;
    }
    if !announces {
        // RFC 9110, 6.6.2: they are to be announced, and some hosts send no others.
        for name in body.added_trailers() {
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
        Some(0) if body.exact_length() != Some(0) => {}
        Some(length) => {
            let mut digits = itoa::Buffer::new();
            let digits = digits.format(length).as_bytes();
            add("content-length", digits)?;
        }
        None => {}
    }
    Ok(declared)
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
fn wrong_length(declared: u64, total: u64, ended: bool) -> Error {
    let least = if ended { "" } else { "at least " };
    let message =
        format!("its content-length says {declared}, but the body is {least}{total} bytes long");
    Error::new(ErrorKind::Body, message)
}

/// Holds a body to its declared length, if there is one.
pub(crate) struct LengthCheck {
    declared: Option<u64>,
    /// How long the body is so far.
    total: u64,
    /// The chunk that makes the length full, until it proves to be the last: else a body that is too
    /// long would look complete.
    held: Option<Bytes>,
}

impl LengthCheck {
    pub(crate) fn new(declared: Option<u64>) -> Self {
        Self { declared, total: 0, held: None }
    }

    /// Adds the next chunk of the body, and tells whether it may be sent.
    pub(crate) fn add(&mut self, chunk: &Bytes) -> Result<bool, Error> {
        let Some(declared) = self.declared else { return Ok(true) };
        self.total += chunk.len() as u64;
        if self.total > declared {
            return Err(wrong_length(declared, self.total, false));
        }
        let is_full = self.total == declared && !chunk.is_empty();
        if is_full {
            self.held = Some(chunk.clone());
        }
        Ok(!is_full)
    }

    /// Whether the body may end here, and all of it was sent.
    #[cfg(not(target_os = "wasi"))]
    pub(crate) fn allows_end(&self) -> bool {
        self.held.is_none() && self.declared.is_none_or(|declared| declared == self.total)
    }

    /// Takes the end of the body, and gives the last chunk if that was held back.
    pub(crate) fn end(&mut self) -> Result<Option<Bytes>, Error> {
        check_length(self.declared, self.total)?;
        Ok(self.held.take())
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

/// Whether a request has a body to send. One that declares another length than its body is known to
/// have is refused before anything is sent.
pub(crate) fn has_body(
    method: &Method,
    body: &mut Body,
    declared: Option<u64>,
) -> Result<bool, Error> {
    let is_empty = body.is_found_empty();
    if let Some(length) = if is_empty { Some(0) } else { body.known_length() } {
        check_length(declared, length)?;
    }
    if is_empty {
        return Ok(false);
    }
    if declared.is_none() && !takes_chunks(method) {
        let message = format!(
            "a {method} request takes no body of unknown length: declare its `content-length`"
        );
        return Err(Error::new(ErrorKind::InvalidRequest, message));
    }
    Ok(true)
}

/// The fields without some of them. Removing them from a map would be 2 kB more.
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
