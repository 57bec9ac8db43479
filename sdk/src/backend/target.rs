//! Where requests come from and go to, whatever the backend.

use std::fmt;

use http::Uri;
use http::uri::{self, Authority, PathAndQuery, Scheme};

use crate::error::{Error, ErrorKind};

/// The URI of an incoming request, with what may not stand in its path percent-encoded.
pub(crate) fn uri(scheme: Option<Scheme>, authority: Option<Authority>, target: &str) -> Uri {
    let path = path_and_query(target);
    let mut parts = uri::Parts::default();
    // An URI with a scheme needs an authority, and one with both needs a path.
    if let (Some(scheme), Some(authority)) = (scheme, authority) {
        parts.scheme = Some(scheme);
        parts.authority = Some(authority);
    }
    parts.path_and_query = Some(path.clone());
    Uri::from_parts(parts).unwrap_or_else(|_| Uri::from(path))
}

fn path_and_query(path: &str) -> PathAndQuery {
    if let Ok(path) = PathAndQuery::try_from(path) {
        return path;
    }
    let mut encoded = String::with_capacity(path.len() + 16);
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/?&=+%:@!$'()*,;".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    PathAndQuery::try_from(encoded).unwrap_or_else(|_| PathAndQuery::from_static("/"))
}

/// Where a request goes to, as a host is told.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) is_https: bool,
    pub(crate) authority: &'a str,
    /// And the query.
    pub(crate) path: &'a str,
}

impl<'a> Target<'a> {
    /// That of a URI, unless no request can be sent to it.
    pub(crate) fn of(uri: &'a Uri) -> Result<Self, Error> {
        let is_https = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(_) => {
                return Err(invalid(
                    Place(uri),
                    "has another scheme than `http://` and `https://`",
                ));
            }
            None => {
                return Err(invalid(
                    Place(uri),
                    "is not absolute; begin it with `http://` or `https://`",
                ));
            }
        };
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            // RFC 9110, 4.2.4. The URI is not named: a password would end in the log.
            let message = "the request's URI has a user in it; send credentials in an \
                           `authorization` field instead";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self { is_https, authority, path })
    }
}

/// In a message, as [`Place`].
impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority)?;
        match self.path.split_once('?') {
            None => f.write_str(self.path),
            Some((path, _)) => write!(f, "{path}?…"),
        }
    }
}

/// A URL in a message: without its query, which may hold a token.
pub(crate) struct Place<'a>(pub(crate) &'a Uri);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scheme) = self.0.scheme_str() {
            write!(f, "{scheme}://")?;
        }
        f.write_str(self.0.authority().map_or("", |authority| authority.as_str()))?;
        f.write_str(self.0.path())?;
        f.write_str(if self.0.query().is_some() { "?…" } else { "" })
    }
}

/// What is told by `Debug` ends in logs, too.
impl fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cold]
pub(crate) fn invalid(uri: impl fmt::Display, why: &str) -> Error {
    Error::new(ErrorKind::InvalidRequest, format!("the request's URI `{uri}` {why}"))
}
