//! Lines on stderr, which tests capture.

use std::fmt;

pub(crate) fn write_line(line: fmt::Arguments<'_>) {
    eprintln!("{line}");
}
