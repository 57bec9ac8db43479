//! The requests that more than one case makes.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Method, Request, Uri};
use http_body_util::Full;

pub(super) const MIB: usize = 1024 * 1024;

/// The headers of a browser, apart from `host`, which a measurement adds: together they are twelve.
const BROWSER: [(&str, &str); 11] = [
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "en-GB,en;q=0.5"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://example.com/"),
    ("cookie", "session=0123456789abcdef; theme=dark"),
    ("upgrade-insecure-requests", "1"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "same-origin"),
    ("priority", "u=0, i"),
];

pub(super) fn get(target: impl AsRef<str>) -> Request<Full<Bytes>> {
    request(Method::GET, target.as_ref(), Bytes::new())
}

pub(super) fn hello_from_a_browser() -> Request<Full<Bytes>> {
    let mut request = get("/hello");
    for (name, value) in BROWSER {
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    request
}

pub(super) fn json(numbers: impl IntoIterator<Item = String>) -> Request<Full<Bytes>> {
    let numbers: Vec<_> = numbers.into_iter().collect();
    let body = format!(r#"{{"name":"abc","values":[{}]}}"#, numbers.join(","));
    let mut request = request(Method::POST, "/json", body.into());
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    request
}

pub(super) fn echo(bytes: usize) -> Request<Full<Bytes>> {
    request(Method::POST, "/echo", vec![b'x'; bytes].into())
}

pub(super) fn proxy(url: &str) -> Request<Full<Bytes>> {
    get(format!("/proxy?url={url}"))
}

fn request(method: Method, target: &str, body: Bytes) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    // The targets are those of this module's users, and valid.
    *request.uri_mut() = Uri::try_from(target).unwrap_or_default();
    request
}
