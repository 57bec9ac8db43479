//! Upstreams of tests.

use http::uri::Scheme;
use http::{StatusCode, Uri};

use crate::backend::native::upstreams::{Failure, Origin};
use crate::error::ErrorCode;
use crate::response::{IntoResponse, Response};

/// A failure of an [upstream](super::TestClient::upstream): its caller gets an error with this code
/// in place of a response.
///
/// # Examples
///
/// An upstream that is reached at the second attempt:
///
/// ```
/// use doorway::testing::{TestClient, UpstreamError};
/// use doorway::{ErrorCode, Request, client};
/// use std::cell::Cell;
///
/// async fn app(_: Request) -> Result<client::Response, client::Error> {
///     match client::get("https://api.example/").send().await {
///         Err(error) if error.is_connect() => client::get("https://api.example/").send().await,
///         result => result,
///     }
/// }
///
/// let attempts = Cell::new(0);
/// let api = move |_: Request| {
///     attempts.set(attempts.get() + 1);
///     let is_up = attempts.get() > 1;
///     async move { if is_up { Ok("up") } else { Err(UpstreamError(ErrorCode::ConnectionRefused)) } }
/// };
/// let client = TestClient::new(app).upstream("https://api.example", api);
/// assert_eq!(client.get("/").send().text(), "up");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamError(pub ErrorCode);

/// A 502, if anything but an upstream returns it.
impl IntoResponse for UpstreamError {
    fn into_response(self) -> Response {
        let mut response = StatusCode::BAD_GATEWAY.into_response();
        response.extensions_mut().insert(Failure(self.0));
        response
    }
}

/// The origin of a URL without a path.
#[track_caller]
pub(super) fn origin(url: &str) -> Origin {
    let uri = url.parse::<Uri>().ok().filter(|uri| {
        let scheme = uri.scheme();
        let is_web = scheme == Some(&Scheme::HTTP) || scheme == Some(&Scheme::HTTPS);
        is_web && uri.path() == "/" && uri.query().is_none() && !url.contains(['@', '#'])
    });
    match uri.as_ref().and_then(Origin::of) {
        Some(origin) => origin,
        None => panic!(
            "`{url}` should be `http://` or `https://` with a host and maybe a port, and no more"
        ),
    }
}
