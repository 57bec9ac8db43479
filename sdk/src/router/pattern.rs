//! Which paths a route matches: matchit's syntax, walked beside a path without building a tree.

/// Whether `path` is one that `pattern` stands for. `param` sees the name and the value, as it came,
/// of each parameter that was met on the way.
pub(crate) fn walk<'p, 't>(
    pattern: &'p str,
    path: &'t str,
    mut param: impl FnMut(&'p str, &'t str),
) -> bool {
    let (expected, given) = (pattern.as_bytes(), path.as_bytes());
    let (mut at, mut from) = (0, 0);
    loop {
        let Some(&byte) = expected.get(at) else { return from == given.len() };
        let is_escaped = matches!(byte, b'{' | b'}') && expected.get(at + 1) == Some(&byte);
        if byte != b'{' || is_escaped {
            if given.get(from) != Some(&byte) {
                return false;
            }
            at += if is_escaped { 2 } else { 1 };
            from += 1;
            continue;
        }
        let rest = &pattern[at + 1..];
        let Some((name, after)) = rest.split_once('}') else { return false };
        let left = path.get(from..).unwrap_or_default();
        if let Some(name) = name.strip_prefix('*') {
            param(name, left);
            return !left.is_empty();
        }
        let segment = left.split('/').next().unwrap_or_default();
        let suffix = after.split('/').next().unwrap_or_default();
        let Some(length) = before_suffix(suffix, segment) else { return false };
        param(name, &segment[..length]);
        from += segment.len();
        at = pattern.len() - after.len() + suffix.len();
    }
}

/// How much of a path's segment is left before the suffix: one byte at least, or it does not match.
fn before_suffix(suffix: &str, segment: &str) -> Option<usize> {
    let value = if suffix.contains(['{', '}']) {
        segment.strip_suffix(&suffix.replace("{{", "{").replace("}}", "}"))
    } else {
        segment.strip_suffix(suffix)
    };
    value.map(str::len).filter(|length| *length > 0)
}
