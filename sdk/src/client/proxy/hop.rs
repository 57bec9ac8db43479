//! Fields for one connection only
//! ([RFC 9110, 7.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1)).

use http::header::{CONNECTION, MAX_FORWARDS, TE};
use http::{HeaderMap, HeaderName};

use crate::message;

/// Removes the fields of the connection, those that `connection` names, and `also` others.
pub(super) fn strip(headers: &mut HeaderMap, also: &dyn Fn(&str) -> bool) {
    // Hosts mostly keep them: one look at all names costs less than one for each.
    let mut doomed: Vec<HeaderName> = Vec::new();
    for name in headers.keys() {
        if is_of_connection(name.as_str()) || also(name.as_str()) {
            if *name == CONNECTION {
                doomed.extend(list(headers, name).filter_map(|name| name.parse().ok()));
            }
            doomed.push(name.clone());
        }
    }
    for name in doomed {
        headers.remove(name);
    }
}

fn is_of_connection(name: &str) -> bool {
    matches!(
        name,
        "connection"
            | "http2-settings"
            | "keep-alive"
            | "proxy-authenticate"
            | "proxy-authentication-info"
            | "proxy-authorization"
            | "proxy-connection"
            | "te"
            | "transfer-encoding"
            | "upgrade"
    )
}

/// Whether the sender accepts trailers
/// ([RFC 9110, 10.1.4](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.4)).
pub(super) fn takes_trailers(headers: &HeaderMap) -> bool {
    list(headers, &TE).any(|coding| coding.eq_ignore_ascii_case("trailers"))
}

/// Counts `max-forwards` down, and returns whether the request may be forwarded
/// ([RFC 9110, 7.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-7.6.2)).
pub(super) fn count(headers: &mut HeaderMap) -> bool {
    let Some(left) = headers.get_mut(MAX_FORWARDS) else { return true };
    match message::parse_length(left.as_bytes()) {
        Some(0) => return false,
        Some(more) => *left = (more - 1).into(),
        // Not a number, or too large a one.
        None => {}
    }
    true
}

/// The members of a list in all lines of a field. Those that are not text are skipped.
fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter();
    let members = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    members.filter_map(|member| str::from_utf8(member.trim_ascii()).ok())
}
