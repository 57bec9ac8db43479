//! [`LazyExtensions`]: a request's extensions, and the matched route, which becomes one of them.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::ops::{Deref, DerefMut};

use http::Extensions;

use super::{Matched, MatchedPath, filled};

/// The extensions of a request, as a field of its [`Parts`](super::Parts).
///
/// It dereferences to http's [`Extensions`], so code written for `http::request::Parts` works on it.
/// At first touch the matched route is added to them, as a
/// [`MatchedPath`](crate::extract::MatchedPath).
///
/// # Examples
///
/// ```
/// let (mut parts, _body) = doorway::Request::new("").into_parts();
/// parts.extensions.insert(42_u8);
/// assert_eq!(parts.extensions.get::<u8>(), Some(&42));
/// ```
pub struct LazyExtensions {
    /// All of them, after the first touch.
    all: OnceCell<Extensions>,
    /// Those that were added, before it.
    added: Cell<Extensions>,
    matched: Option<Matched>,
}

impl LazyExtensions {
    /// Returns the matched route.
    pub(crate) fn matched(&self) -> Option<&Matched> {
        self.matched.as_ref()
    }

    /// Sets the matched route, and returns the one before.
    pub(crate) fn set_matched(&mut self, matched: Option<Matched>) -> Option<Matched> {
        // It is added at the next touch.
        if let Some(all) = self.all.take() {
            self.added.set(all);
        }
        std::mem::replace(&mut self.matched, matched)
    }

    /// Returns the path of the matched route.
    pub(crate) fn matched_path(&self) -> Option<MatchedPath> {
        self.matched.as_ref().map(MatchedPath::of)
    }

    /// Returns the extensions without making the path of the matched route one of them: what adds or
    /// takes others does not pay for it.
    pub(crate) fn added(&mut self) -> &mut Extensions {
        match self.all.get_mut() {
            Some(all) => all,
            None => self.added.get_mut(),
        }
    }

    pub(super) fn into_inner(mut self) -> Extensions {
        std::mem::take(&mut *self)
    }
}

impl Deref for LazyExtensions {
    type Target = Extensions;

    fn deref(&self) -> &Extensions {
        self.all.get_or_init(|| {
            let mut all = self.added.take();
            match self.matched_path() {
                Some(path) => _ = all.insert(path),
                // One of another router's.
                None => _ = all.remove::<MatchedPath>(),
            }
            all
        })
    }
}

impl DerefMut for LazyExtensions {
    fn deref_mut(&mut self) -> &mut Extensions {
        let _: &Extensions = self;
        filled(&mut self.all)
    }
}

impl Default for LazyExtensions {
    fn default() -> Self {
        Extensions::new().into()
    }
}

impl From<Extensions> for LazyExtensions {
    fn from(added: Extensions) -> Self {
        Self { all: OnceCell::new(), added: Cell::new(added), matched: None }
    }
}

/// As http's, which shows nothing.
impl fmt::Debug for LazyExtensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Extensions::new().fmt(f)
    }
}
