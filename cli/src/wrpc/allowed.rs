//! The hosts that an egress sends to.

use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::Scheme;

/// `HOST` or `HOST:PORT`, where `*.` in front stands for one or more labels, and `*` alone for any host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    host: String,
    port: Option<u16>,
}

impl Allowed {
    /// Whether it has the host and the port of a URL.
    pub fn has(&self, uri: &Uri) -> bool {
        let Some(authority) = uri.authority() else { return false };
        let default = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
        let port = authority.port_u16().unwrap_or(default);
        self.port.is_none_or(|allowed| allowed == port) && self.has_host(&plain(authority.host()))
    }

    fn has_host(&self, host: &str) -> bool {
        match self.host.strip_prefix('*') {
            Some("") => true,
            Some(end) => host.len() > end.len() && host.ends_with(end),
            None => self.host == host,
        }
    }
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (host, port) = match text.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((host, port)) if !port.ends_with(']') && !port.starts_with('/') => {
                (host, Some(port.parse().map_err(|_| format!("`{port}` is not a port"))?))
            }
            _ => (text, None),
        };
        let name = host.strip_prefix("*.").unwrap_or(host);
        let in_brackets = name.starts_with('[') && name.ends_with(']');
        let is_name = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        match is_name || in_brackets || host == "*" {
            true => Ok(Self { host: plain(host), port }),
            false => Err("write it as HOST, HOST:PORT or *.HOST, without http://".to_owned()),
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Without what makes no difference to names.
fn plain(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(allowed: &str, url: &str) -> bool {
        let parsed: Allowed = allowed.parse().unwrap();
        assert_eq!(parsed.to_string().parse(), Ok(parsed.clone()));
        parsed.has(&url.parse().unwrap())
    }

    #[test]
    fn a_host_has_any_port_unless_one_is_given() {
        for (allowed, url) in [
            ("example.com", "http://example.com"),
            ("example.com", "https://EXAMPLE.com.:8443/path"),
            ("Example.com:80", "http://example.com"),
            ("example.com:443", "https://example.com"),
            ("example.com:8443", "https://user@example.com:8443"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("127.0.0.1", "http://127.0.0.1:1"),
        ] {
            assert!(has(allowed, url), "{allowed}: {url}");
        }
        for (allowed, url) in [
            ("example.com", "http://www.example.com"),
            ("example.com", "http://example.com@evil.test"),
            ("example.com", "http://example.com.evil.test"),
            ("example.com", "/path"),
            ("example.com:443", "http://example.com"),
            ("127.0.0.1", "http://127.1"),
        ] {
            assert!(!has(allowed, url), "{allowed}: {url}");
        }
    }

    #[test]
    fn an_asterisk_stands_for_labels() {
        assert!(has("*.example.com", "http://a.example.com"));
        assert!(has("*.example.com:80", "http://a.b.example.com"));
        assert!(has("*", "http://anything:1"));
        assert!(has("*:443", "https://anything"));
        for (allowed, url) in [
            ("*.example.com", "http://example.com"),
            ("*.example.com", "http://evilexample.com"),
            ("*:443", "http://anything"),
        ] {
            assert!(!has(allowed, url), "{allowed}: {url}");
        }
    }

    #[test]
    fn what_is_no_host_is_an_error() {
        for wrong in
            ["", ":80", "http://example.com", "a/b", "*a.com", "a.*", "a:", "a:70000", "::1", "a b"]
        {
            assert!(wrong.parse::<Allowed>().is_err(), "{wrong}");
        }
    }
}
