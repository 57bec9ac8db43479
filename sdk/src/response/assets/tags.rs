//! The entity tags of files.

use http::HeaderValue;

/// A strong entity tag, with its quotes
/// ([RFC 9110, 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)).
pub(super) struct Tag([u8; 34]);

impl Tag {
    /// The first half of a hash, which is enough to identify contents.
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
