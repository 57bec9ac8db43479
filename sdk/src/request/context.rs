//! What routing knows about a request, beside what the request says itself.

use std::borrow::Cow;
use std::cell::OnceCell;

use http::Uri;

use crate::router::{Matched, Values, pattern};

/// Travels with a request from the router to the extractors.
#[derive(Clone, Default)]
pub(crate) struct Context {
    /// The path and query as they came, once they are needed: what routes are matched with, and what `Path` reads.
    pub(crate) target: OnceCell<String>,
    /// How many bytes of the path are a nested router's prefix.
    pub(crate) stripped: usize,
    pub(crate) before: Option<Box<Before>>,
    pub(crate) matched: Option<Matched>,
    /// Of the route that matched.
    pub(crate) values: Values,
    pub(crate) body_limit: BodyLimit,
}

/// What was true of a request before it was changed on its way.
#[derive(Clone, Default)]
pub(crate) struct Before {
    /// The URI, if it had been read when it was changed.
    pub(crate) uri: Option<Uri>,
    /// The pattern of what was taken off the path before the router that matched the rest was asked.
    pub(crate) prefix: String,
    /// What of the path that is.
    pub(crate) path: String,
}

impl Context {
    pub(crate) fn before_mut(&mut self) -> &mut Before {
        self.before.get_or_insert_default()
    }

    /// Notes that the path starts with what a nested router or service has as its prefix.
    pub(crate) fn note_prefix(&mut self, prefix: &str, length: usize) {
        let path = self.target().get(..length).unwrap_or_default().to_owned();
        let before = self.before_mut();
        before.prefix += prefix;
        before.path += &path;
    }

    /// What a nested router leaves of a target: `/` at least.
    pub(crate) fn inner_target<'a>(&self, target: &'a str) -> Cow<'a, str> {
        // As it is, where nothing was taken: `*` has no slash.
        if self.stripped == 0 {
            target.into()
        } else {
            with_slash(target.get(self.stripped..).unwrap_or_default())
        }
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

/// A path starts with a slash.
pub(super) fn with_slash(rest: &str) -> Cow<'_, str> {
    if rest.starts_with('/') { rest.into() } else { format!("/{rest}").into() }
}

/// How many bytes an extractor that reads the whole body takes; `None` is any number.
#[derive(Clone, Copy)]
pub(crate) struct BodyLimit(pub(crate) Option<usize>);

impl Default for BodyLimit {
    fn default() -> Self {
        Self(Some(2 * 1024 * 1024))
    }
}
