//! The parser of `traceparent` and `tracestate`
//! ([W3C Trace Context, 3](https://www.w3.org/TR/trace-context-1/#trace-context-http-headers-format)).

/// A parsed `traceparent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parent {
    pub(super) trace_id: [u8; 32],
    pub(super) span_id: [u8; 16],
    pub(super) sampled: bool,
}

/// `None` if it is malformed.
pub(super) fn traceparent(value: &[u8]) -> Option<Parent> {
    let value = value.trim_ascii();
    let (known, rest) = value.split_at_checked(55)?;
    let version = &known[..2];
    let is_known_version = match version {
        b"00" => true,
        b"ff" => return None,
        _ => false,
    };
    // Later versions may append something after another dash.
    let ends = rest.is_empty() || (!is_known_version && rest[0] == b'-');
    let dashes = [2, 35, 52].iter().all(|at| known[*at] == b'-');
    if !(ends && dashes && is_hex(version) && is_hex(&known[53..])) {
        return None;
    }
    Some(Parent {
        trace_id: id(&known[3..35])?,
        span_id: id(&known[36..52])?,
        // The other flags are not defined.
        sampled: known[54].wrapping_sub(if known[54] < b'a' { b'0' } else { b'a' - 10 }) & 1 == 1,
    })
}

fn id<const DIGITS: usize>(text: &[u8]) -> Option<[u8; DIGITS]> {
    let is_some = is_hex(text) && text.iter().any(|digit| *digit != b'0');
    if is_some { text.try_into().ok() } else { None }
}

/// Upper case is not allowed.
fn is_hex(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The maximum number of members of a `tracestate`.
const MEMBERS: usize = 32;

/// Longer members are removed first when the whole is too long.
const LONG_MEMBER: usize = 128;

/// At least this many bytes have to be passed on.
const LENGTH: usize = 512;

/// The members of all `tracestate` fields; `None` if one is malformed, or if there are none.
pub(super) fn tracestate<'a>(values: impl Iterator<Item = &'a str>) -> Option<Box<str>> {
    let mut members: Vec<(&str, &str)> = Vec::new();
    for member in values.flat_map(|value| value.split(',')) {
        let member = member.trim_matches([' ', '\t']);
        if member.is_empty() {
            continue;
        }
        let (key, value) = member.split_once('=')?;
        let is_double = members.iter().any(|(other, _)| *other == key);
        if members.len() == MEMBERS || is_double || !(is_key(key) && is_value(value)) {
            return None;
        }
        members.push((key, member));
    }
    // Each with its comma.
    let mut length = members.iter().map(|(_, member)| member.len() + 1).sum::<usize>();
    for limit in [LONG_MEMBER, 0] {
        while length > LENGTH + 1
            && let Some(last) = members.iter().rposition(|(_, member)| member.len() > limit)
        {
            length -= members.remove(last).1.len() + 1;
        }
    }
    let mut state = String::with_capacity(length);
    for (_, member) in members {
        if !state.is_empty() {
            state.push(',');
        }
        state.push_str(member);
    }
    if state.is_empty() { None } else { Some(state.into()) }
}

fn is_key(key: &str) -> bool {
    let part = |part: &str, longest: usize, may_start_with_digit: bool| {
        let starts = part.starts_with(|first: char| {
            first.is_ascii_lowercase() || (may_start_with_digit && first.is_ascii_digit())
        });
        let is_allowed = |byte: u8| {
            byte.is_ascii_lowercase()
                || byte.is_ascii_digit()
                || matches!(byte, b'_' | b'-' | b'*' | b'/')
        };
        starts && part.len() <= longest && part.bytes().all(is_allowed)
    };
    match key.split_once('@') {
        Some((tenant, system)) => part(tenant, 241, true) && part(system, 14, false),
        None => part(key, 256, false),
    }
}

/// Trailing spaces were trimmed with the member.
fn is_value(value: &str) -> bool {
    let is_allowed = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b',' | b'=');
    (1..=256).contains(&value.len()) && value.bytes().all(is_allowed)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
