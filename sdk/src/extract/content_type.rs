//! Content types ([RFC 9110, 8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.3)), as far as
//! extractors ask.

/// The type without its parameters.
pub(crate) fn essence(content_type: &[u8]) -> &[u8] {
    let end = content_type.iter().position(|byte| *byte == b';');
    content_type.get(..end.unwrap_or(content_type.len())).unwrap_or_default().trim_ascii()
}
