//! [`Upstream`]: the URL that requests are forwarded to.

use std::fmt;

use http::uri::{Authority, Parts, PathAndQuery, Scheme};
use http::{StatusCode, Uri};

use crate::client::error::Error;
use crate::error::{self, ErrorKind};

#[derive(Clone)]
pub(super) struct Upstream {
    scheme: Scheme,
    authority: Authority,
    /// The path before all others, without a slash at its end.
    prefix: String,
}

impl Upstream {
    pub(super) fn new(url: Uri) -> Result<Self, Error> {
        let prefix = url.path().trim_end_matches('/').to_owned();
        if url.query().is_some() {
            return Err(Error::builder(format!(
                "the upstream's URL has a query, which belongs to requests: use `{prefix}`"
            )));
        }
        match url.into_parts() {
            Parts { scheme: Some(scheme), authority: Some(authority), .. } => {
                Ok(Self { scheme, authority, prefix })
            }
            _ => {
                Err(Error::builder("the upstream's URL has to begin with `http://` or `https://`"))
            }
        }
    }

    /// The upstream's URL with a request's path and query, unchanged.
    pub(super) fn join(&self, uri: &Uri) -> Result<Uri, Error> {
        let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let path = match uri.path_and_query() {
            // `OPTIONS *` is about the upstream as a whole.
            Some(path) if target == "*" || target.starts_with('/') && self.prefix.is_empty() => {
                Ok(path.clone())
            }
            _ => {
                let slash = if target.starts_with('/') { "" } else { "/" };
                PathAndQuery::try_from([&self.prefix, slash, target].concat())
            }
        };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        let too_long = || refused(StatusCode::URI_TOO_LONG, "the path is too long to be forwarded");
        parts.path_and_query = Some(path.map_err(|_| too_long())?);
        Uri::from_parts(parts).map_err(|_| too_long())
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

/// The error for a request that cannot be forwarded.
#[cold]
pub(super) fn refused(status: StatusCode, message: &str) -> Error {
    Error::sending(error::Error::new(ErrorKind::InvalidRequest, message).with_status(status))
}
