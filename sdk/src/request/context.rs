//! What routing knows about a request, beside what the request says itself.

use std::borrow::Cow;
use std::cell::OnceCell;

use http::Uri;

use crate::router::{Matched, pattern};

/// Travels with a request from the router to the extractors.
#[derive(Clone, Default)]
pub(crate) struct Context {
    /// The path and query as they came, once they are needed: what routes are matched with, and what `Path` reads.
    pub(crate) target: OnceCell<String>,
    /// The URI that was taken apart for a nested router, if it had been read by then.
    pub(crate) original: Option<Box<Uri>>,
    /// How many bytes of the path are a nested router's prefix.
    pub(crate) stripped: usize,
    pub(crate) matched: Option<Matched>,
    pub(crate) body_limit: BodyLimit,
}

impl Context {
    /// What a nested router leaves of a target: `/` at least.
    pub(crate) fn inner_target<'a>(&self, target: &'a str) -> Cow<'a, str> {
        let rest = target.get(self.stripped..).unwrap_or_default();
        if rest.starts_with('/') { rest.into() } else { format!("/{rest}").into() }
    }

    /// The path of the target.
    pub(crate) fn path(&self) -> &str {
        pattern::path(self.target())
    }

    /// The path and query, if they were needed by now.
    pub(crate) fn target(&self) -> &str {
        self.target.get().map_or("/", String::as_str)
    }
}

/// How many bytes an extractor that reads the whole body takes; `None` is any number.
#[derive(Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) Option<usize>);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(Some(2 * 1024 * 1024))
    }
}
