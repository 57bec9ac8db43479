//! [`ConnectInfo`]: the socket of the client, of which a component knows nothing.
//!
//! No host of `wasi:http` tells a component where a connection comes from: it is the host's, or that of
//! a proxy before it. The address of a client is in the field `forwarded`
//! ([RFC 7239](https://www.rfc-editor.org/rfc/rfc7239)) or `x-forwarded-for`, if the proxy adds one; only
//! the last entry is that proxy's own, and whatever stands before it is the client's claim.
//!
//! The names are here so that code for axum compiles: its extractor is answered with 500 and a line on
//! stderr, unless a [`MockConnectInfo`] has a value for it.

use std::convert::Infallible;

use super::rejection::{composite, rejection};
use super::wrapper::wrapper;
use super::{FromRequestParts, OptionalFromRequestParts};
use crate::request::Parts;

pub use crate::router::connect_info::IntoMakeServiceWithConnectInfo;

/// An extractor of the client's socket, which works in tests: with a [`MockConnectInfo`], or an
/// extension of this type.
///
/// `Option<ConnectInfo<T>>` is `None` elsewhere.
///
/// # Examples
///
/// ```
/// use doorway::extract::connect_info::{ConnectInfo, MockConnectInfo};
/// use doorway::{Router, routing::get, testing::TestClient};
/// use std::net::SocketAddr;
///
/// async fn address(ConnectInfo(address): ConnectInfo<SocketAddr>) -> String {
///     address.to_string()
/// }
///
/// let app: Router = Router::new().route("/", get(address));
/// let mocked = app.clone().layer(MockConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4711))));
/// assert_eq!(TestClient::new(mocked).get("/").send().text(), "192.0.2.1:4711");
/// assert_eq!(TestClient::new(app).get("/").send().status(), 500);
/// ```
///
/// # Errors
///
/// [`MissingConnectInfo`]: 500 without a mock, since
/// [no host tells](self) the address.
#[derive(Clone, Copy, Debug)]
#[doc(alias("client ip", "peer_addr", "remote_addr"))]
pub struct ConnectInfo<T>(pub T);

wrapper!(ConnectInfo);

/// A layer that gives a value to [`ConnectInfo`], for tests.
///
/// # Examples
///
/// ```
/// use doorway::extract::connect_info::{ConnectInfo, MockConnectInfo};
/// use doorway::{Router, routing::get, testing::TestClient};
/// use std::net::SocketAddr;
///
/// async fn whoami(ConnectInfo(address): ConnectInfo<SocketAddr>) -> String {
///     address.to_string()
/// }
///
/// let address = SocketAddr::from(([127, 0, 0, 1], 9000));
/// let app: Router = Router::new().route("/", get(whoami)).layer(MockConnectInfo(address));
/// assert_eq!(TestClient::new(app).get("/").send().text(), "127.0.0.1:9000");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MockConnectInfo<T>(pub T);

impl<T: Clone + Send + Sync + 'static> ConnectInfo<T> {
    fn of(parts: &mut Parts) -> Option<Self> {
        let extensions = parts.extensions.added();
        let mock = || extensions.get::<MockConnectInfo<T>>().map(|mock| Self(mock.0.clone()));
        extensions.get::<Self>().cloned().or_else(mock)
    }
}

impl<S, T: Clone + Send + Sync + 'static> FromRequestParts<S> for ConnectInfo<T> {
    type Rejection = ConnectInfoRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ConnectInfoRejection> {
        Ok(Self::of(parts).ok_or(MissingConnectInfo)?)
    }
}

impl<S, T: Clone + Send + Sync + 'static> OptionalFromRequestParts<S> for ConnectInfo<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Self::of(parts))
    }
}

rejection! {
    /// The address of the client is not known: no host tells it.
    pub struct MissingConnectInfo: INTERNAL_SERVER_ERROR,
        "a component has no socket, and no host tells it the address of its client: read `forwarded` or \
         `x-forwarded-for`, as a proxy that you trust adds them, or use `MockConnectInfo` in tests";
}

composite! {
    /// A rejection of [`ConnectInfo`].
    pub enum ConnectInfoRejection { MissingConnectInfo }
}

/// A type that is made of a connection. Nothing calls it here, as there is no connection.
///
/// # Examples
///
/// ```
/// use doorway::extract::connect_info::Connected;
///
/// #[derive(Clone)]
/// struct Peer(&'static str);
///
/// impl Connected<&'static str> for Peer {
///     fn connect_info(stream: &'static str) -> Self {
///         Self(stream)
///     }
/// }
///
/// assert_eq!(Peer::connect_info("a socket of tests").0, "a socket of tests");
/// ```
pub trait Connected<T>: Clone + Send + Sync + 'static {
    /// Creates the value for a connection.
    fn connect_info(stream: T) -> Self;
}
