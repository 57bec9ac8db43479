//! The names of files in paths.

use std::borrow::Cow;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

/// An encoded path, and the query after it.
pub(crate) struct Target<'a> {
    pub(crate) path: &'a str,
    /// With its question mark.
    pub(crate) query: &'a str,
}

impl<'a> Target<'a> {
    pub(crate) fn new(target: &'a str) -> Self {
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        Self { path, query }
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.path.is_empty() || self.path.ends_with('/')
    }

    /// The decoded name of the file; a folder's ends with a slash or is empty.
    pub(crate) fn name(&self) -> Option<Cow<'a, str>> {
        // Extra slashes at the start are ignored, behind the prefix of a nested service as well as
        // behind that of a route.
        let path = self.path.trim_start_matches('/');
        let name = percent_decode_str(path).decode_utf8().ok()?;
        // An encoded slash belongs to a name; a folder must not end with it, as relative links on
        // its page would lead elsewhere.
        if name.ends_with('/') && !path.ends_with('/') {
            return None;
        }
        // rust-embed reads a backslash as a slash. The rest is never embedded; it matters to a
        // custom `RustEmbed` that reads files.
        let leads_elsewhere = name.starts_with('/')
            || name.contains('\\')
            || name.split('/').any(|segment| matches!(segment, "." | ".."));
        (!leads_elsewhere).then_some(name)
    }

    /// The path with a slash at its end, relative to itself, as the prefixes that routers removed
    /// are unknown here. With `./` it is taken neither for a scheme nor for a host.
    pub(crate) fn with_slash(&self) -> String {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        let target = ["./", last, "/", self.query].concat();
        // Hosts may accept bytes that are not allowed in a header field.
        utf8_percent_encode(&target, CONTROLS).to_string()
    }
}

/// The part of a path that a route's `{*name}` matches.
pub(crate) fn tail<'a>(route: &str, path: &'a str) -> Option<&'a str> {
    let before = &route[..route.find("/{*")? + 1];
    // A parameter matches no slash.
    let (at, _) = path.match_indices('/').nth(before.matches('/').count() - 1)?;
    path.get(at + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_the_match_of_the_wildcard() {
        assert_eq!(tail("/{*path}", "/a/b.css"), Some("a/b.css"));
        assert_eq!(tail("/static/{*path}", "/static/a/b.css"), Some("a/b.css"));
        assert_eq!(tail("/{tenant}/files/{*path}", "/x/files/a%2Fb/"), Some("a%2Fb/"));
        assert_eq!(tail("/{{braces}}/{*path}", "/{braces}/a"), Some("a"));
        assert_eq!(tail("/logo.svg", "/logo.svg"), None);
        assert_eq!(tail("/a/{*path}", "/"), None);
    }
}
