//! Parameters of header fields, `; name=value`
//! ([RFC 9110, 5.6.6](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6)): one parser for
//! content types, dispositions and `forwarded`, so that no two places read a field differently.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use crate::utf8::is_utf8;

pub(crate) mod content_type;
pub(crate) mod forwarded;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

/// Parses the parameters after a field value's first semicolon.
///
/// Semicolons in quoted strings do not separate. Whitespace is allowed anywhere between names,
/// values and separators; parameters that are empty or have no value are skipped.
pub(crate) fn parameters(value: &[u8]) -> Parameters<'_> {
    let start = value.iter().position(|byte| *byte == b';').unwrap_or(value.len());
    Parameters { rest: &value[start..] }
}

/// Whether it is a token ([RFC 9110, 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
pub(crate) fn is_token(text: &[u8]) -> bool {
    let in_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(in_token)
}

/// An iterator over parameters.
pub(crate) struct Parameters<'a> {
    rest: &'a [u8],
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter<'a> {
    name: &'a [u8],
    /// As sent, without the quotes.
    value: &'a [u8],
    is_quoted: bool,
    /// Whether it is well-formed. Parsers disagree about the value otherwise: an unterminated
    /// quoted string or one with text after it, a name that is no token, an unquoted value with
    /// whitespace or quotes in it.
    pub(crate) is_valid: bool,
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Parameter<'a>;

    fn next(&mut self) -> Option<Parameter<'a>> {
        loop {
            let (name, value) = self.name()?;
            if let Some(value) = value {
                return Some(self.value(name, value));
            }
            if !is_token(name) {
                return Some(Parameter { name, value: b"", is_quoted: false, is_valid: false });
            }
        }
    }
}

impl<'a> Parameters<'a> {
    /// The next name, and the text that its value begins, if it has one.
    fn name(&mut self) -> Option<(&'a [u8], Option<&'a [u8]>)> {
        let start = self.rest.iter().position(|byte| !matches!(byte, b';' | b' ' | b'\t'))?;
        let (name, rest) = split(&self.rest[start..], |byte| matches!(byte, b'=' | b';'));
        self.rest = rest;
        Some((name.trim_ascii(), rest.strip_prefix(b"=").map(<[u8]>::trim_ascii_start)))
    }

    fn value(&mut self, name: &'a [u8], rest: &'a [u8]) -> Parameter<'a> {
        let is_quoted = rest.starts_with(b"\"");
        let (value, is_whole) = match rest.strip_prefix(b"\"") {
            Some(quoted) => self.quoted(quoted),
            None => self.bare(rest),
        };
        Parameter { name, value, is_quoted, is_valid: is_whole && is_token(name) }
    }

    /// Not only tokens: many senders quote too little.
    fn bare(&mut self, rest: &'a [u8]) -> (&'a [u8], bool) {
        let (value, rest) = split(rest, |byte| *byte == b';');
        self.rest = rest;
        let value = value.trim_ascii();
        (value, !value.iter().any(|byte| matches!(byte, b' ' | b'\t' | b'"')))
    }

    fn quoted(&mut self, quoted: &'a [u8]) -> (&'a [u8], bool) {
        let mut is_escaped = false;
        let (value, rest) = split(quoted, |byte| {
            let is_end = *byte == b'"' && !is_escaped;
            is_escaped = *byte == b'\\' && !is_escaped;
            is_end
        });
        if let Some(rest) = rest.strip_prefix(b"\"") {
            let (between, rest) = split(rest, |byte| *byte == b';');
            self.rest = rest;
            return (value, between.trim_ascii().is_empty());
        }
        self.rest = b"";
        // Browsers do not escape a backslash, not even one at the end.
        match value.trim_ascii_end().strip_suffix(b"\"") {
            Some(value) => (value, true),
            None => (value, false),
        }
    }
}

impl<'a> Parameter<'a> {
    /// Whether the name is this one, ignoring case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value. Invalid UTF-8 becomes U+FFFD.
    ///
    /// In a quoted string only `\"` is unescaped: browsers send the backslashes of a file's name
    /// unescaped
    /// ([HTML](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data)).
    pub(crate) fn value(&self) -> Cow<'a, str> {
        let value = self.value;
        if !self.is_quoted || !value.contains(&b'\\') {
            return String::from_utf8_lossy(value);
        }
        // A quote within is an escaped one.
        let is_escape = |at: usize| value[at] == b'\\' && value.get(at + 1) == Some(&b'"');
        let kept = (0..value.len()).filter(|at| !is_escape(*at)).map(|at| value[at]);
        String::from_utf8_lossy(&kept.collect::<Vec<_>>()).into_owned().into()
    }

    /// The value of a `name*`
    /// ([RFC 8187, 3.2](https://www.rfc-editor.org/rfc/rfc8187#section-3.2)); `None` if it is not
    /// percent-encoded UTF-8, or has control characters, which no other value can have.
    pub(crate) fn extended_value(&self) -> Option<String> {
        let (charset, rest) = split(self.value, |byte| *byte == b'\'');
        let (_language, rest) = split(rest.get(1..)?, |byte| *byte == b'\'');
        let encoded = rest.get(1..)?;
        let is_escape = |rest: &[u8]| match rest {
            [high, low, ..] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
            _ => false,
        };
        let mut escapes = encoded.split(|byte| *byte == b'%').skip(1);
        if !is_utf8(str::from_utf8(charset).ok()?) || !escapes.all(is_escape) {
            return None;
        }
        let value = percent_decode(encoded).decode_utf8().ok()?;
        (!value.contains(char::is_control)).then(|| value.into_owned())
    }
}

/// Splits before the first byte that matches.
fn split(text: &[u8], is_end: impl FnMut(&u8) -> bool) -> (&[u8], &[u8]) {
    text.split_at(text.iter().position(is_end).unwrap_or(text.len()))
}
