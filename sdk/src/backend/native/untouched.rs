//! Natively an incoming body is boxed from the start.

use std::convert::Infallible;

use crate::body::{Boxed, Source};

/// What only a component has: the type has no values.
pub(crate) struct Untouched(Infallible);

impl Untouched {
    pub(crate) fn look(&self) -> &dyn Source {
        match self.0 {}
    }

    pub(crate) fn touch(self) -> Boxed {
        match self.0 {}
    }
}
