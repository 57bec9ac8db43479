//! [`Local`]: what makes a [`Body`](super::Body) `Send` although what is in it is not.

use fragile::Fragile;

use crate::error::{Error, ErrorKind};

/// A value that is out of reach on another thread than its own. A component has one thread.
///
/// It is empty only on its way out.
pub(crate) struct Local<T>(Option<Fragile<T>>);

impl<T> Local<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(Fragile::new(value)))
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref()?.try_get().ok()
    }

    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut()?.try_get_mut().ok()
    }

    #[cfg(target_os = "wasi")]
    pub(crate) fn into_inner(mut self) -> Result<T, Error> {
        self.0.take().and_then(|value| value.try_into_inner().ok()).ok_or_else(out_of_reach)
    }
}

#[cold]
pub(super) fn out_of_reach() -> Error {
    Error::new(ErrorKind::Other, "the body was made on another thread, and can only be read there")
}

/// A value that cannot be dropped on this thread stays in memory.
#[cfg(not(target_os = "wasi"))]
impl<T> Drop for Local<T> {
    fn drop(&mut self) {
        if let Some(value) = self.0.take().filter(|value| !value.is_valid()) {
            std::mem::forget(value);
        }
    }
}
