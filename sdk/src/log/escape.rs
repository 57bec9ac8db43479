//! Escapes for lines of logs and quoted values.

use std::fmt;

/// Whether `"` and `\` are escaped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    Kept,
    Escaped,
}

/// The treatment that a byte needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    /// A space, which ends an unquoted value.
    Quotes,
    /// `"` or `\`, which are escaped within quotes.
    Escape,
    /// Anything else: look at the whole character.
    Look,
}

/// A table lookup costs half of what comparisons do, for each byte that is logged.
static NEEDS: [Needs; 256] = {
    let mut needs = [Needs::Look; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        needs[byte as usize] = Needs::Nothing;
        byte += 1;
    }
    needs[b' ' as usize] = Needs::Quotes;
    needs[b'"' as usize] = Needs::Escape;
    needs[b'\\' as usize] = Needs::Escape;
    needs
};

/// The length of the text before the first byte that needs at least this treatment.
fn plain_until(text: &str, needs: Needs) -> usize {
    let found = text.bytes().position(|byte| NEEDS[usize::from(byte)] >= needs);
    found.unwrap_or(text.len())
}

/// Whether a text needs no quotes to stand between spaces.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && plain_until(text, Needs::Quotes) == text.len()
}

/// A writer that escapes.
pub(super) struct Escaped<'a> {
    pub(super) out: &'a mut String,
    pub(super) quotes: Quotes,
}

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push(self.out, text, self.quotes);
        Ok(())
    }
}

/// Closes a JSON string and opens another member's, up to its last quote.
pub(crate) fn member(out: &mut String, name: &str, value: &str) {
    out.push_str("\",\"");
    out.push_str(name);
    out.push_str("\":\"");
    push(out, value, Quotes::Escaped);
}

/// Appends text, escaped.
pub(crate) fn push(out: &mut String, text: &str, quotes: Quotes) {
    let needs = if quotes == Quotes::Kept { Needs::Look } else { Needs::Escape };
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(plain_until(rest, needs));
        out.push_str(plain);
        let mut chars = special.chars();
        let Some(char) = chars.next() else { return };
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_harmful(char) => {
                out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = (u32::from(char) >> shift) % 16;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(char),
        }
        rest = chars.as_str();
    }
}

/// Control characters, line breaks, and characters that change the reading order. All have at most
/// four hexadecimal digits.
fn is_harmful(char: char) -> bool {
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
