//! Range requests ([RFC 9110, 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use std::ops::Range;

/// The part of a file that a `Range` asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Wanted {
    /// The whole file: for several ranges, other units and malformed fields.
    Whole,
    Part(Range<usize>),
    Unsatisfiable,
}

/// Parses a `Range` for content of that length.
pub(super) fn wanted(range: &[u8], length: usize) -> Wanted {
    // A `content-range` cannot express a part of an empty file.
    let Some((first, last)) = single(range).filter(|_| length > 0) else { return Wanted::Whole };
    let part = match (first, last) {
        (Some(first), Some(last)) if last < first => return Wanted::Whole,
        (Some(first), Some(last)) => first..last.saturating_add(1).min(length),
        (Some(first), None) => first..length,
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return Wanted::Whole,
    };
    if part.is_empty() { Wanted::Unsatisfiable } else { Wanted::Part(part) }
}

/// The two numbers of `bytes=1-2`; either may be missing.
fn single(range: &[u8]) -> Option<(Option<usize>, Option<usize>)> {
    let (unit, range) = range.split_at_checked(6)?;
    if !unit.eq_ignore_ascii_case(b"bytes=") {
        return None;
    }
    let range = range.trim_ascii();
    let dash = range.iter().position(|byte| *byte == b'-')?;
    Some((number(&range[..dash])?, number(&range[dash + 1..])?))
}

/// A number, which may be missing; one that is too large becomes the maximum.
fn number(digits: &[u8]) -> Option<Option<usize>> {
    if digits.is_empty() {
        return Some(None);
    }
    digits
        .iter()
        .try_fold(0_usize, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| usize::from(byte - b'0'))?;
            Some(number.saturating_mul(10).saturating_add(digit))
        })
        .map(Some)
}
