//! Which of two routes goes first when a path matches both: what matchit's tree would come to first.

/// Whether `one` goes before `other`. Both match the path in question.
pub(super) fn goes_before(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one, other);
    loop {
        let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        // A parameter's name may start alike.
        let start = parameter_around(one, common).unwrap_or(common);
        let (Some(left), Some(right)) = (one.get(start..), other.get(start..)) else {
            return false;
        };
        match (parameter(left), parameter(right)) {
            (Some((name, left)), Some((other_name, right))) => {
                let catches_all = name.starts_with('*');
                if catches_all != other_name.starts_with('*') {
                    return !catches_all;
                }
                let (suffix, other_suffix) = (segment(left), segment(right));
                if suffix != other_suffix {
                    return suffix.len() > other_suffix.len();
                }
                (one, other) = (left, right);
            }
            // What is written out goes before what is left open.
            (None, Some(_)) => return true,
            (Some(_), None) => return false,
            (None, None) => return false,
        }
        if one.is_empty() && other.is_empty() {
            return false;
        }
    }
}

/// The parameter at the start of a pattern, and what follows.
fn parameter(pattern: &str) -> Option<(&str, &str)> {
    let rest = pattern.strip_prefix('{')?;
    if rest.starts_with('{') { None } else { rest.split_once('}') }
}

fn segment(pattern: &str) -> &str {
    pattern.split('/').next().unwrap_or_default()
}

/// Where the parameter starts that `at` is in.
fn parameter_around(pattern: &str, at: usize) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = pattern.get(from..)?;
        let open = rest.find(['{', '}'])?;
        let start = from + open;
        if start >= at {
            return None;
        }
        match parameter(&pattern[start..]) {
            Some((_, after)) if pattern.len() - after.len() > at => return Some(start),
            Some((_, after)) => from = pattern.len() - after.len(),
            // An escaped brace.
            None => from = start + 2,
        }
    }
}
