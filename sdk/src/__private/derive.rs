//! The functions that derived code calls.

use std::fmt::{self, Display, Formatter, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::Request;
use crate::request::Parts;

/// The head of a request, for the fields in front of the one that may read the body.
pub fn parts(request: &mut Request) -> &mut Parts {
    &mut request.parts
}

/// Converts a rejection. With both types given there is nothing to infer, and rustc's message is about
/// them.
pub fn convert<E, R: From<E>>(rejection: E) -> R {
    rejection.into()
}

/// The characters that stand encoded in a segment of a path: those of the URL Standard's path
/// percent-encode set, and those that would end the segment or begin an escape.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

/// Writes a value as a segment of a path, percent-encoded.
///
/// # Errors
///
/// Those of the value, and of the formatter.
pub fn write_segment(f: &mut Formatter<'_>, value: &dyn Display) -> fmt::Result {
    write!(Segment(f), "{value}")
}

struct Segment<'a, 'f>(&'a mut Formatter<'f>);

impl Write for Segment<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        utf8_percent_encode(text, SEGMENT).try_for_each(|part| self.0.write_str(part))
    }
}
