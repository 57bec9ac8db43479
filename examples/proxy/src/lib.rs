//! Forwards every request to an upstream, which is given at start as `UPSTREAM`.
//!
//! Bodies pass both ways as they come, the host moves their bytes, and trailers are kept.

use doorway::http::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE,
    TRANSFER_ENCODING, UPGRADE,
};
use doorway::http::uri::{PathAndQuery, Uri};
use doorway::{Error, Request, Response, client, http_handler};

#[http_handler]
async fn proxy(request: Request) -> Result<Response, Error> {
    let upstream = std::env::var("UPSTREAM").map_err(|_| {
        Error::other("start the host with the environment variable UPSTREAM=http://host:port")
    })?;
    let mut request = request;
    *request.uri_mut() = target(&upstream, request.uri())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_path_and_query() {
        let uri = target("http://127.0.0.1:9000", &Uri::from_static("/a/b?c=d")).unwrap();
        assert_eq!(uri, "http://127.0.0.1:9000/a/b?c=d");
    }

    #[test]
    fn asks_for_trailers_if_the_client_does() {
        let mut headers = HeaderMap::new();
        assert!(!takes_trailers(&headers));
        headers.append(TE, HeaderValue::from_static("gzip;q=0.5"));
        assert!(!takes_trailers(&headers));
        headers.append(TE, HeaderValue::from_static("deflate, trailers"));
        assert!(takes_trailers(&headers));
    }

    #[test]
    fn strips_what_is_for_one_connection() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("connection", "close, x-mine"),
            ("x-mine", "1"),
            ("te", "trailers"),
            ("keep-alive", "timeout=5"),
            ("accept", "*/*"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        strip_hop_by_hop(&mut headers);
        assert_eq!(headers.len(), 1);
        assert_eq!(headers["accept"], "*/*");
    }
}
