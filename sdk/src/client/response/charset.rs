//! Text in the charset its `content-type` names
//! ([RFC 9110, 8.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2)). Which names mean which
//! charset, and what a byte order mark means, is as in the
//! [Encoding Standard](https://encoding.spec.whatwg.org/).

use bytes::{Buf, Bytes};

/// The charset that a content type names, in lower case.
pub(super) fn of(content_type: &[u8]) -> Option<String> {
    let mut rest = after_semicolon(content_type)?;
    loop {
        let end = rest.iter().position(|byte| matches!(byte, b'=' | b';'));
        let (name, value) = rest.split_at_checked(end?)?;
        if let Some(value) = value.strip_prefix(b"=")
            && name.trim_ascii().eq_ignore_ascii_case(b"charset")
        {
            return name_of(value);
        }
        rest = after_semicolon(value)?;
    }
}

/// What follows the first semicolon that is not in quotes.
fn after_semicolon(text: &[u8]) -> Option<&[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let end = text.iter().position(|byte| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match byte {
            _ if was_escaped => {}
            b'"' => is_quoted = !is_quoted,
            b'\\' => is_escaped = is_quoted,
            _ => {}
        }
        *byte == b';' && !is_quoted
    });
    text.get(end? + 1..)
}

/// A token or a quoted string; an empty one is none.
fn name_of(value: &[u8]) -> Option<String> {
    let value = value.trim_ascii_start();
    let (value, end) = match value.strip_prefix(b"\"") {
        Some(quoted) => (quoted, b'"'),
        None => (value, b';'),
    };
    let value = value.split(|byte| *byte == end).next()?.trim_ascii();
    let name = String::from_utf8_lossy(value).to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// The text, or the charset that is missing. What is invalid becomes U+FFFD.
pub(super) fn decode(mut bytes: Bytes, charset: &str) -> Result<String, &str> {
    let charset = match &*bytes {
        [0xef, 0xbb, 0xbf, ..] => {
            bytes.advance(3);
            "utf-8"
        }
        [0xfe, 0xff, ..] => "utf-16be",
        [0xff, 0xfe, ..] => "utf-16le",
        _ => charset.trim_ascii(),
    };
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(charset));
    if is(&["utf-8", "utf8"]) {
        Ok(utf8(bytes))
    } else if is(WINDOWS_1252) {
        Ok(bytes.iter().map(|byte| windows_1252(*byte)).collect())
    } else {
        other(bytes, charset)
    }
}

fn utf8(bytes: Bytes) -> String {
    // Mostly it is alone in its allocation, and so is not copied.
    String::from_utf8(bytes.into())
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

const WINDOWS_1252: &[&str] = &[
    "iso-8859-1",
    "us-ascii",
    "windows-1252",
    "latin1",
    "ascii",
    "ansi_x3.4-1968",
    "cp1252",
    "cp819",
    "csisolatin1",
    "ibm819",
    "iso-ir-100",
    "iso8859-1",
    "iso88591",
    "iso_8859-1",
    "iso_8859-1:1987",
    "l1",
    "x-cp1252",
];

/// 0x80 to 0x9f; the rest is as in Unicode.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    let place = usize::from(byte).checked_sub(0x80);
    place.and_then(|place| C1.get(place)).copied().unwrap_or_else(|| char::from(byte))
}

#[cfg(feature = "charset")]
fn other(bytes: Bytes, charset: &str) -> Result<String, &str> {
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes());
    Ok(encoding.unwrap_or(encoding_rs::UTF_8).decode(&bytes).0.into_owned())
}

#[cfg(not(feature = "charset"))]
fn other(_: Bytes, charset: &str) -> Result<String, &str> {
    Err(charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_charset() {
        for (content_type, charset) in [
            ("text/html", None),
            ("text/html; charset=utf-8", Some("utf-8")),
            ("text/html;charset=\"UTF-8\"", Some("utf-8")),
            ("text/html; a=b ;CharSet=Latin1 ; c", Some("latin1")),
            ("text/html; a=\"; charset=no\\\"; charset=no\"; charset=x", Some("x")),
            ("text/html; xcharset=no", None),
            ("text/html; charset", None),
            ("text/html; charset=", None),
            ("text/html; charset=\"\"; charset=x", None),
            ("text/html; charset; charset=x", Some("x")),
            ("text/html; charset=\"x", Some("x")),
            ("charset=no", None),
            ("", None),
            (";;;=;=;\"", None),
        ] {
            assert_eq!(of(content_type.as_bytes()).as_deref(), charset, "{content_type}");
        }
    }

    #[test]
    fn byte_order_marks_count_for_more() {
        let text = |bytes: &'static [u8], charset| decode(Bytes::from_static(bytes), charset);
        assert_eq!(text(b"\xef\xbb\xbfa\xc3\xa9", "latin1").unwrap(), "aé");
        assert_eq!(text(b"\xef\xbb\xbf", "utf-8").unwrap(), "");
        assert_eq!(text(b"\xef\xbb", "utf-8").unwrap(), "\u{fffd}");
        if cfg!(feature = "charset") {
            assert_eq!(text(b"\xff\xfea\0", "utf-8").unwrap(), "a");
            assert_eq!(text(b"\xfe\xff\0a", "latin1").unwrap(), "a");
        } else {
            assert_eq!(text(b"\xff\xfea\0", "utf-8"), Err("utf-16le"));
            assert_eq!(text(b"\xfe\xff\0a", "latin1"), Err("utf-16be"));
        }
    }

    #[test]
    #[cfg(feature = "charset")]
    fn agrees_with_encoding_rs() {
        let all: Vec<u8> = (0..=255).collect();
        for label in WINDOWS_1252 {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let text = decode(all.clone().into(), label).unwrap();
            assert_eq!(text, encoding.decode(&all).0, "{label}");
        }
        let text = decode(all.clone().into(), "UTF8").unwrap();
        assert_eq!(text, encoding_rs::UTF_8.decode(&all).0);
    }
}
