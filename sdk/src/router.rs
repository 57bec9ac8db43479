//! Routing.

use std::rc::Rc;

pub(crate) mod pattern;

/// The route that a request was matched with.
#[derive(Clone)]
pub(crate) struct Matched(Rc<str>);

impl Matched {
    /// The route's path as it was given, with the prefixes it is nested in.
    pub(crate) fn pattern(&self) -> &str {
        &self.0
    }
}
