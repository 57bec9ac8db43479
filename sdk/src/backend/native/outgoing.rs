//! Natively nothing goes out to a host: the type has no values.

use std::convert::Infallible;

use crate::body::{Boxed, Writing};

pub(crate) struct Outgoing(Infallible);

impl Outgoing {
    pub(crate) fn write_parts(self, _: Boxed) -> Writing {
        match self.0 {}
    }
}
