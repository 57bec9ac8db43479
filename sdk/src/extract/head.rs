//! Extractors that take a part of the head as it is.

use std::convert::Infallible;
use std::fmt;

use http::uri::Authority;
use http::{Extensions, HeaderMap, Method, Uri, Version, header};

use super::rejection::{composite, rejection};
use super::wrapper::of_parts;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;
use crate::target::RedactedUri;

of_parts! {
    /// The method.
    Method: Infallible => |parts| Ok(parts.method.clone());

    /// The URI; in a nested router without the prefix it is nested at.
    Uri: Infallible => |parts| Ok(Uri::clone(&parts.uri));

    /// Always HTTP/1.1: `wasi:http` does not tell the version.
    Version: Infallible => |_parts| Ok(Version::HTTP_11);

    /// All header fields. To read a few of them costs less.
    HeaderMap: Infallible => |parts| Ok(HeaderMap::clone(&parts.headers));

    /// The extensions, which travel with the request.
    Extensions: Infallible => |parts| Ok(Extensions::clone(&parts.extensions));

    /// The URI as the client sent it; in a nested router with the prefix it is nested at.
    OriginalUri: Infallible => |parts| Ok(Self(parts.original_uri()));

    /// The host that the request was sent to, by the URI or else by the `host` field.
    Authority: AuthorityRejection => |parts| Ok(authority(parts)?.ok_or(AuthorityMissing)?);
}

/// The head, in http's own type.
impl<S> FromRequestParts<S> for http::request::Parts {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let (mut all, ()) = http::Request::new(()).into_parts();
        all.method = parts.method.clone();
        all.uri = Uri::clone(&parts.uri);
        all.version = parts.version;
        all.headers = HeaderMap::clone(&parts.headers);
        all.extensions = Extensions::clone(&parts.extensions);
        Ok(all)
    }
}

/// The URI as the client sent it, also where [`Uri`] is that of a nested router, without the prefix
/// it is nested at.
///
/// # Examples
///
/// ```
/// use doorway::extract::OriginalUri;
///
/// async fn whole_path(OriginalUri(uri): OriginalUri) -> String {
///     uri.path().to_owned()
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct OriginalUri(pub Uri);

/// Without the query, which may be secret.
impl fmt::Debug for OriginalUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OriginalUri").field(&RedactedUri(&self.0)).finish()
    }
}

impl std::ops::Deref for OriginalUri {
    type Target = Uri;

    fn deref(&self) -> &Uri {
        &self.0
    }
}

/// `None` if the request does not say.
impl<S> OptionalFromRequestParts<S> for Authority {
    type Rejection = InvalidAuthority;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &S,
    ) -> Result<Option<Self>, InvalidAuthority> {
        authority(parts)
    }
}

fn authority(parts: &Parts) -> Result<Option<Authority>, InvalidAuthority> {
    let authority = match parts.uri.authority() {
        Some(authority) => authority.clone(),
        None => match parts.header(&header::HOST) {
            Some(host) => Authority::try_from(host.as_bytes()).map_err(|_| InvalidAuthority)?,
            None => return Ok(None),
        },
    };
    // User information has no place there (RFC 9110, 7.2), and hosts let it pass.
    if authority.as_str().contains('@') {
        return Err(InvalidAuthority);
    }
    Ok(Some(authority))
}

rejection! {
    /// The request does not say whom it was sent to.
    pub struct AuthorityMissing: BAD_REQUEST, "the `host` field is missing";

    /// The `host` field is not a host, with or without a port.
    pub struct InvalidAuthority: BAD_REQUEST, "the `host` field is not a host";
}

composite! {
    /// The rejection of [`Authority`](http::uri::Authority).
    pub enum AuthorityRejection { AuthorityMissing, InvalidAuthority }
}
