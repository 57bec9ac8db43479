//! What is shown in logs: of messages no credentials, cookies and queries, and of text one line.

use std::fmt::{self, Write as _};

use http::header::{
    AUTHORIZATION, CONTENT_LOCATION, COOKIE, HeaderMap, HeaderName, LOCATION, PROXY_AUTHORIZATION,
    REFERER, REFRESH, SET_COOKIE,
};

/// Whether values of a field are kept from logs: credentials, or URLs, whose queries may hold some.
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

/// Header fields. The values of those that are [sensitive](is_sensitive) are shown as http shows
/// those that are marked so.
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

/// Text on one line: what could end it, or change the order in which it is read, is escaped.
pub(crate) struct OneLine<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for OneLine<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'a, 'b>(&'a mut fmt::Formatter<'b>);

impl fmt::Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_harmful) {
            let (plain, harmful) = rest.split_at(at);
            self.0.write_str(plain)?;
            let mut chars = harmful.chars();
            if let Some(char) = chars.next() {
                escape(char, self.0)?;
            }
            rest = chars.as_str();
        }
        self.0.write_str(rest)
    }
}

/// Writes a [harmful](is_harmful) character as JSON writes it.
pub(crate) fn escape(char: char, out: &mut dyn fmt::Write) -> fmt::Result {
    match char {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        _ => {
            out.write_str("\\u")?;
            [12, 8, 4, 0].iter().try_for_each(|shift| {
                let digit = (u32::from(char) >> shift) % 16;
                out.write_char(char::from_digit(digit, 16).unwrap_or('0'))
            })
        }
    }
}

/// Control characters, ends of lines, and what changes the order in which a line is read. All have
/// four hexadecimal digits at most.
pub(crate) fn is_harmful(char: char) -> bool {
    matches!(
        char,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}
