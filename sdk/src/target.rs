//! The targets of incoming and outgoing requests, for all backends.

use std::fmt;

use http::Uri;
use http::uri::{self, Authority, PathAndQuery, Scheme};

use crate::error::{Error, ErrorKind};

/// The maximum length of an http `Uri`, in bytes.
pub(crate) const LONGEST: usize = 65_534;

/// The path and query that routes are matched with: they begin with a slash as in a URI, except for
/// the asterisk of `OPTIONS *`
/// ([RFC 9112, 3.2.4](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.4)).
#[inline(always)]
pub(crate) fn normal(target: String) -> String {
    if target.starts_with('/') { target } else { begun(target) }
}

#[cold]
fn begun(target: String) -> String {
    if target == "*" { target } else { ["/", &target].concat() }
}

/// Returns the length of a number of segments, with the slash before each.
pub(crate) fn length_of(segments: usize, path: &str) -> usize {
    path.match_indices('/').nth(segments).map_or(path.len(), |(at, _)| at)
}

/// Returns the path of a target, which ends before a `?`.
pub(crate) fn path(target: &str) -> &str {
    let bytes = target.as_bytes();
    let mut end = 0;
    // A search of words at a time would take longer to set up.
    while end < bytes.len() && bytes[end] != b'?' {
        end += 1;
    }
    &target[..end]
}

/// Whether the percent-encoded target is too long for a URI.
#[inline(always)]
pub(crate) fn is_too_long(target: &str) -> bool {
    // An encoded byte takes three.
    target.len() > LONGEST / 3 && encoded_len(target) > LONGEST
}

#[cold]
fn encoded_len(target: &str) -> usize {
    target.len() + 2 * target.bytes().filter(|byte| is_refused(*byte)).count()
}

/// Bytes that http's `Uri` refuses in a path or in a query, and `#`, where it would cut them.
/// Requests have no fragments, so for routes `#` is an ordinary byte of the path.
fn is_refused(byte: u8) -> bool {
    matches!(byte, 0..=b' ' | b'"' | b'#' | b'<' | b'>' | b'`' | 0x7f)
}

/// The URI of a request, with its path percent-encoded where needed.
///
/// If the target is too long the URI is `*`, which is no path, so that it is not taken for another
/// one. Code that compares paths refuses such a request.
pub(crate) fn uri(scheme: Option<Scheme>, authority: Option<Authority>, target: &str) -> Uri {
    let path = path_and_query(target).unwrap_or_else(|| PathAndQuery::from_static("*"));
    let mut parts = uri::Parts::default();
    // A URI with a scheme needs an authority, and one with both needs a path.
    if let (Some(scheme), Some(authority)) = (scheme, authority) {
        parts.scheme = Some(scheme);
        parts.authority = Some(authority);
    }
    parts.path_and_query = Some(path.clone());
    Uri::from_parts(parts).unwrap_or_else(|_| Uri::from(path))
}

/// The path and query as [`uri`] has them, of a request that keeps to its limit.
#[cfg(doorway_p3)]
pub(crate) fn in_uri(target: String) -> String {
    if !target.bytes().any(is_refused) {
        return target;
    }
    let uri = uri(None, None, &target);
    uri.path_and_query().map_or(target, |path| path.as_str().to_owned())
}

/// `None` if it is too long.
fn path_and_query(target: &str) -> Option<PathAndQuery> {
    match PathAndQuery::try_from(target) {
        Ok(path) if path.as_str().len() == target.len() => Some(path),
        _ => {
            let target = normal(target.to_owned());
            let path = PathAndQuery::try_from(encoded(&target, is_refused));
            // It is accepted today, but later versions may refuse it.
            let all = || PathAndQuery::try_from(encoded(&target, |byte| !is_ever_allowed(byte)));
            path.or_else(|_| all()).ok()
        }
    }
}

/// Whether a byte is allowed in a path or a query, or begins an escape.
fn is_ever_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/?&=+%:@!$'()*,;".contains(&byte)
}

fn encoded(target: &str, is_encoded: impl Fn(u8) -> bool) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(target.len() + 16);
    for &byte in target.as_bytes() {
        if is_encoded(byte) {
            encoded.extend_from_slice(format!("%{byte:02X}").as_bytes());
        } else {
            encoded.push(byte);
        }
    }
    encoded
}

/// The destination of a request, as a host takes it.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) is_https: bool,
    pub(crate) authority: &'a str,
    /// With the query.
    pub(crate) path: &'a str,
}

impl<'a> Target<'a> {
    /// The destination of a URI, unless no request can be sent to it.
    pub(crate) fn of(uri: &'a Uri) -> Result<Self, Error> {
        let is_https = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(_) => {
                return Err(invalid(
                    RedactedUri(uri),
                    "has another scheme than `http://` and `https://`",
                ));
            }
            None => {
                return Err(invalid(
                    RedactedUri(uri),
                    "is not absolute; begin it with `http://` or `https://`",
                ));
            }
        };
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            // RFC 9110, 4.2.4. The message does not have the URI: a password would end in the log.
            let message = "the request's URI has a user in it; send credentials in an \
                           `authorization` field instead";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self { is_https, authority, path })
    }
}

/// A URI in messages and logs: without its query, which may hold a token.
pub(crate) struct RedactedUri<'a, T = Uri>(pub(crate) &'a T);

impl fmt::Display for RedactedUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scheme) = self.0.scheme_str() {
            write!(f, "{scheme}://")?;
        }
        f.write_str(self.0.authority().map_or("", |authority| authority.as_str()))?;
        f.write_str(self.0.path())?;
        f.write_str(if self.0.query().is_some() { "?…" } else { "" })
    }
}

impl fmt::Display for RedactedUri<'_, Target<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Target { is_https, authority, path } = self.0;
        // The URL of a request may be relative.
        if !authority.is_empty() {
            let scheme = if *is_https { "https" } else { "http" };
            write!(f, "{scheme}://{authority}")?;
        }
        match path.split_once('?') {
            None => f.write_str(path),
            Some((path, _)) => write!(f, "{path}?…"),
        }
    }
}

impl<T> fmt::Debug for RedactedUri<'_, T>
where
    Self: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cold]
pub(crate) fn invalid(uri: impl fmt::Display, why: &str) -> Error {
    Error::new(ErrorKind::InvalidRequest, format!("the request's URI `{uri}` {why}"))
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(target: &str) -> String {
        uri(None, None, &normal(target.to_owned())).to_string()
    }

    #[test]
    fn a_target_is_one_text() {
        for (host, expected) in [
            ("", "/"),
            ("*", "*"),
            ("?a", "/?a"),
            ("admin", "/admin"),
            ("http://a.test/b", "/http://a.test/b"),
            ("a.test:443", "/a.test:443"),
            ("/a#b?c", "/a%23b?c"),
            ("/a?b#c", "/a?b%23c"),
            ("#", "/%23"),
            ("/a b\0\u{7f}", "/a%20b%00%7F"),
            ("/a\r\nb", "/a%0D%0Ab"),
            ("/é", "/é"),
            ("/é ", "/é%20"),
        ] {
            assert_eq!(told(host), expected, "{host}");
        }
    }

    #[test]
    fn bytes_that_no_uri_takes_are_known() {
        for byte in (0..128_u8).filter(|byte| !is_refused(*byte)).map(char::from) {
            for target in [format!("/{byte}"), format!("/?{byte}")] {
                assert_eq!(PathAndQuery::try_from(&*target).unwrap().as_str(), target);
            }
        }
    }

    #[test]
    fn too_long_is_what_no_uri_takes() {
        let long = |text: &str, count| format!("/{}", text.repeat(count));
        for (target, is_long) in [
            (long("a", LONGEST - 1), false),
            (long("a", LONGEST), true),
            (long(" ", (LONGEST - 1) / 3), false),
            (long(" ", (LONGEST - 1) / 3 + 1), true),
            (long("é", LONGEST / 2 - 1), false),
            (long("é", LONGEST / 2 - 1) + " ", true),
            (long("#", LONGEST / 2), true),
            (long("\"", LONGEST / 2), true),
        ] {
            assert_eq!(is_too_long(&target), is_long, "{}", target.len());
            assert!(is_long || told(&target) != "*", "{}", target.len());
        }
    }
}
