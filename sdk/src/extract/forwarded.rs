//! [`Host`] and [`Scheme`]: as proxies report them.
#![allow(deprecated)]

use std::convert::Infallible;

use http::HeaderName;
use http::header::{FORWARDED, HOST};

use super::rejection::{composite, rejection};
use super::{FromRequestParts, OptionalFromRequestParts};
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
#[deprecated = "use `Authority`, unless a proxy replaces the forwarded fields"]
#[derive(Clone, Debug)]
pub struct Host(pub String);

impl<S> FromRequestParts<S> for Host {
    type Rejection = HostRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HostRejection> {
        Ok(host(parts).ok_or(FailedToResolveHost)?)
    }
}

impl<S> OptionalFromRequestParts<S> for Host {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(host(parts))
    }
}

fn host(parts: &Parts) -> Option<Host> {
    let named = forwarded(parts, "host")
        .or_else(|| field(parts, &HeaderName::from_static("x-forwarded-host")))
        .or_else(|| field(parts, &HOST));
    named.or_else(|| of_uri(parts)).map(Host)
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
#[deprecated = "use the URI's scheme, unless a proxy replaces the forwarded fields"]
#[derive(Clone, Debug)]
pub struct Scheme(pub String);

impl<S> FromRequestParts<S> for Scheme {
    type Rejection = SchemeMissing;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SchemeMissing> {
        let named = forwarded(parts, "proto")
            .or_else(|| field(parts, &HeaderName::from_static("x-forwarded-proto")))
            .or_else(|| parts.uri.scheme_str().map(str::to_owned));
        named.map(Self).ok_or(SchemeMissing)
    }
}

fn field(parts: &Parts, name: &HeaderName) -> Option<String> {
    Some(parts.header(name)?.to_str().ok()?.to_owned())
}

/// A parameter of the first proxy, which is the nearest to the client.
fn forwarded(parts: &Parts, name: &str) -> Option<String> {
    let value = field(parts, &FORWARDED)?;
    let first = value.split(',').next()?;
    first.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let is_it = key.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().trim_matches('"').to_owned())
    })
}

rejection! {
    /// The request does not say which host was asked for.
    pub struct FailedToResolveHost: BAD_REQUEST, "the `host` field is missing";

    /// The request does not say which scheme was asked for.
    pub struct SchemeMissing: BAD_REQUEST, "the scheme of the request is missing";
}

composite! {
    /// A rejection of [`Host`].
    pub enum HostRejection { FailedToResolveHost }
}
