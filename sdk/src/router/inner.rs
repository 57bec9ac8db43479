//! [`Inner`]: the contents of a router.

#[cfg(feature = "warm")]
use super::Router;
use super::endpoint::{Around, Endpoint};
use super::find::Table;

/// The contents of a router, whatever its state.
#[derive(Clone, Default)]
pub(crate) struct Inner {
    pub(super) table: Table,
    pub(super) extras: Option<Box<RouterExtras>>,
}

/// The parts that few routers have.
#[derive(Clone, Default)]
pub(super) struct RouterExtras {
    pub(super) fallback: Option<Endpoint>,
    /// Around the answer to a path that no route matches.
    pub(super) not_found_around: Around,
    /// The fallbacks of nested routers, each with the path that it is nested at.
    pub(super) nested_fallbacks: Vec<(String, Endpoint)>,
}

impl RouterExtras {
    #[track_caller]
    pub(super) fn add_nested_fallback(&mut self, prefix: String, endpoint: Endpoint) {
        let is_known = self.nested_fallbacks.iter().any(|(known, _)| *known == prefix);
        assert!(!is_known, "two routers with a fallback are nested at `{prefix}`");
        self.nested_fallbacks.push((prefix, endpoint));
    }
}

impl Inner {
    pub(super) fn extras_mut(&mut self) -> &mut RouterExtras {
        self.extras.get_or_insert_default()
    }
}

#[cfg(feature = "warm")]
impl Router {
    /// Prepares what would else be prepared at the second request.
    pub(crate) fn warm(&self) {
        self.inner.table.warm();
    }
}
