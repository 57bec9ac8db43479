//! Escapes of JSON strings ([RFC 8259, 7](https://www.rfc-editor.org/rfc/rfc8259#section-7)), and of
//! names in forms.

/// The length of the part of a text before the first character that JSON requires to be escaped.
pub(crate) fn plain(text: &str) -> usize {
    let special = |byte| byte < b' ' || matches!(byte, b'"' | b'\\');
    text.bytes().position(special).unwrap_or(text.len())
}

/// Appends text. `plain` returns the length of its part without a character to escape; such a
/// character has at most four hexadecimal digits.
pub(crate) fn push(out: &mut String, text: &str, plain: &dyn Fn(&str) -> usize) {
    let mut rest = text;
    loop {
        let (unchanged, special) = rest.split_at(plain(rest));
        out.push_str(unchanged);
        let mut chars = special.chars();
        let Some(char) = chars.next() else { return };
        let escape = match char {
            '"' | '\\' => char,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        out.extend(['\\', escape]);
        if escape == 'u' {
            let digit = |shift: u32| char::from_digit((u32::from(char) >> shift) % 16, 16);
            out.extend([12, 8, 4, 0].into_iter().filter_map(digit));
        }
        rest = chars.as_str();
    }
}

/// Appends the name of a form's field or file, which cannot end its quoted string. Browsers do not
/// encode backslashes, but half of all parsers take `\"` for an escaped quote.
pub(crate) fn push_name(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        if matches!(byte, b'"' | b'\\') || byte.is_ascii_control() {
            let digit = |half: u8| b"0123456789ABCDEF"[usize::from(half & 15)];
            out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte)]);
        } else {
            out.push(byte);
        }
    }
}
