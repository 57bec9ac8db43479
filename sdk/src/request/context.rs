//! The routing state of a request: what routers and layers know about it.

use http::Uri;

use super::matched::Values;
use crate::from_axum::send;

/// Travels with a request from the router to the extractors.
#[derive(Clone, Default)]
pub(crate) struct Context {
    /// Whether a router was asked.
    pub(crate) is_routed: bool,
    /// The path and query that routes are matched with, where it is another than the host's.
    pub(crate) target: Option<String>,
    /// How many bytes of its path are a nested router's prefix.
    pub(crate) stripped: usize,
    pub(crate) before: Option<Box<Before>>,
    /// The parameters of the matched route.
    pub(crate) values: Values,
    pub(crate) body_limit: BodyLimit,
    not_send: send::Marker,
}

/// The state of a request before a router or a layer changed it.
#[derive(Clone, Default)]
pub(crate) struct Before {
    /// The URI, if it had been read when it was changed.
    pub(crate) uri: Option<Uri>,
    /// The pattern of what was taken off the path before the router that matched the rest was asked.
    pub(crate) prefix: String,
    /// The part of the path that this pattern matched.
    pub(crate) path: String,
}

impl Context {
    /// Returns the pattern of what was taken off the path, if this is the request of a nested router.
    pub(crate) fn prefix(&self) -> Option<&str> {
        Some(&*self.before.as_ref()?.prefix).filter(|prefix| !prefix.is_empty())
    }

    pub(crate) fn before_mut(&mut self) -> &mut Before {
        self.before.get_or_insert_default()
    }
}

/// The most bytes that an extractor reads of a body. `None` is any number.
#[derive(Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) Option<usize>);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(Some(2 * 1024 * 1024))
    }
}
