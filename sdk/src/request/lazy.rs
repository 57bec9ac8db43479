//! [`Lazy`]: a part of a request that stays with the host until it is read.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use http::{HeaderMap, Uri};

use crate::port::IncomingRequest;
use crate::shown::Fields;
use crate::target::{self, RedactedUri};

/// A part of a [`Request`](crate::Request) that is read from the host at first touch.
///
/// It dereferences to its value, so code written for `http::request::Parts` works on it.
///
/// # Examples
///
/// ```
/// let (parts, _body) = doorway::Request::new("").into_parts();
/// assert!(parts.headers.get("accept").is_none());
/// ```
// rustc shows the line of the struct where a program wants it to be `Send`.
#[rustfmt::skip]
pub struct Lazy<T> { // There is one thread, `Send` is not needed: docs/from-axum.md#send
    /// Boxed, since requests are moved about and mostly unread.
    cell: OnceCell<Box<T>>,
    held: Option<Rc<HeldRequest>>,
    /// How many bytes of the path nested routers took away. Of a URI only.
    stripped: usize,
}

/// A part that the host has. A trait, so that a component that never reads it does not carry how.
pub trait FromHost: Default {
    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn from_host(held: &HeldRequest, stripped: usize) -> Self;
}

impl FromHost for Uri {
    #[allow(private_interfaces)]
    fn from_host(held: &HeldRequest, stripped: usize) -> Self {
        held.request.uri(&inner_target(held.target(), stripped))
    }
}

impl FromHost for HeaderMap {
    #[allow(private_interfaces)]
    fn from_host(held: &HeldRequest, _: usize) -> Self {
        held.request.headers()
    }
}

impl<T> Lazy<T> {
    pub(super) fn new(held: &Rc<HeldRequest>) -> Self {
        Self { cell: OnceCell::new(), held: Some(held.clone()), stripped: 0 }
    }

    /// Returns the value if it was read or set.
    pub(super) fn get(&self) -> Option<&T> {
        self.cell.get().map(|value| &**value)
    }

    /// Returns whether it was not read, nor changed.
    #[cfg(doorway_p3)]
    pub(super) fn is_as_it_came(&self) -> bool {
        self.cell.get().is_none() && self.stripped == 0
    }

    pub(super) fn get_mut(&mut self) -> Option<&mut T> {
        self.cell.get_mut().map(|value| &mut **value)
    }
}

impl<T: FromHost> Lazy<T> {
    /// Returns the value, read from the host if it was not yet.
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

    fn read(&self, stripped: usize) -> T {
        self.held.as_ref().map(|held| T::from_host(held, stripped)).unwrap_or_default()
    }
}

impl Lazy<Uri> {
    /// Takes bytes off the start of the path of a URI that was not read.
    pub(super) fn strip(&mut self, bytes: usize) {
        self.stripped += bytes;
    }

    /// Returns the URI as it was before bytes were taken off its path, if any were.
    pub(super) fn unstripped(&self) -> Option<Uri> {
        (self.stripped > 0).then(|| self.read(0))
    }
}

impl<T: FromHost> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.cell.get_or_init(|| Box::new(self.read(self.stripped)))
    }
}

impl<T: FromHost> DerefMut for Lazy<T> {
    fn deref_mut(&mut self) -> &mut T {
        if self.cell.get().is_none() {
            self.cell = OnceCell::from(Box::new(self.read(self.stripped)));
        }
        filled(&mut self.cell).as_mut()
    }
}

impl<T> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        Self { cell: Box::new(value).into(), held: None, stripped: 0 }
    }
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self { cell: OnceCell::new(), held: None, stripped: 0 }
    }
}

/// Leaves out values that may be secret.
impl fmt::Debug for Lazy<HeaderMap> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Fields(self).fmt(f)
    }
}

/// Leaves out the query, which may be secret.
impl fmt::Debug for Lazy<Uri> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RedactedUri(&**self).fmt(f)
    }
}

/// A request of the host.
pub(crate) struct HeldRequest {
    pub(super) request: IncomingRequest,
    target: OnceCell<String>,
}

impl HeldRequest {
    pub(super) fn new(request: IncomingRequest) -> Self {
        Self { request, target: OnceCell::new() }
    }

    /// Returns the host's request, and the path and query.
    #[cfg(doorway_p3)]
    pub(super) fn into_parts(self) -> (IncomingRequest, String) {
        self.target();
        (self.request, self.target.into_inner().unwrap_or_default())
    }

    /// Returns the path and query; the host is asked once.
    pub(super) fn target(&self) -> &str {
        self.target.get_or_init(|| target::normal(self.request.target()))
    }
}

/// Returns the part of a target that nested routers leave: at least a slash.
pub(super) fn inner_target(target: &str, stripped: usize) -> Cow<'_, str> {
    match target.get(stripped..).unwrap_or_default() {
        // As it is where nothing was taken: `*` has no slash.
        rest if stripped == 0 || rest.starts_with('/') => rest.into(),
        rest => format!("/{rest}").into(),
    }
}

/// Returns the value of a cell that was just filled.
pub(crate) fn filled<T>(cell: &mut OnceCell<T>) -> &mut T {
    match cell.get_mut() {
        Some(value) => value,
        None => unreachable!("the caller filled the cell"),
    }
}
