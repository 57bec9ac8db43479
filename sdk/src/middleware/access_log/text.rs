//! An entry as a line, which is logged when the entry is dropped.

use std::borrow::Cow;

use super::entry::Entry;
use crate::log;
use crate::log::escape::{self, Quotes};

/// The most of a request's target that is logged, in bytes.
const TARGET: usize = 2048;

/// The most of other text that is logged, in bytes.
const VALUE: usize = 128;

impl Drop for Entry {
    fn drop(&mut self) {
        let is_json = self.layer.json || log::prefers_json();
        let line = if is_json { json(self) } else { plain(self) };
        log::access(super::TARGET, &line, is_json);
    }
}

/// For people.
fn plain(entry: &Entry) -> String {
    let mut line = String::with_capacity(192);
    line.push_str(cut(entry.method.as_str(), VALUE));
    line.push(' ');
    value(&mut line, cut(&entry.target, TARGET));
    line.push(' ');
    line.push_str(entry.status.as_ref().map_or("-", |status| status.as_str()));
    line.push(' ');
    line.push_str(itoa::Buffer::new().format(entry.sent.get()));
    line.push_str("B ");
    milliseconds(&mut line, entry);
    line.push_str("ms");
    members(entry, |name, text| {
        line.push(' ');
        line.push_str(name);
        line.push('=');
        value(&mut line, text);
    });
    if !entry.ended {
        line.push_str(" aborted");
    }
    line
}

/// A value that ends at the next space, or else stands in quotes.
fn value(line: &mut String, text: &str) {
    if escape::is_word(text) {
        return line.push_str(text);
    }
    line.push('"');
    escape::push(line, text, Quotes::Escaped);
    line.push('"');
}

/// For programs.
fn json(entry: &Entry) -> String {
    let mut line = String::with_capacity(256);
    line.push_str(r#"{"method":""#);
    escape::push(&mut line, cut(entry.method.as_str(), VALUE), Quotes::Escaped);
    escape::member(&mut line, "path", cut(&entry.target, TARGET));
    line.push_str("\",\"");
    if let Some(status) = &entry.status {
        line.push_str(r#"status":"#);
        line.push_str(status.as_str());
        line.push_str(",\"");
    }
    line.push_str(r#"bytes":"#);
    line.push_str(itoa::Buffer::new().format(entry.sent.get()));
    line.push_str(r#","duration_ms":"#);
    milliseconds(&mut line, entry);
    members(entry, |name, text| {
        line.push_str(",\"");
        line.push_str(name);
        line.push_str("\":\"");
        escape::push(&mut line, text, Quotes::Escaped);
        line.push('"');
    });
    if let Some(trace) = entry.trace() {
        line.push_str(r#","span_id":""#);
        line.push_str(trace.span_id());
        line.push('"');
    }
    line.push_str(if entry.ended { "}" } else { r#","aborted":true}"# });
    line
}

/// Calls `member` with the facts that not every request has.
fn members(entry: &Entry, mut member: impl FnMut(&str, &str)) {
    if let Some(route) = &entry.route {
        member("route", cut(route.as_str(), TARGET));
    }
    if let Some(id) = &entry.request_id {
        let id = match str::from_utf8(id.as_bytes()) {
            Ok(id) => Cow::Borrowed(id),
            Err(_) => id.as_bytes().escape_ascii().to_string().into(),
        };
        member("request_id", cut(&id, VALUE));
    }
    if let Some(trace) = entry.trace() {
        member("trace_id", trace.trace_id());
    }
}

/// Since the request came, to the microsecond.
fn milliseconds(line: &mut String, entry: &Entry) {
    let elapsed = entry.start.elapsed();
    let mut digits = itoa::Buffer::new();
    line.push_str(digits.format(elapsed.as_secs() * 1000 + u64::from(elapsed.subsec_millis())));
    line.push('.');
    // The first digit is there to keep the zeros, and left out.
    let micros = digits.format(1000 + elapsed.subsec_micros() % 1000);
    line.push_str(micros.get(1..).unwrap_or_default());
}

/// As many whole characters as fit.
fn cut(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}
