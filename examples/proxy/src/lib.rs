//! Forwards every request to an upstream, which is given at start as `UPSTREAM`.
//!
//! Bodies pass both ways as they come, the host moves their bytes, and trailers are kept.

use doorway::http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRANSFER_ENCODING, UPGRADE,
};
use doorway::http::uri::{PathAndQuery, Uri};
use doorway::{Error, Request, Response, client, http_handler};

#[cfg(test)]
mod tests;

#[http_handler]
async fn proxy(request: Request) -> Result<Response, Error> {
    let upstream = std::env::var("UPSTREAM").map_err(|_| {
        Error::other("start the host with the environment variable UPSTREAM=http://host:port")
    })?;
    forward(request, &upstream).await
}

async fn forward(mut request: Request, upstream: &str) -> Result<Response, Error> {
    *request.uri_mut() = target(upstream, request.uri())?;
    let takes_trailers = takes_trailers(request.headers());
    strip_hop_by_hop(request.headers_mut());
    if takes_trailers {
        // Many upstreams send trailers only then, and here they are passed on.
        request.headers_mut().insert(TE, HeaderValue::from_static("trailers"));
    }
    let mut response = client::send(request).await?;
    strip_hop_by_hop(response.headers_mut());
    Ok(response)
}

/// The upstream's URI with the path and query of the request's.
fn target(upstream: &str, uri: &Uri) -> Result<Uri, Error> {
    let mut target = upstream.parse::<Uri>().map_err(Error::other)?.into_parts();
    let path = uri.path_and_query().cloned();
    target.path_and_query = path.or_else(|| Some(PathAndQuery::from_static("/")));
    Uri::from_parts(target).map_err(Error::other)
}

/// Whether the client says that it takes trailers
/// ([RFC 9110, 10.1.4](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.4)).
fn takes_trailers(headers: &HeaderMap) -> bool {
    let values = headers.get_all(TE).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|coding| coding.trim().eq_ignore_ascii_case("trailers"))
}

/// Removes what is meant for one connection only (RFC 9110, 7.6.1): the fields of that kind, and
/// those that `connection` names.
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in
        [CONNECTION, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE]
    {
        headers.remove(name);
    }
    for name in ["keep-alive", "proxy-connection"] {
        headers.remove(name);
    }
}
