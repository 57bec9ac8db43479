//! Labels and byte order marks of UTF-8
//! ([Encoding Standard](https://encoding.spec.whatwg.org/#names-and-labels)).

/// The labels of UTF-8.
const UTF_8: [&str; 6] =
    ["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"];

/// Whether a label names UTF-8.
pub(crate) fn is_utf8(label: &str) -> bool {
    UTF_8.iter().any(|name| label.eq_ignore_ascii_case(name))
}

/// Removes a byte order mark. JSON must not have one, but parsers may ignore it
/// ([RFC 8259, 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)).
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}
