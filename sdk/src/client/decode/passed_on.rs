//! A decoded response as the response of a handler: it has other bytes than its upstream sent.

use http::HeaderValue;
use http::header::{ACCEPT_RANGES, ETAG};

use crate::client::Response;
use crate::response::{self, tags};

/// The strong tag of a response that was decoded, if it has one; it stands for the coded bytes.
///
/// The client itself is told of it, as it may name it to the upstream by `if-match`.
#[derive(Clone)]
struct TagOfCoded(Option<HeaderValue>);

/// Notes that a response was decoded.
pub(super) fn note_decoded(response: &mut Response) {
    let tag = TagOfCoded(tags::strong(response.headers()).cloned());
    response.extensions_mut().insert(tag);
}

/// Notes that the tag of a 304 was asked about as the weak one that a decoded response had.
pub(super) fn note_not_modified(response: &mut Response, if_none_match: &[HeaderValue]) {
    if let Some(tag) = response.header(&ETAG)
        && tags::is_known_as_weak(if_none_match, tag.as_bytes())
    {
        response.extensions_mut().insert(TagOfCoded(Some(tag)));
    }
}

/// Adapts the fields of a response that goes out.
pub(in crate::client) fn adapt(response: &mut response::Response) {
    let Some(TagOfCoded(tag)) = response.extensions_mut().remove() else { return };
    let headers = response.headers_mut();
    headers.remove(ACCEPT_RANGES);
    // A handler may have given it one of its own.
    if tag.as_ref() == tags::strong(headers) {
        tags::change_coding(headers);
    }
}
