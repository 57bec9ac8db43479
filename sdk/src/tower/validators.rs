//! Weakens the strong tag of a response whose bytes a layer has changed.

use http::header::{CONTENT_ENCODING, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue};

use crate::Response;
use crate::response::tags;

/// The strong tag of a response and its content coding, before layers of tower's saw it. It is among
/// the response's extensions meanwhile.
#[derive(Clone)]
struct Before {
    tag: HeaderValue,
    coding: Option<HeaderValue>,
}

/// Notes the tag and the coding of a response that goes to a layer.
pub(super) fn note(response: &mut Response) {
    let headers = response.headers();
    if let Some(tag) = tags::strong(headers).cloned() {
        let coding = headers.get(CONTENT_ENCODING).cloned();
        response.extensions_mut().insert(Before { tag, coding });
    }
}

/// Returns the tags that the client of a request knows.
pub(super) fn known(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(IF_NONE_MATCH).into_iter().cloned().collect()
}

/// Weakens the tag of a response that comes from a layer if that has changed the content coding: a
/// strong one stands for one representation
/// ([RFC 9110, 8.8.3.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3)). A part of the other
/// would be taken for its continuation.
pub(super) fn settle(response: &mut Response, known: &[HeaderValue]) {
    let before = response.extensions_mut().remove::<Before>();
    let status = response.status();
    let headers = response.headers_mut();
    if let Some(Before { tag, coding }) = before
        && tags::strong(headers) == Some(&tag)
        && headers.get(CONTENT_ENCODING) != coding.as_ref()
    {
        tags::change_coding(headers);
    }
    tags::weaken_as_known(status, headers, known);
}
