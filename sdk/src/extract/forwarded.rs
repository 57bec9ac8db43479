//! [`Host`] and [`Scheme`]: as proxies report them.
#![allow(deprecated)]

use std::error::Error;
use std::fmt;

use http::header::{FORWARDED, HOST};
use http::{HeaderName, HeaderValue};

use super::rejection::{composite, rejection};
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::parameters::forwarded::{Malformed, of_first};
use crate::request::Parts;

/// The host that a client asked for, by the first of these that the request has: `host` in the field
/// `forwarded` ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)), `x-forwarded-host`, `host`, the
/// URI.
///
/// A client can send the first two, too, and name any host: a proxy in front of the app has to
/// replace them. [`Authority`](http::uri::Authority) is the host that the request was sent to.
///
/// # Examples
///
/// ```
/// # #![allow(deprecated)]
/// use doorway::extract::Host;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
///
/// async fn host(Host(host): Host) -> String {
///     host
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(host)));
/// assert_eq!(client.get("/").send().text(), "test.local");
/// let forwarded = client.get("/").header("x-forwarded-host", "example.com");
/// assert_eq!(forwarded.send().text(), "example.com");
/// ```
///
/// # Errors
///
/// [`HostRejection`]: 400 if the request does not have it, or the first of the fields that are there
/// is malformed: the next one may be the client's. `Option<Host>` is `None` in the first case alone.
#[deprecated = "use `Authority`, unless a proxy replaces the forwarded fields"]
#[derive(Clone, Debug)]
pub struct Host(pub String);

impl<S> FromRequestParts<S> for Host {
    type Rejection = HostRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HostRejection> {
        match host(parts) {
            Ok(Some(host)) => Ok(Self(host)),
            Ok(None) => Err(FailedToResolveHost::new(NOWHERE).into()),
            Err(unreadable) => Err(FailedToResolveHost::new(unreadable).into()),
        }
    }
}

impl<S> OptionalFromRequestParts<S> for Host {
    type Rejection = HostRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, HostRejection> {
        Ok(host(parts).map_err(FailedToResolveHost::new)?.map(Self))
    }
}

fn host(parts: &Parts) -> Result<Option<String>, Unreadable> {
    let named = match of_proxy(parts, "host", &HeaderName::from_static("x-forwarded-host"))? {
        None => text(parts, &HOST)?,
        named => named,
    };
    Ok(named.or_else(|| of_uri(parts)))
}

fn of_uri(parts: &Parts) -> Option<String> {
    let authority = parts.uri.authority()?.as_str();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(host.to_owned())
}

/// The scheme of the URI that a client asked for, by the first of these that the request has: `proto`
/// in the field `forwarded` ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)),
/// `x-forwarded-proto`, the URI.
///
/// A client can send the first two, too: a proxy in front of the app has to replace them.
///
/// # Examples
///
/// ```
/// # #![allow(deprecated)]
/// use doorway::extract::Scheme;
/// use doorway::testing::TestClient;
/// use doorway::{Router, routing::get};
///
/// async fn scheme(Scheme(scheme): Scheme) -> String {
///     scheme
/// }
///
/// let client = TestClient::new(Router::new().route("/", get(scheme)));
/// let forwarded = client.get("/").header("forwarded", "proto=https;host=example.com");
/// assert_eq!(forwarded.send().text(), "https");
/// ```
///
/// # Errors
///
/// [`SchemeMissing`]: 400 if the request does not have it, or the first of the fields that are there
/// is malformed.
#[deprecated = "use the URI's scheme, unless a proxy replaces the forwarded fields"]
#[derive(Clone, Debug)]
pub struct Scheme(pub String);

impl<S> FromRequestParts<S> for Scheme {
    type Rejection = SchemeMissing;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SchemeMissing> {
        let other = HeaderName::from_static("x-forwarded-proto");
        let named = of_proxy(parts, "proto", &other).map_err(SchemeMissing::new)?;
        let scheme = named.or_else(|| parts.uri.scheme_str().map(str::to_owned));
        scheme.map(Self).ok_or_else(|| SchemeMissing::new(NOWHERE))
    }
}

/// A parameter of `forwarded`, or else the other field.
fn of_proxy(parts: &Parts, name: &str, other: &HeaderName) -> Result<Option<String>, Unreadable> {
    let lines = parts.header_values(&FORWARDED);
    match of_first(lines.iter().map(HeaderValue::as_bytes), name) {
        Ok(None) => text(parts, other),
        Ok(named) => Ok(named),
        // The other field may be the client's.
        Err(Malformed) => Err(Unreadable(FORWARDED)),
    }
}

fn text(parts: &Parts, name: &HeaderName) -> Result<Option<String>, Unreadable> {
    let Some(value) = parts.header(name) else { return Ok(None) };
    match value.to_str() {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(_) => Err(Unreadable(name.clone())),
    }
}

/// A field that is there, but malformed.
#[derive(Debug)]
struct Unreadable(HeaderName);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the `{}` field is malformed", self.0)
    }
}

impl Error for Unreadable {}

/// No field is there, and the URI does not have it.
const NOWHERE: &str = "neither a field nor the URI has it";

rejection! {
    /// The request does not say which host was asked for, or a field that says it is malformed.
    pub struct FailedToResolveHost(shown): BAD_REQUEST, "the host of the request is not known";

    /// The request does not say which scheme was asked for, or a field that says it is malformed.
    pub struct SchemeMissing(shown): BAD_REQUEST, "the scheme of the request is not known";
}

composite! {
    /// A rejection of [`Host`].
    pub enum HostRejection { FailedToResolveHost }
}
