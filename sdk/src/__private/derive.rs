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
/// percent-encode set, and those that would end the segment or begin an escape. Browsers read `\` as `/`.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'\\')
    .add(b'%');

/// A piece of a path.
pub enum PathPiece<'a> {
    Literal(&'static str),
    /// The value of a parameter.
    Value(&'a dyn Display),
}

/// Writes a path with its values percent-encoded. Whatever they are, browsers read as many segments,
/// and no host.
///
/// # Errors
///
/// Those of the values, and of the formatter.
pub fn write_path(f: &mut Formatter<'_>, pieces: &[PathPiece<'_>]) -> fmt::Result {
    let mut path = String::new();
    for piece in pieces {
        match piece {
            PathPiece::Literal(literal) => path.push_str(literal),
            PathPiece::Value(value) => write!(Segment(&mut path), "{value}")?,
        }
    }
    // With an empty value in front: `//` begins a host, and `/.//` is a path of the same segments.
    if path.starts_with("//") || path.starts_with("/\\") {
        f.write_str("/.")?;
    }
    path.split_inclusive('/').try_for_each(|segment| match segment.trim_end_matches('/') {
        // Browsers remove these segments, also if their dots are encoded: `%2E` is a dot to them.
        "." | ".." => f.write_str(&segment.replace('.', "%252E")),
        _ => f.write_str(segment),
    })
}

struct Segment<'a>(&'a mut String);

impl Write for Segment<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, SEGMENT));
        Ok(())
    }
}
