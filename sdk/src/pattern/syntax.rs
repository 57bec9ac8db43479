//! The syntax of patterns, for the router and, while a program is compiled, for
//! [`vpath!`](crate::vpath).

const QUERY: &str = "a route is a path; what follows the `?` is not routed";

const NOT_A_PARAMETER: &str =
    "a parameter is `{name}`; a brace that is not part of one is written twice";

/// The most parameters that matchit has names for; with more it panics.
const MOST_PARAMETERS: usize = 25;

/// Checks that a pattern can be a route, if there are no others.
///
/// # Errors
///
/// The rule that it breaks.
pub(crate) const fn check(pattern: &str) -> Result<(), &'static str> {
    let bytes = pattern.as_bytes();
    if bytes.is_empty() || bytes[0] != b'/' {
        return Err("a route starts with `/`");
    }
    let mut parameters = 0;
    let mut in_segment = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'?' => return Err(QUERY),
            b'/' => in_segment = 0,
            // Written twice it stands for itself.
            brace @ (b'{' | b'}') if at + 1 < bytes.len() && bytes[at + 1] == brace => at += 1,
            b'}' => return Err(NOT_A_PARAMETER),
            b'{' => {
                let end = match parameter_end(bytes, at) {
                    Ok(end) => end,
                    Err(error) => return Err(error),
                };
                parameters += 1;
                in_segment += 1;
                if in_segment > 1 {
                    return Err("a segment, from one `/` to the next, has one parameter at most");
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    if parameters > MOST_PARAMETERS {
        return Err("a route has 25 parameters at most");
    }
    Ok(())
}

/// The index of the brace that ends a parameter.
const fn parameter_end(bytes: &[u8], start: usize) -> Result<usize, &'static str> {
    let is_rest = start + 1 < bytes.len() && bytes[start + 1] == b'*';
    let name = if is_rest { start + 2 } else { start + 1 };
    let mut end = name;
    while end < bytes.len() && bytes[end] != b'}' {
        match bytes[end] {
            b'?' => return Err(QUERY),
            b'{' | b'/' | b'*' => return Err(NOT_A_PARAMETER),
            _ => end += 1,
        }
    }
    if end == bytes.len() || end == name {
        return Err(NOT_A_PARAMETER);
    }
    if end + 1 < bytes.len() {
        // matchit takes two of them for an escaped one that is part of the name, or for none.
        let is_escaped = end + 2 < bytes.len() && bytes[end + 2] == bytes[end + 1];
        if bytes[end + 1] == b'}' || bytes[end + 1] == b'{' && is_escaped {
            return Err("a brace cannot stand right after a parameter");
        }
        if is_rest {
            return Err("`{*name}` is the end of a route");
        }
    }
    Ok(end)
}

/// Checks that no segment is a parameter as axum 0.7 and others write it.
///
/// # Errors
///
/// The syntax to write it in.
pub(crate) const fn check_markers(pattern: &str) -> Result<(), &'static str> {
    let bytes = pattern.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match (bytes[at - 1], bytes[at]) {
            (b'/', b':') => return Err("`:name` is no parameter: write `{name}`"),
            (b'/', b'*') => return Err("`*name` is no parameter: write `{*name}`"),
            _ => at += 1,
        }
    }
    Ok(())
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::check;
    use crate::inputs;

    const VALID: &[&str] = &["/", "/a/{b}/c", "/{a}.json/{*rest}", "/{{a}}/x{b}", "/a{*b}", "/%7B"];

    const TOKENS: &[&str] = &["{", "}", "{{", "}}", "{a}", "{*a}", "*", "/", "?", ":", "{}", "é"];

    proptest! {
        #![proptest_config(inputs::cases())]

        #[test]
        fn the_syntax_is_that_of_matchit(pattern in inputs::text(VALID, TOKENS)) {
            // matchit takes more of these: braces and slashes in names.
            let is_common = pattern.starts_with('/')
                && !["?", "}}", "}{{", "{/"].iter().any(|text| pattern.contains(text))
                && pattern.split('{').skip(1).all(|name| name.contains('}'));
            let taken = check(&pattern).is_ok();
            if taken || is_common {
                let mut routes = matchit::Router::new();
                prop_assert_eq!(routes.insert(&*pattern, ()).is_ok(), taken, "{}", pattern);
            }
        }
    }
}
