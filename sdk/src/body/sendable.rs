//! [`Sendable`]: what makes a [`Body`](super::Body) `Send` although its source is not.

use std::pin::Pin;

use fragile::Fragile;

use super::{Boxed, Content, Source};
use crate::error::{Error, ErrorKind};

/// A source that may go to another thread, where it is out of reach.
///
/// It is empty only on its way out.
pub(crate) struct Sendable(Option<Fragile<Boxed>>);

impl Content {
    pub(crate) fn boxed(source: impl Source + 'static) -> Self {
        Self::Boxed(Sendable(Some(Fragile::new(Box::pin(source)))))
    }
}

impl Sendable {
    pub(super) fn get(&self) -> Option<&dyn Source> {
        Some(&**self.0.as_ref()?.try_get().ok()?)
    }

    pub(super) fn get_mut(&mut self) -> Option<Pin<&mut (dyn Source + 'static)>> {
        Some(self.0.as_mut()?.try_get_mut().ok()?.as_mut())
    }

    /// Takes the source out for good: what works with it then pays nothing for its being `Send`.
    pub(crate) fn into_inner(mut self) -> Result<Boxed, Error> {
        match self.0.take().map(Fragile::try_into_inner) {
            Some(Ok(source)) => Ok(source),
            Some(Err(elsewhere)) => {
                self.0 = Some(elsewhere);
                Err(out_of_reach())
            }
            None => Err(out_of_reach()),
        }
    }
}

#[cold]
pub(super) fn out_of_reach() -> Error {
    Error::new(ErrorKind::Other, "the body was made on another thread, and can only be read there")
}

/// A source that cannot be dropped where it is stays in memory. A component has one thread.
#[cfg(not(target_os = "wasi"))]
impl Drop for Sendable {
    fn drop(&mut self) {
        if let Some(source) = self.0.take().filter(|source| !source.is_valid()) {
            std::mem::forget(source);
        }
    }
}
