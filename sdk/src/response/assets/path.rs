//! Which file a path stands for.

use std::borrow::Cow;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

/// A path as it came, and the query after it.
pub(super) struct Target<'a> {
    pub(super) path: &'a str,
    /// With its question mark.
    pub(super) query: &'a str,
}

impl<'a> Target<'a> {
    pub(super) fn new(target: &'a str) -> Self {
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        Self { path, query }
    }

    pub(super) fn is_folder(&self) -> bool {
        self.path.is_empty() || self.path.ends_with('/')
    }

    /// The name of the file, decoded; a folder's ends with a slash or is empty.
    pub(super) fn name(&self) -> Option<Cow<'a, str>> {
        // A slash too many at the start is left out wherever the path begins: behind the prefix of
        // a nested service as behind that of a route.
        let path = self.path.trim_start_matches('/');
        let name = percent_decode_str(path).decode_utf8().ok()?;
        // A slash that is encoded is a part of a name, and no folder ends with it: of the links on
        // its page the client would make others.
        if name.ends_with('/') && !path.ends_with('/') {
            return None;
        }
        // rust-embed takes a backslash for a slash. The rest is never embedded; it matters to a
        // `RustEmbed` of one's own that reads files.
        let leads_elsewhere = name.starts_with('/')
            || name.contains('\\')
            || name.split('/').any(|segment| matches!(segment, "." | ".."));
        (!leads_elsewhere).then_some(name)
    }

    /// The same with a slash at the end of the path, relative to itself: what a router has taken
    /// away before is not known here. With `./` it is neither taken for a scheme nor for a host.
    pub(super) fn with_slash(&self) -> String {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        let target = ["./", last, "/", self.query].concat();
        // Hosts may let through what no field may have in it.
        utf8_percent_encode(&target, CONTROLS).to_string()
    }
}

/// What of a path a route's `{*name}` matches.
pub(super) fn tail<'a>(route: &str, path: &'a str) -> Option<&'a str> {
    let before = &route[..route.find("/{*")? + 1];
    // A parameter matches no slash.
    let (at, _) = path.match_indices('/').nth(before.matches('/').count() - 1)?;
    path.get(at + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_what_the_wildcard_matches() {
        assert_eq!(tail("/{*path}", "/a/b.css"), Some("a/b.css"));
        assert_eq!(tail("/static/{*path}", "/static/a/b.css"), Some("a/b.css"));
        assert_eq!(tail("/{tenant}/files/{*path}", "/x/files/a%2Fb/"), Some("a%2Fb/"));
        assert_eq!(tail("/{{braces}}/{*path}", "/{braces}/a"), Some("a"));
        assert_eq!(tail("/logo.svg", "/logo.svg"), None);
        assert_eq!(tail("/a/{*path}", "/"), None);
    }
}
