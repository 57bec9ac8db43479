//! Which paths a route matches: matchit's syntax, walked beside a path without building a tree.

use super::nest::TAIL;

/// Whether the path of `target`, up to a `?`, is one that `pattern` stands for. `param` sees the
/// name and the value, as it came, of each parameter that was met on the way.
pub(crate) fn walk<'p, 't>(
    mut pattern: &'p str,
    mut target: &'t str,
    mut param: impl FnMut(&'p str, &'t str),
) -> bool {
    loop {
        let literal = common_literal(pattern.as_bytes(), target.as_bytes());
        // Alike in some bytes of a character is not alike.
        let (Some(rest), Some(left)) = (pattern.get(literal..), target.get(literal..)) else {
            return false;
        };
        let [brace @ (b'{' | b'}'), next @ ..] = rest.as_bytes() else {
            return rest.is_empty() && is_end(left);
        };
        if next.first() == Some(brace) {
            // Written twice it stands for itself.
            if left.as_bytes().first() != Some(brace) {
                return false;
            }
            (pattern, target) = (&rest[2..], &left[1..]);
            continue;
        }
        let (name, after) = rest[1..].split_at(before(&rest[1..], b'}', b'}'));
        let Some(after) = after.get(1..) else { return false };
        if let Some(name) = name.strip_prefix('*') {
            let value = path(left);
            if name != TAIL {
                param(name, value);
            }
            return !value.is_empty();
        }
        let segment = before(left, b'/', b'?');
        let suffix = before(after, b'/', b'/');
        let Some(length) = before_suffix(&after[..suffix], &left[..segment]) else { return false };
        param(name, &left[..length]);
        (pattern, target) = (&after[suffix..], &left[segment..]);
    }
}

/// What of a target is its path.
pub(crate) fn path(target: &str) -> &str {
    &target[..before(target, b'?', b'?')]
}

/// Whether the path ends here.
fn is_end(left: &str) -> bool {
    matches!(left.as_bytes(), [] | [b'?', ..])
}

/// Whether the pattern has no braces and is the path of `target`.
pub(crate) fn is_literally(pattern: &str, target: &str) -> bool {
    let left = target.as_bytes().strip_prefix(pattern.as_bytes());
    matches!(left, Some([] | [b'?', ..])) && pattern.bytes().all(|byte| byte < b'{')
}

/// How many bytes are alike, up to a brace in the pattern.
fn common_literal(pattern: &[u8], target: &[u8]) -> usize {
    let mut common = 0;
    for (byte, other) in pattern.iter().zip(target) {
        if byte != other || matches!(byte, b'{' | b'}') {
            break;
        }
        common += 1;
    }
    common
}

/// How long the text is before one of two bytes. To set up a search by words would take longer.
fn before(text: &str, one: u8, other: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != one && bytes[at] != other {
        at += 1;
    }
    at
}

/// How much of a path's segment is left before the suffix: one byte at least, or it does not match.
fn before_suffix(suffix: &str, segment: &str) -> Option<usize> {
    let length = if suffix.is_empty() {
        segment.len()
    } else if suffix.contains(['{', '}']) {
        segment.strip_suffix(&suffix.replace("{{", "{").replace("}}", "}"))?.len()
    } else {
        segment.strip_suffix(suffix)?.len()
    };
    (length > 0).then_some(length)
}
