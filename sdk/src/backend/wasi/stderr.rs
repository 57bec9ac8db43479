//! Lines on the component's stderr.

use std::fmt;

use crate::backend::imp::stderr::write_stderr;

/// Writes a line. std's `eprintln!` would weigh 7 kB more, as it panics with a message if it cannot
/// write.
pub(crate) fn write_line(line: fmt::Arguments<'_>) {
    let mut line = line.to_string();
    line.push('\n');
    write_stderr(line.as_bytes());
}
