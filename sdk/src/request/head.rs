//! Views of a request's head for extractors: each asks the host for as little as it can.

#[cfg(feature = "assets")]
use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Uri};

use super::Parts;
#[cfg(feature = "assets")]
use super::lazy::inner_target;
use crate::target;

impl Parts {
    /// Returns the first value of a header field.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<HeaderValue> {
        match self.headers.get() {
            Some(headers) => headers.get(name).cloned(),
            None => self.held.as_ref()?.request.header(name),
        }
    }

    /// Returns all values of a header field.
    pub(crate) fn header_values(&self, name: &HeaderName) -> Vec<HeaderValue> {
        match (self.headers.get(), &self.held) {
            (Some(headers), _) => headers.get_all(name).into_iter().cloned().collect(),
            (None, Some(held)) => held.request.header_values(name),
            (None, None) => Vec::new(),
        }
    }

    /// Looks at the content type, for less than [`header`](Self::header) costs.
    pub(crate) fn content_type<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        match self.headers.get() {
            Some(headers) => headers.get(CONTENT_TYPE).map(|value| look(value.as_bytes())),
            None => self.held.as_ref()?.request.content_type(look),
        }
    }

    /// Returns the query, which follows the `?`.
    pub(crate) fn query(&self) -> Option<&str> {
        match self.uri.get() {
            Some(uri) => uri.query(),
            None => {
                let target = self.held.as_ref()?.target();
                // Paths are short: a search that is made for long texts takes four times as long.
                let path = target.bytes().position(|byte| byte == b'?')?;
                target.get(path + 1..)
            }
        }
    }

    /// Returns the path and query that routes are matched with.
    pub(crate) fn target(&self) -> &str {
        match (&self.context.target, &self.held) {
            (Some(target), _) => target,
            (None, Some(held)) => held.target(),
            (None, None) => "/",
        }
    }

    /// Returns the path that routes are matched with.
    pub(crate) fn path(&self) -> &str {
        target::path(self.target())
    }

    /// Returns the URI as it was before nested routers took their prefixes away.
    pub(crate) fn original_uri(&self) -> Uri {
        match self.context.before.as_ref().and_then(|before| before.uri.as_ref()) {
            Some(uri) => uri.clone(),
            None => self.uri.unstripped().unwrap_or_else(|| self.uri.clone()),
        }
    }

    /// Returns the path and query without the prefix of a nested router, and without parsing a URI.
    #[cfg(feature = "assets")]
    pub(crate) fn inner_target(&self) -> Cow<'_, str> {
        match self.uri.get() {
            Some(uri) => uri.path_and_query().map_or("/", |target| target.as_str()).into(),
            None => inner_target(self.target(), self.context.stripped),
        }
    }
}
