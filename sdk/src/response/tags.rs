//! Entity tags ([RFC 9110, 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)) in fields
//! of requests and responses.

use http::HeaderMap;
#[cfg(any(feature = "gzip", feature = "tower"))]
use http::StatusCode;
use http::header::{ETAG, HeaderValue};

/// The comparison of tags.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Comparison {
    /// Both have to be strong.
    Strong,
    /// Either may be weak.
    Weak,
}

/// Whether one of the lists, `"a", W/"b"` or `*`, contains the tag, which is given with its quotes.
/// Each list is read up to the first malformed part.
pub(crate) fn list(lists: &[HeaderValue], tag: &[u8], comparison: Comparison) -> bool {
    lists.iter().any(|list| lists_tag(list.as_bytes(), tag, comparison))
}

/// Whether a client has a response by its weak tag only. The 304 has to send the same one: with the
/// strong tag, the client would take its response for the strong tag's representation.
pub(crate) fn is_known_as_weak(if_none_match: &[HeaderValue], tag: &[u8]) -> bool {
    list(if_none_match, tag, Comparison::Weak) && !list(if_none_match, tag, Comparison::Strong)
}

fn lists_tag(list: &[u8], tag: &[u8], comparison: Comparison) -> bool {
    let mut rest = list.trim_ascii();
    if rest == b"*" {
        return true;
    }
    loop {
        while let [b' ' | b'\t' | b',', after @ ..] = rest {
            rest = after;
        }
        let weak = rest.strip_prefix(b"W/");
        let Some((given, after)) = quoted(weak.unwrap_or(rest)) else { return false };
        rest = after.trim_ascii_start();
        if !matches!(rest, [] | [b',', ..]) {
            return false;
        }
        if given == tag && (weak.is_none() || comparison == Comparison::Weak) {
            return true;
        }
    }
}

/// Splits off a tag, with its quotes. Tags have no escapes.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.strip_prefix(b"\"")?.iter().position(|byte| *byte == b'"')?;
    text.split_at_checked(length + 2)
}

/// The strong tag of a response, if it has one.
pub(crate) fn strong(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""))
}

/// Makes the strong tag of a response weak.
pub(crate) fn weaken(headers: &mut HeaderMap) {
    if let Some(tag) = strong(headers)
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        headers.insert(ETAG, weak);
    }
}

/// Weakens the tag of a 304 if the client has it as a weak one.
#[cfg(any(feature = "gzip", feature = "tower"))]
pub(crate) fn weaken_as_known(
    status: StatusCode,
    headers: &mut HeaderMap,
    if_none_match: &[HeaderValue],
) {
    if status == StatusCode::NOT_MODIFIED
        && strong(headers).is_some_and(|tag| is_known_as_weak(if_none_match, tag.as_bytes()))
    {
        weaken(headers);
    }
}

/// Adapts the headers of a response whose content coding changed: a strong tag would stand for two
/// representations, and digests would be those of other bytes.
#[cfg(any(feature = "gzip", feature = "tower"))]
pub(crate) fn change_coding(headers: &mut HeaderMap) {
    weaken(headers);
    for digest in ["content-digest", "repr-digest", "content-md5", "digest"] {
        headers.remove(digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_tag_is_known_as_weak() {
        let is_weak = |lists: &[&'static str]| {
            let lists: Vec<_> = lists.iter().map(|list| HeaderValue::from_static(list)).collect();
            is_known_as_weak(&lists, b"\"a\"")
        };
        assert!(is_weak(&["W/\"a\""]));
        assert!(is_weak(&["\"b\", W/\"a\""]));
        assert!(is_weak(&["\"b\"", "W/\"a\""]));
        for lists in [&["\"a\""][..], &["*"], &["W/\"b\""], &["W/\"a\"", "\"a\""], &[]] {
            assert!(!is_weak(lists), "{lists:?}");
        }
    }

    #[test]
    fn a_strong_tag_becomes_weak_once() {
        for (before, after) in [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\""), ("a", "a")] {
            let mut headers = HeaderMap::from_iter([(ETAG, HeaderValue::from_static(before))]);
            weaken(&mut headers);
            weaken(&mut headers);
            assert_eq!(headers[ETAG], after);
        }
    }
}
