//! Errors in logs: on one line, and without what others have sent.

use std::error::Error as StdError;
use std::fmt;

use super::Error;
#[cfg(any(feature = "query", feature = "form"))]
use crate::extract::pairs;
use crate::shown::OneLine;

/// An error and its sources on one line: `outermost: inner: innermost`.
pub(crate) struct Chain<'a>(pub(crate) &'a Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", OneLine(self.0), Causes(self.0.source()))
    }
}

/// What follows an error in its [`Chain`].
pub(crate) struct Causes<'a>(pub(crate) Option<&'a (dyn StdError + 'static)>);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut source = self.0;
        while let Some(error) = source {
            write!(f, ": {}", OneLine(Cause(error)))?;
            source = error.source();
        }
        Ok(())
    }
}

/// An error as it may be shown to others than who sent what it is about. Those of serde_json and of
/// forms have in them what a value is, which may be a token or a password.
pub(crate) struct Cause<'a>(pub(crate) &'a (dyn StdError + 'static));

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "json")]
        if let Some(error) = self.0.downcast_ref::<serde_json::Error>() {
            let (line, column) = (error.line(), error.column());
            let what = if error.is_data() { "JSON of another form" } else { "no JSON" };
            return write!(f, "{what} at line {line} column {column}");
        }
        #[cfg(any(feature = "query", feature = "form"))]
        if let Some(error) = self.0.downcast_ref::<pairs::Error>() {
            return error.fmt_without_value(f);
        }
        fmt::Display::fmt(self.0, f)
    }
}

impl fmt::Debug for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "json")]
        if self.0.is::<serde_json::Error>() {
            return write!(f, "({self})");
        }
        #[cfg(any(feature = "query", feature = "form"))]
        if self.0.is::<pairs::Error>() {
            return write!(f, "({self})");
        }
        fmt::Debug::fmt(self.0, f)
    }
}
