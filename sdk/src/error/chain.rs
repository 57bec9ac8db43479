//! Errors in logs: with their causes, and without data from clients and upstreams.

use std::error::Error as StdError;
use std::fmt;

use super::Error;

/// An error and its sources on one line: `outermost: inner: innermost`.
pub(crate) struct Chain<'a>(pub(crate) &'a Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, Causes(self.0.source()))
    }
}

/// The sources of an error, as they follow it in a [`Chain`].
pub(crate) struct Causes<'a>(pub(crate) Option<&'a (dyn StdError + 'static)>);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut source = self.0;
        while let Some(error) = source {
            write!(f, ": {}", Cause(error))?;
            source = error.source();
        }
        Ok(())
    }
}

/// An error as it may be logged. Errors of serde_json quote the JSON, which may hold a token.
pub(crate) struct Cause<'a>(pub(crate) &'a (dyn StdError + 'static));

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "json")]
        if let Some(error) = self.0.downcast_ref::<serde_json::Error>() {
            return place(f, error.line(), error.column());
        }
        fmt::Display::fmt(self.0, f)
    }
}

impl fmt::Debug for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "json")]
        if self.0.is::<serde_json::Error>() {
            return fmt::Display::fmt(self, f);
        }
        fmt::Debug::fmt(self.0, f)
    }
}

/// The position of the error in the JSON. std's formatting of numbers would weigh more.
#[cfg(feature = "json")]
fn place(f: &mut fmt::Formatter<'_>, line: usize, column: usize) -> fmt::Result {
    f.write_str("unexpected JSON at line ")?;
    f.write_str(itoa::Buffer::new().format(line as u64))?;
    f.write_str(" column ")?;
    f.write_str(itoa::Buffer::new().format(column as u64))
}
