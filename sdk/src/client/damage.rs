//! [`Damage`]: a fault of a compressed body.

use std::error::Error as StdError;
use std::fmt;

use crate::error::{Error, ErrorKind};

/// A coding that the client decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Deflate,
}

/// A fault of a compressed body.
#[derive(Debug)]
pub(super) struct Damage {
    pub(super) coding: Coding,
    pub(super) fault: &'static str,
}

impl Damage {
    /// Whether a body could not be decoded.
    pub(super) fn caused(error: &Error) -> bool {
        error.source().is_some_and(|source| source.is::<Self>())
    }
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Self {
        Self::new(ErrorKind::Body, "the body cannot be decoded")
            .with_source(damage)
            .with_status_of_upstream()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coding = match self.coding {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
        };
        write!(f, "its {coding} {}", self.fault)
    }
}

impl StdError for Damage {}
