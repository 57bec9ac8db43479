//! Strict percent-decoding ([RFC 3986, 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)):
//! malformed escapes and invalid UTF-8 are errors.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// An error of percent-decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadEncoding {
    /// A `%` without two hexadecimal digits after it.
    Escape,
    /// The decoded bytes are not UTF-8.
    Utf8,
}

/// Decodes a text; one without `%` is borrowed.
pub(crate) fn decode(text: &str) -> Result<Cow<'_, str>, BadEncoding> {
    let Some(first) = text.find('%') else { return Ok(Cow::Borrowed(text)) };
    let escapes = text[first..].split('%').skip(1);
    if !escapes.into_iter().all(starts_with_digits) {
        return Err(BadEncoding::Escape);
    }
    percent_decode_str(text).decode_utf8().map_err(|_| BadEncoding::Utf8)
}

fn starts_with_digits(escape: &str) -> bool {
    matches!(escape.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

impl fmt::Display for BadEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Escape => "a `%` is not followed by two hexadecimal digits",
            Self::Utf8 => "the percent-encoded text is not UTF-8",
        })
    }
}

impl std::error::Error for BadEncoding {}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_escapes() {
        assert_eq!(decode("a%20%C3%A9").as_deref(), Ok("a é"));
        assert_eq!(decode("%25zz").as_deref(), Ok("%zz"));
        assert!(matches!(decode("a+b"), Ok(Cow::Borrowed("a+b"))));
    }

    #[test]
    fn refuses_malformed_escapes() {
        for bad in ["%", "a%", "%2", "%zz", "%2z", "%%20", "%é", "a%20%"] {
            assert_eq!(decode(bad), Err(BadEncoding::Escape), "{bad}");
        }
        for bad in ["%ff", "%C3", "%C3a", "%ED%A0%80"] {
            assert_eq!(decode(bad), Err(BadEncoding::Utf8), "{bad}");
        }
    }
}
