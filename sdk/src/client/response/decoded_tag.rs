//! The `etag` of a decoded response. As the response of a handler it has other bytes than its
//! upstream sent, so there it needs another tag.

use http::HeaderValue;
use http::header::{ACCEPT_RANGES, ETAG, IF_NONE_MATCH};

use super::Response;
use crate::response::{self, tags};

/// The strong tag of a response that was decoded, if it has one; it is that of the encoded bytes.
///
/// The client itself sees it, as it may name it to the upstream by `if-match`.
#[derive(Clone)]
struct EncodedTag(Option<HeaderValue>);

/// Notes that a response was decoded.
pub(in crate::client) fn note_decoded(response: &mut Response) {
    let tag = EncodedTag(tags::strong(response.headers()).cloned());
    response.extensions_mut().insert(tag);
}

/// Notes that a 304 was requested with the weak tag of a decoded response.
pub(in crate::client) fn note_not_modified(response: &mut Response) {
    let headers = response.pending.headers();
    let known = headers.into_iter().flat_map(|headers| headers.get_all(IF_NONE_MATCH));
    let known: Vec<_> = known.cloned().collect();
    if let Some(tag) = response.header(&ETAG)
        && tags::is_known_as_weak(&known, tag.as_bytes())
    {
        response.extensions_mut().insert(EncodedTag(Some(tag)));
    }
}

/// Adapts the fields of a response that is passed on.
pub(super) fn adapt(response: &mut response::Response) {
    let Some(EncodedTag(tag)) = response.extensions_mut().remove() else { return };
    let headers = response.headers_mut();
    headers.remove(ACCEPT_RANGES);
    // A handler may have set another one.
    if tag.as_ref() == tags::strong(headers) {
        tags::change_coding(headers);
    }
}
