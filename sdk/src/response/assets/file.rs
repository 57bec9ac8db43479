//! A file as a response.

use std::borrow::Cow;
use std::ops::Range;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName,
    HeaderValue, LAST_MODIFIED,
};
use http::{HeaderMap, StatusCode};
use httpdate::HttpDate;
use rust_embed::{EmbeddedFile, Metadata};

use super::conditions::{Fields, Outcome, Validators, evaluate, range};
use super::range::{Wanted, wanted};
use super::tags::Tag;
use crate::response::{Problem, tags};
use crate::{Body, IntoResponse, Response};

/// The start of the year 10000, which does not fit in a header field.
const END_OF_DATES: u64 = 253_402_300_800;

/// Answers `GET`, or `HEAD`, with a file.
pub(super) fn answer(
    file: EmbeddedFile,
    cache_control: Option<&HeaderValue>,
    fields: &dyn Fields,
    is_head: bool,
) -> Response {
    let tag = Tag::of_hash(file.metadata.sha256_hash());
    let validators = Validators { tag, modified: modified(&file.metadata) };
    let mut headers = HeaderMap::new();
    put(&mut headers, ETAG, validators.tag.to_value());
    put(&mut headers, CACHE_CONTROL, cache_control.cloned());
    match evaluate(fields, &validators) {
        Outcome::Holds => {}
        Outcome::NotModified { is_weak } => {
            if is_weak {
                tags::weaken(&mut headers);
            }
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        Outcome::Failed => return Problem::new(StatusCode::PRECONDITION_FAILED).into_response(),
    }
    let whole = content(file.data);
    // RFC 9110, 14.2: ranges are for `GET` alone.
    let wanted = match range(fields, &validators.tag) {
        Some(range) if !is_head => wanted(range.as_bytes(), whole.len()),
        _ => Wanted::Whole,
    };
    put(&mut headers, ACCEPT_RANGES, Some(const { HeaderValue::from_static("bytes") }));
    if let Some(modified) = validators.modified {
        put(&mut headers, LAST_MODIFIED, HeaderValue::try_from(modified.to_string()).ok());
    }
    let part = match wanted {
        Wanted::Unsatisfiable => {
            let headers = [(CONTENT_RANGE, format!("bytes */{}", whole.len()))];
            return (headers, Problem::new(StatusCode::RANGE_NOT_SATISFIABLE)).into_response();
        }
        Wanted::Part(part) => Some(part),
        Wanted::Whole => None,
    };
    put(&mut headers, CONTENT_TYPE, content_type(file.metadata.mimetype()));
    respond(whole, part, headers, is_head)
}

/// Answers 404 with a page.
pub(super) fn answer_not_found(page: EmbeddedFile, is_head: bool) -> Response {
    let mut headers = HeaderMap::new();
    put(&mut headers, CONTENT_TYPE, content_type(page.metadata.mimetype()));
    let mut response = respond(content(page.data), None, headers, is_head);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn respond(
    whole: Bytes,
    part: Option<Range<usize>>,
    mut headers: HeaderMap,
    is_head: bool,
) -> Response {
    let mut response = Response::default();
    if is_head {
        put(&mut headers, CONTENT_LENGTH, Some(whole.len().into()));
    } else if let Some(part) = part {
        let range = format!("bytes {}-{}/{}", part.start, part.end - 1, whole.len());
        put(&mut headers, CONTENT_RANGE, HeaderValue::try_from(range).ok());
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        *response.body_mut() = Body::from(whole.slice(part));
    } else {
        *response.body_mut() = Body::from(whole);
    }
    *response.headers_mut() = headers;
    response
}

/// The time of the last change. Builds set it to 1970 to be reproducible; that is ignored.
fn modified(metadata: &Metadata) -> Option<HttpDate> {
    let seconds = metadata.last_modified().filter(|seconds| (1..END_OF_DATES).contains(seconds))?;
    Some(SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?.into())
}

/// Embedded data is not copied.
fn content(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => data.into(),
    }
}

fn content_type(mime: &str) -> Option<HeaderValue> {
    let charset = if mime.starts_with("text/") { "; charset=utf-8" } else { "" };
    HeaderValue::try_from([mime, charset].concat()).ok()
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}
