//! [`Url`]: the URL of a request.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::target::{self, LONGEST, RedactedUri, Target};
use bytes::{NAME, PATH, is_in};

pub(super) mod authority;
mod bytes;
pub(super) mod invalid;
mod parts;
#[cfg(test)]
mod properties;
pub(super) mod reference;

/// The URL of a request, absolute and without a fragment.
///
/// That of a [`Request`](super::Request) which was made of http's is as it was there, and may be
/// relative: it is resolved against the [base](super::ClientBuilder::base_url) of the client that sends
/// it. A relative URL has neither scheme nor host.
///
/// It dereferences to an http [`Uri`], and has the methods of reqwest's type beside those. They take
/// the names `scheme` and `port`.
///
/// `Display` shows all of it, `Debug` leaves out the query, which may be secret.
///
/// # Examples
///
/// ```
/// use doorway::client::Url;
///
/// let url = Url::parse("https://example.com/planets?page=2")?;
/// assert_eq!(url.host_str(), Some("example.com"));
/// assert_eq!((url.scheme(), url.port_or_known_default()), ("https", Some(443)));
/// assert_eq!((url.path(), url.query()), ("/planets", Some("page=2")));
/// assert_eq!(url.join("moons/")?.as_str(), "https://example.com/moons/");
/// # Ok::<(), doorway::client::Error>(())
/// ```
// Text, which hosts take in pieces. http's type is built when it is needed, for that takes longer
// than the rest of a request.
pub struct Url {
    is_https: bool,
    text: String,
    /// The end of the authority in the text; 0 if the URL is relative, or of another scheme.
    end: usize,
    whole: OnceLock<Box<Whole>>,
}

/// The URL as http's type, and as a text if that is another one: with a path.
struct Whole {
    uri: Uri,
    text: Option<String>,
}

impl Url {
    /// A URL from a text that is absolute and normal, as most are. Others, which are returned, need
    /// [`join`](reference::join).
    pub(super) fn plain<T: AsRef<str> + Into<String>>(text: T) -> Result<Self, T> {
        match scan(text.as_ref()) {
            Some((is_https, end)) => Ok(Self::of(is_https, text.into(), end)),
            None => Err(text),
        }
    }

    /// A URL from a text that begins with a scheme in lower case.
    pub(super) fn of(is_https: bool, text: String, end: usize) -> Self {
        Self { is_https, text, end, whole: OnceLock::new() }
    }

    /// Leaves an empty one, which nobody looks at.
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::of(false, String::new(), 0))
    }

    /// The pieces for the host.
    pub(super) fn target(&self) -> Target<'_> {
        let Self { is_https, text, end, .. } = self;
        let start = if *is_https { HTTPS.len() } else { HTTP.len() };
        let (before, path) = text.split_at_checked(*end).unwrap_or_default();
        let authority = before.get(start..).unwrap_or_default();
        Target { is_https: *is_https, authority, path: if path.is_empty() { "/" } else { path } }
    }

    pub(super) fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether it is one of `http://` or `https://`.
    fn is_absolute(&self) -> bool {
        self.end > 0
    }

    /// Whether both have the same origin
    /// ([RFC 9110, 4.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-4.3.1)).
    pub(super) fn has_origin_of(&self, other: &Self) -> bool {
        let (one, other) = (self.target(), other.target());
        let ((host, port), (other_host, other_port)) = (origin(&one), origin(&other));
        one.is_https == other.is_https
            && port == other_port
            && host.eq_ignore_ascii_case(other_host)
    }

    /// Adds encoded pairs to the query of an absolute one; `false` if it would be too long.
    #[cfg(feature = "query")]
    pub(super) fn add_query(&mut self, query: &str) -> bool {
        let path = self.target().path;
        let separator = match path.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        if path.len() + separator.len() + query.len() > LONGEST {
            return false;
        }
        if self.text.len() == self.end {
            self.text.push('/');
        }
        self.text.push_str(separator);
        self.text.push_str(query);
        self.whole = OnceLock::new();
        true
    }

    /// The URL of a request that was built elsewhere, which may be relative.
    pub(super) fn of_uri(uri: Uri) -> Self {
        let is_https = uri.scheme() == Some(&Scheme::HTTPS);
        let authority = uri.authority().map_or("", Authority::as_str);
        if authority.is_empty() || !is_https && uri.scheme() != Some(&Scheme::HTTP) {
            let (text, whole) = (uri.to_string(), Box::new(Whole { uri, text: None }).into());
            return Self { is_https: false, text, end: 0, whole };
        }
        let path = uri.path_and_query().map_or("", |path| path.as_str());
        let before = [if is_https { HTTPS } else { HTTP }, authority].concat();
        let text = [&*before, path].concat();
        let whole = Box::new(Whole { uri, text: None }).into();
        Self { is_https, text, end: before.len(), whole }
    }

    fn whole(&self) -> &Whole {
        self.whole.get_or_init(|| {
            if !self.is_absolute() {
                let uri = self.text.parse().unwrap_or_default();
                return Box::new(Whole { uri, text: None });
            }
            let Target { is_https, authority, path } = self.target();
            let scheme = if is_https { Scheme::HTTPS } else { Scheme::HTTP };
            let uri = target::uri(Some(scheme), Authority::try_from(authority).ok(), path);
            let text = (self.text.len() == self.end).then(|| [&self.text, "/"].concat());
            Box::new(Whole { uri, text })
        })
    }

    pub(super) fn into_uri(self) -> Uri {
        let _read_now = self.whole();
        self.whole.into_inner().map_or_else(Uri::default, |whole| whole.uri)
    }
}

/// The host and the port of an authority.
fn origin<'a>(target: &Target<'a>) -> (&'a str, u16) {
    let authority = target.authority;
    let end = authority.bytes().rposition(|byte| !byte.is_ascii_digit());
    let (host, port) = end.and_then(|end| authority.split_at_checked(end)).unwrap_or_default();
    match port.as_bytes() {
        [b':', port @ ..] => (host, number(port).unwrap_or_default()),
        _ => (authority, if target.is_https { 443 } else { 80 }),
    }
}

/// The number of a port.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0u16, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u16::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// Without http's type, which is built again when it is needed.
impl Clone for Url {
    fn clone(&self) -> Self {
        Self::of(self.is_https, self.text.clone(), self.end)
    }
}

/// Hosts are compared without case.
impl PartialEq for Url {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.target(), other.target());
        one.is_https == other.is_https
            && one.path == other.path
            && one.authority.eq_ignore_ascii_case(other.authority)
    }
}

impl Eq for Url {}

impl Deref for Url {
    type Target = Uri;

    fn deref(&self) -> &Uri {
        &self.whole().uri
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&RedactedUri(self), f)
    }
}

impl fmt::Display for RedactedUri<'_, Url> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RedactedUri(&self.0.target()).fmt(f)
    }
}

const HTTP: &str = "http://";
const HTTPS: &str = "https://";

/// Whether a plain URL is of `https://`, and where its authority ends.
fn scan(text: &str) -> Option<(bool, usize)> {
    let (is_https, rest) = match text.strip_prefix(HTTP) {
        Some(rest) => (false, rest),
        None => (true, text.strip_prefix(HTTPS)?),
    };
    let rest = rest.as_bytes();
    let name_len = rest.iter().position(|byte| !is_in(NAME, *byte)).unwrap_or(rest.len());
    let (name, rest) = rest.split_at_checked(name_len)?;
    let path = match rest {
        _ if name.is_empty() => return None,
        [b':', rest @ ..] => {
            let end = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
            let (port, path) = rest.split_at_checked(end)?;
            if port.is_empty() {
                return None;
            }
            number(port)?;
            path
        }
        [] | [b'/', ..] => rest,
        _ => return None,
    };
    // A segment may be `.` or `..`.
    let mut before = 0;
    let is_plain = |byte: &u8| {
        let begins_with_dot = *byte == b'.' && before == b'/';
        before = *byte;
        is_in(PATH, *byte) && !begins_with_dot
    };
    let is_path = path.len() <= LONGEST && path.iter().all(is_plain);
    is_path.then(|| (is_https, text.len() - path.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_urls_are_plain() {
        for (text, authority, path) in [
            ("http://a", "a", "/"),
            ("https://example.com/", "example.com", "/"),
            ("http://127.0.0.1:8080/a/b.c?d=e%20f&g=h/i", "127.0.0.1:8080", "/a/b.c?d=e%20f&g=h/i"),
            ("https://a:65535/", "a:65535", "/"),
        ] {
            let url = Url::plain(text).unwrap();
            let target = url.target();
            assert_eq!((target.authority, target.path), (authority, path));
            assert_eq!(target.is_https, text.starts_with("https"));
        }
        for other in [
            "",
            "/",
            "http:",
            "http://",
            "http:///",
            "http://a:/",
            "http://a:65536/",
            "http://a?b",
            "http://a/#b",
            "http://a/../b",
            "http://a/.",
            "http://a/ b",
            "http://a@b/",
            "http://[::1]/",
            "http://é/",
            "http://a/é",
            "ftp://a/",
            "HTTP://a/",
            " http://a/",
        ] {
            assert!(Url::plain(other).is_err(), "{other}");
        }
    }
}
