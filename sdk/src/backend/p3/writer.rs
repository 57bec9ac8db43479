//! On WASI 0.3 a body is written by a future, part by part, and nothing is written at once.

use std::convert::Infallible;

use bytes::Bytes;

use crate::body::Part;
use crate::error::Error;

/// What the other backends write with: the type has no values.
pub(crate) struct Writer(Infallible);

impl Writer {
    pub(crate) fn take(&mut self, _: Option<Part>) -> Result<(), Error> {
        match self.0 {}
    }

    pub(crate) fn write(&mut self, _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(crate) fn keep(&mut self, _: Bytes) -> Result<(), Error> {
        match self.0 {}
    }

    pub(crate) fn end(&mut self) {
        match self.0 {}
    }
}
