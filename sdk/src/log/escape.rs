//! Escapes for lines of logs, and for values in quotes.

use std::fmt;

use crate::escape;

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

/// The length of the part of a text before the first character that needs at least this treatment.
fn plain_until(text: &str, needs: Needs) -> usize {
    let mut from = 0;
    let is_found = |byte: &u8| NEEDS[usize::from(*byte)] >= needs;
    while let Some(found) = text.as_bytes()[from..].iter().position(is_found) {
        let at = from + found;
        match text[at..].chars().next() {
            Some(char) if !char.is_ascii() && !is_harmful(char) => from = at + char.len_utf8(),
            _ => return at,
        }
    }
    text.len()
}

/// Whether a text needs no quotes to stand between spaces.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| NEEDS[usize::from(byte)] < Needs::Quotes)
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
    escape::push(out, text, &|text| plain_until(text, needs));
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
