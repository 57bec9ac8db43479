//! What is said on stderr: as everything else there is, so that tests keep it to themselves.

use std::fmt;

pub(crate) fn write_line(line: fmt::Arguments<'_>) {
    eprintln!("{line}");
}
