//! [`Sendable`]: what makes a [`Body`](super::Body) `Send` although its source is not.

use std::mem;
use std::pin::Pin;

use fragile::Fragile;

#[cfg(target_os = "wasi")]
use super::Written;
use super::{Boxed, Content, Source};
#[cfg(target_os = "wasi")]
use crate::backend::Outgoing;
use crate::backend::Untouched;
use crate::error::{Error, ErrorKind};

/// A source that may go to another thread.
pub(crate) enum Sendable {
    /// Still with the host, which takes neither a box nor a look at the thread.
    Untouched(Untouched),
    Boxed(Anchored),
}

/// A source that is out of reach on another thread than its own.
///
/// It is empty only on its way out.
pub(crate) struct Anchored(Option<Fragile<Boxed>>);

impl Content {
    pub(crate) fn boxed(source: impl Source + 'static) -> Self {
        Self::of_source(Box::pin(source))
    }

    #[inline(always)]
    pub(crate) fn of_source(source: Boxed) -> Self {
        Self::Boxed(Sendable::Boxed(Anchored::new(source)))
    }

    #[cfg(target_os = "wasi")]
    pub(crate) fn untouched(body: Untouched) -> Self {
        Self::Boxed(Sendable::Untouched(body))
    }
}

impl Sendable {
    /// The source, to be asked.
    pub(super) fn get(&self) -> Option<&dyn Source> {
        match self {
            Self::Untouched(body) => Some(body.look()),
            Self::Boxed(Anchored(source)) => Some(&**source.as_ref()?.try_get().ok()?),
        }
    }

    /// The exact length, if it is known without asking the host.
    pub(super) fn known_length(&self) -> Option<u64> {
        match self {
            Self::Untouched(_) => None,
            Self::Boxed(_) => self.get()?.known_length(),
        }
    }

    /// The source, to be polled.
    pub(super) fn get_mut(&mut self) -> Option<Pin<&mut (dyn Source + 'static)>> {
        if let Self::Untouched(_) = self
            && let Self::Untouched(body) = mem::replace(self, Self::Boxed(Anchored(None)))
        {
            *self = Self::Boxed(Anchored::new(body.touch()));
        }
        match self {
            Self::Untouched(_) => None,
            Self::Boxed(Anchored(source)) => Some(source.as_mut()?.try_get_mut().ok()?.as_mut()),
        }
    }

    /// Takes the source out for good: what works with it then pays nothing for its being `Send`.
    pub(crate) fn into_inner(self) -> Result<Boxed, Error> {
        match self {
            Self::Untouched(body) => Ok(body.touch()),
            Self::Boxed(source) => source.into_inner(),
        }
    }

    /// Writes all of it, as its source does.
    #[cfg(target_os = "wasi")]
    pub(crate) fn write(self, outgoing: Outgoing) -> Written {
        match self {
            Self::Untouched(body) => body.write(outgoing),
            Self::Boxed(source) => source.write(outgoing),
        }
    }
}

impl Anchored {
    fn new(source: Boxed) -> Self {
        Self(Some(Fragile::new(source)))
    }

    #[cfg(target_os = "wasi")]
    fn write(self, outgoing: Outgoing) -> Written {
        match self.into_inner() {
            Ok(source) => source.write(outgoing),
            Err(error) => Err(error),
        }
    }

    fn into_inner(mut self) -> Result<Boxed, Error> {
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
impl Drop for Anchored {
    fn drop(&mut self) {
        if let Some(source) = self.0.take().filter(|source| !source.is_valid()) {
            mem::forget(source);
        }
    }
}
