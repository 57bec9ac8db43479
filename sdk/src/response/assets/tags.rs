//! Entity tags: `ETag`, and the fields that list them.

use http::HeaderValue;

/// A strong entity tag, with its quotes
/// ([RFC 9110, 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)).
pub(super) struct Tag([u8; 34]);

impl Tag {
    /// The first half of a hash, which is more than enough to tell contents apart.
    pub(super) fn of_hash(hash: [u8; 32]) -> Self {
        let mut tag = [b'"'; 34];
        for (byte, digits) in hash.iter().zip(tag[1..33].chunks_exact_mut(2)) {
            digits[0] = hex(byte >> 4);
            digits[1] = hex(byte & 15);
        }
        Self(tag)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn to_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_bytes(&self.0).ok()
    }
}

fn hex(digit: u8) -> u8 {
    if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }
}

/// Which tags in a list stand for a tag of ours.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Comparison {
    /// Those that are strong.
    Strong,
    /// Weak ones too.
    Weak,
}

/// Whether a list, `"a", W/"b"` or `*`, has the tag. It is read as far as it is well-formed.
pub(super) fn lists(list: &[u8], tag: &Tag, comparison: Comparison) -> bool {
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
        if given == tag.as_bytes() && (weak.is_none() || comparison == Comparison::Weak) {
            return true;
        }
        rest = after.trim_ascii_start();
        if !rest.starts_with(b",") {
            return false;
        }
    }
}

/// Splits off what is in quotes, with them. A tag knows no escapes.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.strip_prefix(b"\"")?.iter().position(|byte| *byte == b'"')?;
    text.split_at_checked(length + 2)
}
