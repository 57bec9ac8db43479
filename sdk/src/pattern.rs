//! Patterns of paths: a route in matchit's syntax is walked beside a path, without building a tree.

use std::borrow::Cow;

use crate::target::path;

pub(crate) mod syntax;

/// The parameter for the part of the path that a nested service sees; no handler does.
pub(crate) const TAIL: &str = "doorway.rest";

/// Returns whether `pattern` matches the path of `target`, up to a `?`. `param` is called with the
/// name and the undecoded value of each parameter on the way.
pub(crate) fn walk<'p, 't>(
    pattern: &'p str,
    target: &'t str,
    mut param: impl FnMut(&'p str, &'t str),
) -> bool {
    walk_from(common_literal(pattern, target), pattern, target, &mut param)
}

/// Goes on after the bytes at the start that are known to be alike.
pub(crate) fn walk_from<'p, 't>(
    mut literal: usize,
    mut pattern: &'p str,
    mut target: &'t str,
    param: &mut dyn FnMut(&'p str, &'t str),
) -> bool {
    loop {
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
            literal = common_literal(pattern, target);
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
        literal = common_literal(pattern, target);
    }
}

/// Returns the name of a parameter, counted from 0.
pub(crate) fn name(pattern: &str, parameter: usize) -> &str {
    let (mut left, mut rest) = (parameter, pattern);
    loop {
        let at = rest.get(before(rest, b'{', b'}')..).unwrap_or_default();
        let end = match at.as_bytes() {
            [] => return "",
            // Written twice it stands for itself.
            [brace, next, ..] if brace == next => 1,
            _ => before(at, b'}', b'}'),
        };
        if end > 1 && left == 0 {
            let name = at.get(1..end).unwrap_or_default();
            return name.strip_prefix('*').unwrap_or(name);
        }
        left -= usize::from(end > 1);
        rest = at.get(end + 1..).unwrap_or_default();
    }
}

/// Returns how many segments a prefix has.
pub(crate) fn segments(prefix: &str) -> usize {
    prefix.matches('/').count()
}

/// Joins the prefix of a nested router and the pattern of a route of it.
pub(crate) fn join(prefix: &str, path: &str) -> Cow<'static, str> {
    let prefix_alone = prefix.trim_end_matches('/');
    match path {
        "/" => prefix.to_owned().into(),
        path => format!("{prefix_alone}{path}").into(),
    }
}

/// Returns whether the path ends here.
fn is_end(left: &str) -> bool {
    matches!(left.as_bytes(), [] | [b'?', ..])
}

/// Returns how many bytes are alike, up to a brace in the pattern.
pub(crate) fn common_literal(pattern: &str, target: &str) -> usize {
    let mut bytes = std::iter::zip(pattern.bytes(), target.bytes());
    let differ = |(one, other)| one != other || matches!(one, b'{' | b'}');
    bytes.position(differ).unwrap_or(pattern.len().min(target.len()))
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
    let mut suffix = suffix.bytes();
    let mut left = segment.as_bytes();
    while let Some(byte) = suffix.next_back() {
        // A brace is written twice.
        if matches!(byte, b'{' | b'}') {
            suffix.next_back();
        }
        left = left.strip_suffix(&[byte])?;
    }
    (!left.is_empty()).then_some(left.len())
}
