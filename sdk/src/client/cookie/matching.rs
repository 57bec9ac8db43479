//! The hosts and paths of a cookie
//! ([RFC 6265, 5.1](https://www.rfc-editor.org/rfc/rfc6265#section-5.1)).

use std::net::IpAddr;

use http::Uri;
use http::uri::Scheme;

/// A server that sets cookies, or gets them.
pub(super) struct Peer<'a> {
    /// In lower case.
    pub(super) host: String,
    pub(super) path: &'a str,
    /// Whether nobody on the way can read or change them.
    pub(super) is_secure: bool,
}

impl<'a> Peer<'a> {
    pub(super) fn of(url: &'a Uri) -> Option<Self> {
        let host = url.host().filter(|host| !host.is_empty())?.to_ascii_lowercase();
        let is_secure = url.scheme() == Some(&Scheme::HTTPS) || is_loopback(&host);
        Some(Self { host, path: url.path(), is_secure })
    }

    /// The default path of a cookie (5.1.4): that of the URL up to its last segment.
    pub(super) fn default_path(&self) -> &'a str {
        match self.path.rfind('/') {
            Some(0) | None => "/",
            Some(_) if !self.path.starts_with('/') => "/",
            Some(end) => self.path.get(..end).unwrap_or("/"),
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Whether a host is an address: only a name has domains above it.
///
/// A host that ends in a number is an address, or invalid
/// ([URL standard, 3.5](https://url.spec.whatwg.org/#ends-in-a-number-checker)).
fn is_address(host: &str) -> bool {
    let labels = host.strip_suffix('.').unwrap_or(host);
    let last = labels.rsplit('.').next().unwrap_or(labels);
    let number = last.strip_prefix("0x");
    host.starts_with('[')
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_hexdigit()))
        || !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a domain has one label, and so many owners.
pub(super) fn is_public(domain: &str) -> bool {
    !domain.trim_end_matches('.').contains('.')
}

/// 5.1.3.
pub(super) fn domain_matches(host: &str, domain: &str) -> bool {
    match host.strip_suffix(domain) {
        Some("") => true,
        Some(above) => above.ends_with('.') && !is_address(host),
        None => false,
    }
}

/// 5.1.4.
pub(super) fn path_matches(path: &str, cookie_path: &str) -> bool {
    match path.strip_prefix(cookie_path) {
        Some(rest) => rest.is_empty() || rest.starts_with('/') || cookie_path.ends_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_that_of_the_names_below_it() {
        for (host, domain, matches) in [
            ("a.example", "a.example", true),
            ("b.a.example", "a.example", true),
            ("c.b.a.example", "a.example", true),
            ("ba.example", "a.example", false),
            ("a.example", "b.a.example", false),
            ("a.example", "b.example", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "0.0.1", false),
            ("127.0.0.1.", "0.0.1.", false),
            ("127.0.0.0x1", "0.0.0x1", false),
            ("127.0.0.0x", "0.0.0x", false),
            ("127.evil.example.", "evil.example.", true),
            ("127.evil.example.", "evil.example", false),
            ("127.evil.example", "evil.example.", false),
            ("a.0xyz", "0xyz", true),
            ("a..", "..", false),
            ("a..", ".", true),
            ("[::1]", "[::1]", true),
        ] {
            assert_eq!(domain_matches(host, domain), matches, "{host} {domain}");
        }
    }

    #[test]
    fn a_path_is_that_of_what_is_below_it() {
        for (path, cookie, matches) in [
            ("/", "/", true),
            ("/a", "/", true),
            ("/a", "/a", true),
            ("/a/", "/a", true),
            ("/a/b", "/a", true),
            ("/a/b", "/a/", true),
            ("/ab", "/a", false),
            ("/a", "/a/", false),
            ("/A", "/a", false),
        ] {
            assert_eq!(path_matches(path, cookie), matches, "{path} {cookie}");
        }
    }

    #[test]
    fn a_peer_is_secure_or_not() {
        for (url, host, path, is_secure) in [
            ("https://A.example", "a.example", "/", true),
            ("http://a.example/b", "a.example", "/", false),
            ("http://a.example/b/c?/d/e", "a.example", "/b", false),
            ("http://a.example/b/c/", "a.example", "/b/c", false),
            ("http://localhost:80/", "localhost", "/", true),
            ("http://127.9.0.1/", "127.9.0.1", "/", true),
            ("http://127.0.0.1.example/", "127.0.0.1.example", "/", false),
            ("http://127.evil.example./", "127.evil.example.", "/", false),
            ("http://127.1/", "127.1", "/", false),
            ("http://127.0.0.256/", "127.0.0.256", "/", false),
            ("http://127.0.0.1./", "127.0.0.1.", "/", false),
            ("http://127./", "127.", "/", false),
            ("http://localhost./", "localhost.", "/", false),
            ("http://[0:0::1]/", "[0:0::1]", "/", true),
            ("http://[::1]:80/", "[::1]", "/", true),
            ("http://[::2]/", "[::2]", "/", false),
        ] {
            let url = url.parse().unwrap();
            let peer = Peer::of(&url).unwrap();
            assert_eq!((&*peer.host, peer.default_path(), peer.is_secure), (host, path, is_secure));
        }
        assert!(Peer::of(&Uri::from_static("/a")).is_none());
    }
}
