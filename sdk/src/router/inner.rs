//! [`Inner`]: what a router holds.

use std::ops::Deref;
use std::rc::Rc;

use super::endpoint::{Around, Endpoint};
use super::table::{Search, Table};
use crate::Request;

/// What `Router` holds, whatever its state.
#[derive(Clone, Default)]
pub(crate) struct Inner {
    pub(super) table: Table,
    pub(super) rare: Option<Box<Rare>>,
}

/// What few routers have.
#[derive(Clone, Default)]
pub(super) struct Rare {
    pub(super) fallback: Option<Endpoint>,
    /// Around the answer to what no route matches.
    pub(super) not_found_around: Around,
    /// With the path that each is nested at.
    pub(super) nested_fallbacks: Vec<(String, Endpoint)>,
    /// Finds the one among these that a path belongs to; a function, so that it is not linked without them.
    pub(super) find_nested: Option<fn(&Rare, &mut Request) -> Option<usize>>,
}

impl Rare {
    #[track_caller]
    pub(super) fn add_nested_fallback(&mut self, prefix: String, endpoint: Endpoint) {
        let is_known = self.nested_fallbacks.iter().any(|(known, _)| *known == prefix);
        assert!(!is_known, "two routers with a fallback are nested at `{prefix}`");
        self.nested_fallbacks.push((prefix, endpoint));
        self.find_nested = Some(Self::nested_fallback);
    }
}

impl Inner {
    pub(super) fn rare(&self) -> &Rare {
        const NONE: &Rare = &Rare {
            fallback: None,
            not_found_around: None,
            nested_fallbacks: Vec::new(),
            find_nested: None,
        };
        self.rare.as_deref().unwrap_or(NONE)
    }

    pub(super) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

/// A router that serves.
#[derive(Default)]
pub(crate) struct Serving {
    inner: Inner,
    pub(super) search: Search,
}

impl Serving {
    /// To be built on; if it is in use it is copied.
    #[cold]
    pub(super) fn into_inner(this: Rc<Self>) -> Inner {
        match Rc::try_unwrap(this) {
            Ok(this) => this.inner,
            Err(shared) => shared.inner.clone(),
        }
    }
}

impl From<Inner> for Serving {
    fn from(inner: Inner) -> Self {
        Self { inner, search: Search::default() }
    }
}

impl Deref for Serving {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.inner
    }
}
