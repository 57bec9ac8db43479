//! Text that has to stay on its line, and within its quotes.

use std::fmt;

/// What becomes of `"` and `\`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quotes {
    Kept,
    Escaped,
}

/// What a byte of text needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    /// A space, which ends a value that is not in quotes.
    Quotes,
    /// `"` or `\`: to be escaped within quotes.
    Escape,
    /// A closer look.
    Look,
}

/// A look-up costs half of what comparisons do, for each byte that is logged.
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

/// How much of a text comes before the first byte that needs that, or more.
fn plain_until(text: &str, needs: Needs) -> usize {
    let found = text.bytes().position(|byte| NEEDS[usize::from(byte)] >= needs);
    found.unwrap_or(text.len())
}

/// Whether a text can stand between spaces as it is.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && plain_until(text, Needs::Quotes) == text.len()
}

/// Escapes what is written to it.
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

/// Ends a member of a JSON object that is text, and writes another but for its last quote.
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

/// Control characters, ends of lines, and what changes the order in which a line is read. All have
/// four hexadecimal digits at most.
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
