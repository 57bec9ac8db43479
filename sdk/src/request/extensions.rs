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
#[derive(Default)]
pub struct LazyExtensions {
    /// One word, since requests are moved about and most have none.
    state: OnceCell<Box<State>>,
    matched: Option<Matched>,
}

#[derive(Default)]
struct State {
    /// All of them, after the first touch.
    all: OnceCell<Extensions>,
    /// Those that were added, before it.
    added: Cell<Extensions>,
    /// The pattern before that of the matched route, if its router is nested as a service.
    prefix: String,
}

impl LazyExtensions {
    /// Returns the matched route.
    pub(crate) fn matched(&self) -> Option<&Matched> {
        self.matched.as_ref()
    }

    /// Sets the matched route, and returns the one before.
    pub(crate) fn set_matched(
        &mut self,
        matched: Option<Matched>,
        prefix: Option<&str>,
    ) -> Option<Matched> {
        if let Some(state) = self.state.get_mut() {
            // It is added at the next touch.
            if let Some(all) = state.all.take() {
                state.added.set(all);
            }
            state.prefix.clear();
        }
        if let Some(prefix) = prefix {
            self.state_mut().prefix.push_str(prefix);
        }
        std::mem::replace(&mut self.matched, matched)
    }

    /// Returns the path of the matched route.
    pub(crate) fn matched_path(&self) -> Option<MatchedPath> {
        let prefix = self.state.get().map_or("", |state| &state.prefix);
        self.matched.as_ref().map(|matched| MatchedPath::of(matched, prefix))
    }

    /// Returns the extensions without making the path of the matched route one of them: what adds or
    /// takes others does not pay for it.
    pub(crate) fn added(&mut self) -> &mut Extensions {
        let state = self.state_mut();
        match state.all.get_mut() {
            Some(all) => all,
            None => state.added.get_mut(),
        }
    }

    fn state_mut(&mut self) -> &mut State {
        self.state.get_or_init(Box::default);
        filled(&mut self.state).as_mut()
    }

    /// Returns the extensions, the matched route among them.
    ///
    /// # Examples
    ///
    /// ```
    /// let (mut parts, _body) = doorway::Request::new("").into_parts();
    /// parts.extensions.insert(42_u8);
    /// let extensions: doorway::http::Extensions = parts.extensions.into_inner();
    /// assert_eq!(extensions.get::<u8>(), Some(&42));
    /// ```
    pub fn into_inner(mut self) -> Extensions {
        std::mem::take(&mut *self)
    }
}

impl Deref for LazyExtensions {
    type Target = Extensions;

    fn deref(&self) -> &Extensions {
        let state = self.state.get_or_init(Box::default);
        state.all.get_or_init(|| {
            let mut all = state.added.take();
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
        filled(&mut self.state_mut().all)
    }
}

impl From<Extensions> for LazyExtensions {
    fn from(added: Extensions) -> Self {
        let mut extensions = Self::default();
        if !added.is_empty() {
            *extensions.added() = added;
        }
        extensions
    }
}

/// As http's, which shows nothing.
impl fmt::Debug for LazyExtensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Extensions::new().fmt(f)
    }
}
