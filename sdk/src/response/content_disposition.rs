//! The field `content-disposition` of files that are saved
//! ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).

use http::header::{CONTENT_DISPOSITION, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::headers::invalid_value;
use crate::error::Error;

/// All but `attr-char` ([RFC 8187, 3.2.1](https://www.rfc-editor.org/rfc/rfc8187#section-3.2.1)).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// `attachment`, with a file name. No name can add another parameter.
///
/// A name that is not ASCII is there twice: as UTF-8, and for old clients with `_` for each of these
/// characters.
pub(super) fn attachment(file_name: Option<&[u8]>) -> Result<HeaderValue, Error> {
    let Some(name) = file_name else { return Ok(HeaderValue::from_static("attachment")) };
    let mut value = b"attachment; filename=\"".to_vec();
    let text = str::from_utf8(name).ok().filter(|_| !name.is_ascii());
    for byte in name.iter().filter(|byte| text.is_none() || !is_continuation(**byte)) {
        match byte {
            b'"' | b'\\' => value.extend_from_slice(&[b'\\', *byte]),
            0x80.. if text.is_some() => value.push(b'_'),
            _ => value.push(*byte),
        }
    }
    value.push(b'"');
    if let Some(text) = text {
        value.extend_from_slice(b"; filename*=UTF-8''");
        value.extend(percent_encode(text.as_bytes(), ENCODED).flat_map(str::bytes));
    }
    HeaderValue::try_from(value)
        .map_err(|_| invalid_value(&CONTENT_DISPOSITION, &name.escape_ascii()))
}

/// Whether it is a byte of a character in UTF-8, and not its first.
fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..0xc0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_parameter_or_two() {
        for (name, value) in [
            ("report.pdf", r#"attachment; filename="report.pdf""#),
            ("", r#"attachment; filename="""#),
            (r#"a"; filename*=UTF-8''b"#, r#"attachment; filename="a\"; filename*=UTF-8''b""#),
            (r"a\b", r#"attachment; filename="a\\b""#),
            (
                "Füße 1%\".txt",
                "attachment; filename=\"F__e 1%\\\".txt\"; \
                 filename*=UTF-8''F%C3%BC%C3%9Fe%201%25%22.txt",
            ),
        ] {
            assert_eq!(attachment(Some(name.as_bytes())).unwrap(), value);
        }
        assert_eq!(attachment(None).unwrap(), "attachment");
        let latin = attachment(Some(b"F\xfc\xdfe")).unwrap();
        assert_eq!(latin.as_bytes(), b"attachment; filename=\"F\xfc\xdfe\"");
    }

    #[test]
    fn a_name_with_a_line_break_is_refused() {
        let error = attachment(Some(b"a\r\nb")).unwrap_err();
        assert_eq!(
            error.to_string(),
            r"the header field `content-disposition` has no valid value: a\r\nb"
        );
    }
}
