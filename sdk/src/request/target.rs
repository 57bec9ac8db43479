//! The target of a request on its way through routers.

use http::uri::{PathAndQuery, Uri};

use super::Parts;
use super::lazy::inner_target;
use crate::target;

impl Parts {
    /// Sets the target that a router is to match: the path that the routers before it left.
    pub(crate) fn enter_router(&mut self) {
        let context = &mut self.context;
        let stripped = std::mem::take(&mut context.stripped);
        let was_routed = std::mem::replace(&mut context.is_routed, true);
        if stripped > 0 {
            // The prefix has a pattern, if a route of the other router matched.
            if let Some(matched) = self.extensions.set_matched(None, None) {
                let segments = self.target()[..stripped].matches('/').count();
                let pattern = matched.pattern();
                let prefix = &pattern[..target::length_of(segments, pattern)];
                self.note_prefix(prefix, stripped);
            }
            if self.uri.get().is_none() {
                self.context.target = Some(inner_target(self.target(), stripped).into_owned());
                return;
            }
        }
        // The URI decides if it was read, since it may have been changed. So it does without a host.
        if let Some(uri) = self.uri.get() {
            self.context.target = Some(target::normal(path_and_query(uri).to_owned()));
        } else if self.held.is_none() && !was_routed {
            self.context.target = Some("/".to_owned());
        }
    }

    /// Notes the prefix of a nested router or service that the path starts with.
    pub(crate) fn note_prefix(&mut self, prefix: &str, length: usize) {
        let path = self.target().get(..length).unwrap_or_default().to_owned();
        let before = self.context.before_mut();
        before.prefix += prefix;
        before.path += &path;
    }

    /// Takes segments off the path.
    pub(crate) fn strip(&mut self, segments: usize) {
        let rest = self.path().get(self.context.stripped..).unwrap_or_default();
        let length = target::length_of(segments, rest);
        self.context.stripped += length;
        let Some(uri) = self.uri.get_mut() else { return self.uri.strip(length) };
        // It was read, and a layer may have changed it.
        let target = path_and_query(uri);
        let length = target::length_of(segments, target::path(target));
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(&*inner_target(target, length)).ok();
        let Ok(inner) = Uri::from_parts(parts) else { return };
        let whole = std::mem::replace(uri, inner);
        self.context.before_mut().uri.get_or_insert(whole);
    }
}

fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", PathAndQuery::as_str)
}
