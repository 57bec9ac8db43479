//! The priority of two routes that match the same path: the order in which matchit's tree has them.

use crate::pattern::segments;

/// Returns whether `one` goes before `other`. Both match the path in question.
pub(super) fn goes_before(one: &str, other: &str) -> bool {
    match parting(one, other) {
        Some((Some(one), Some(other))) => one.suffix.len() > other.suffix.len(),
        // Literal text goes before a parameter.
        Some((one, _)) => one.is_none(),
        None => false,
    }
}

/// Returns whether a path below both prefixes belongs rather to the first one.
pub(crate) fn is_further_in(one: &str, other: &str) -> bool {
    goes_before(one, other) || !goes_before(other, one) && segments(one) > segments(other)
}

/// A parameter, and the literal text after it in its segment.
pub(super) struct Parameter<'a> {
    pub(super) suffix: &'a str,
    /// Whether there is another segment.
    #[cfg(test)]
    pub(super) goes_on: bool,
}

/// The parameters where two routes begin to differ, apart from the names of parameters: of each route
/// that has one there. None if they are the same to the end, or have different text there.
pub(super) fn parting<'a>(
    mut one: &'a str,
    mut other: &'a str,
) -> Option<(Option<Parameter<'a>>, Option<Parameter<'a>>)> {
    loop {
        let bytes = one.bytes().zip(other.bytes());
        let same = bytes.take_while(|(a, b)| a == b && !matches!(a, b'{' | b'}')).count();
        (one, other) = (one.get(same..)?, other.get(same..)?);
        match (parameter(one), parameter(other)) {
            (None, None) => {
                // A brace, written twice.
                if one.get(..2)? != other.get(..2)? {
                    return None;
                }
                (one, other) = (one.get(2..)?, other.get(2..)?);
            }
            (Some((left, after)), Some((right, other_after))) if left.suffix == right.suffix => {
                (one, other) = (after, other_after);
            }
            (left, right) => return Some((left.map(|left| left.0), right.map(|right| right.0))),
        }
    }
}

/// Returns the parameter at the start of a pattern, and the rest after its segment.
fn parameter(pattern: &str) -> Option<(Parameter<'_>, &str)> {
    let rest = pattern.strip_prefix('{').filter(|rest| !rest.starts_with('{'))?;
    let (_, after) = rest.split_once('}')?;
    let (suffix, after) = after.split_at(after.find('/').unwrap_or(after.len()));
    Some((
        Parameter {
            suffix,
            #[cfg(test)]
            goes_on: !after.is_empty(),
        },
        after,
    ))
}
