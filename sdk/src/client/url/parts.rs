//! The parts of a [`Url`], by the names that reqwest has for them.

use std::fmt;

use http::Uri;

use super::Url;

impl Url {
    /// Returns the URL as text.
    pub fn as_str(&self) -> &str {
        self.whole().text.as_deref().unwrap_or(&self.text)
    }

    /// Returns the scheme: `http` or `https`, and nothing if the URL is relative.
    pub fn scheme(&self) -> &str {
        match (self.is_absolute(), self.is_https) {
            (true, true) => "https",
            (true, false) => "http",
            (false, _) => self.whole().uri.scheme_str().unwrap_or_default(),
        }
    }

    /// Returns the host: a name, or an address, in brackets if it is of IPv6.
    pub fn host_str(&self) -> Option<&str> {
        self.host().filter(|host| !host.is_empty())
    }

    /// Returns the port, if it is another one than that of the scheme.
    ///
    /// # Examples
    ///
    /// ```
    /// use doorway::client::Url;
    ///
    /// let url = Url::parse("https://example.com:8443/planets")?;
    /// assert_eq!(url.port(), Some(8443));
    ///
    /// let url = Url::parse("https://example.com:443/planets")?;
    /// assert_eq!((url.port(), url.port_or_known_default()), (None, Some(443)));
    /// # Ok::<(), doorway::client::Error>(())
    /// ```
    pub fn port(&self) -> Option<u16> {
        self.port_u16().filter(|port| Some(*port) != self.known_port())
    }

    /// Returns the port, or else that of the scheme.
    pub fn port_or_known_default(&self) -> Option<u16> {
        self.port_u16().or(self.known_port())
    }

    fn known_port(&self) -> Option<u16> {
        self.is_absolute().then_some(if self.is_https { 443 } else { 80 })
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.as_str().to_owned()
    }
}

impl From<Url> for Uri {
    fn from(url: Url) -> Self {
        url.into_uri()
    }
}

/// As with http's [`Uri`].
impl PartialEq<str> for Url {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

/// As with http's [`Uri`].
impl PartialEq<&str> for Url {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<Uri> for Url {
    fn eq(&self, other: &Uri) -> bool {
        **self == *other
    }
}
