//! Text for logs: without credentials, cookies and queries, and on one line.

use std::fmt;

use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderMap, HeaderName, LOCATION, PROXY_AUTHORIZATION,
    REFERER, REFRESH, SET_COOKIE,
};

use crate::port::stderr;

/// Like std's `eprintln!`, but always on one line.
macro_rules! log_line {
    ($($line:tt)*) => { $crate::shown::write_line(format_args!($($line)*)) };
}
pub(crate) use log_line;

/// Whether values of a field are kept from logs: credentials, and URLs, whose queries may hold
/// some.
pub(crate) fn is_sensitive(name: &HeaderName) -> bool {
    matches!(
        *name,
        AUTHORIZATION
            | CONTENT_LOCATION
            | COOKIE
            | LOCATION
            | PROXY_AUTHORIZATION
            | REFERER
            | REFRESH
            | SET_COOKIE
    )
}

/// Header fields for `Debug`. The values of [sensitive](is_sensitive) ones are shown as
/// `Sensitive`, as in http.
pub(crate) struct Fields<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            let mut value = value.clone();
            if is_sensitive(name) {
                value.set_sensitive(true);
            }
            map.entry(name, &value);
        }
        map.finish()
    }
}

/// Writes a line to stderr.
#[cold]
#[inline(never)]
pub(crate) fn write_line(text: fmt::Arguments<'_>) {
    stderr::write_line(format_args!("{}", one_line(text)));
}

/// Text on one line. Each control character
/// ([Unicode's](https://www.unicode.org/charts/PDF/U0080.pdf) C0, C1 and DEL) becomes a space, so
/// that a quoted error can neither forge a line nor control a terminal. Escaping them, as the
/// logger does, would weigh 800 bytes more in each component.
fn one_line(text: fmt::Arguments<'_>) -> String {
    let mut line = text.to_string().into_bytes();
    let mut before = 0;
    for byte in &mut line {
        // C1 in UTF-8: 0xC2 and one of 0x80 to 0x9F.
        let is_control = matches!(byte, 0..b' ' | 0x7f) || before == 0xc2 && *byte < 0xa0;
        before = *byte;
        if is_control {
            // 0xC2 0xA0 is a space as well.
            *byte = if *byte < 0x80 { b' ' } else { 0xa0 };
        }
    }
    String::from_utf8(line).unwrap_or_default()
}

#[cfg(test)]
mod properties {
    use proptest::prelude::*;

    use super::one_line;
    use crate::inputs;

    const TEXTS: &[&str] =
        &["no such planet", "one\r\ndoorway: answered 500", "\u{1b}[31mred", "é 漢字 🚪"];
    const TOKENS: &[&str] =
        &["\n", "\t", "\0", "\u{1b}[2J", "\u{7f}", "\u{85}", "\u{9b}2J", "\u{a0}", "é"];

    proptest! {
        #![proptest_config(inputs::cases())]

        #[test]
        fn a_text_is_one_line(text in inputs::text(TEXTS, TOKENS)) {
            let line = one_line(format_args!("{text}"));
            prop_assert!(!line.contains(char::is_control), "{:?}", line);
            // All other characters are kept.
            let space = |char: char| match char {
                '\u{80}'.. if char.is_control() => '\u{a0}',
                _ if char.is_control() => ' ',
                _ => char,
            };
            prop_assert_eq!(line, text.chars().map(space).collect::<String>());
        }
    }
}
