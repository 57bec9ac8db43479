//! What of a request stays with the host until it is read.

use std::cell::OnceCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use http::{HeaderMap, Uri};

use crate::backend::IncomingRequest;
use crate::backend::target::RedactedUri;
use crate::shown::Fields;

/// A value that may be read later. It is boxed, as requests are moved about and mostly unread.
pub(super) type Cell<T> = OnceCell<Box<T>>;

/// A part of a [`Request`](crate::Request) that is read from the host at first touch.
///
/// It dereferences to what it holds, so code written for `http::request::Parts` works on it.
///
/// # Examples
///
/// ```
/// let (parts, _body) = doorway::Request::new("").into_parts();
/// assert!(parts.headers.get("accept").is_none());
/// ```
pub struct Lazy<T> {
    cell: Cell<T>,
    source: Option<Arc<IncomingRequest>>,
    read: fn(&IncomingRequest) -> T,
}

impl<T: Default> Lazy<T> {
    pub(super) fn new(
        cell: Cell<T>,
        source: &Option<Arc<IncomingRequest>>,
        read: fn(&IncomingRequest) -> T,
    ) -> Self {
        Self { cell, source: source.clone(), read }
    }

    /// Gives the value, read from the host if it was not yet.
    ///
    /// # Examples
    ///
    /// ```
    /// let (parts, _body) = doorway::Request::new("").into_parts();
    /// let uri: doorway::http::Uri = parts.uri.into_inner();
    /// assert_eq!(uri, "/");
    /// ```
    pub fn into_inner(mut self) -> T {
        std::mem::take(&mut *self)
    }

    /// The value as a cell: empty if `source` will fill it, else read now.
    pub(super) fn into_cell(self, source: Option<&Arc<IncomingRequest>>) -> Cell<T> {
        let same = match (&self.source, source) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            _ => false,
        };
        if !same {
            let _read_now = self.deref();
        }
        self.cell
    }
}

impl<T: Default> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.cell.get_or_init(|| {
            Box::new(match &self.source {
                Some(source) => (self.read)(source),
                None => T::default(),
            })
        })
    }
}

impl<T: Default> DerefMut for Lazy<T> {
    fn deref_mut(&mut self) -> &mut T {
        // Not `self.deref()`, which is that of the reference.
        let _read_now = Self::deref(self);
        filled(&mut self.cell).as_mut()
    }
}

impl<T: Default> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        Self { cell: Cell::from(Box::new(value)), source: None, read: |_| T::default() }
    }
}

/// But for what may be secret.
impl fmt::Debug for Lazy<HeaderMap> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Fields(self).fmt(f)
    }
}

/// But for the query, which may be secret.
impl fmt::Debug for Lazy<Uri> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RedactedUri(&**self).fmt(f)
    }
}

/// Where a request's unread parts are.
pub(super) enum Source {
    /// Nowhere: the request was built here.
    None,
    Owned(IncomingRequest),
    Shared(Arc<IncomingRequest>),
}

impl Source {
    pub(super) fn read<T: Default>(&self, read: impl FnOnce(&IncomingRequest) -> T) -> T {
        match self {
            Self::None => T::default(),
            Self::Owned(source) => read(source),
            Self::Shared(source) => read(source),
        }
    }

    // Natively it is what a test made, for its own thread.
    #[allow(clippy::arc_with_non_send_sync)]
    pub(super) fn into_shared(self) -> Option<Arc<IncomingRequest>> {
        match self {
            Self::None => None,
            Self::Owned(source) => Some(Arc::new(source)),
            Self::Shared(source) => Some(source),
        }
    }
}

impl From<Option<Arc<IncomingRequest>>> for Source {
    fn from(source: Option<Arc<IncomingRequest>>) -> Self {
        source.map_or(Self::None, Self::Shared)
    }
}

/// The value of a cell that was just filled.
pub(crate) fn filled<T>(cell: &mut OnceCell<T>) -> &mut T {
    match cell.get_mut() {
        Some(value) => value,
        None => unreachable!("the caller filled the cell"),
    }
}
