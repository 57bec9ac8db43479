//! The parts of a head: the method, the URI, the header fields.

use doorway::extract::{MatchedPath, OriginalUri, Path, TypedHeader};
use doorway::headers::Host;
use doorway::http::uri::Authority;
use doorway::http::{HeaderMap, HeaderValue, Method, Uri, Version, request};
use doorway::routing::{any, get};
use doorway::{Request, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/head/method", any(async |method: Method| method.to_string()))
        .route("/head/uri", get(async |uri: Uri| uri.to_string()))
        .route("/head/uri/{*rest}", get(async |uri: Uri| uri.to_string()))
        .route("/head/original", get(async |OriginalUri(uri): OriginalUri| uri.to_string()))
        .route("/head/version", get(async |version: Version| format!("{version:?}")))
        .route("/head/fields", get(fields))
        .route("/head/field/{name}", get(field))
        .route("/head/host", get(async |TypedHeader(host): TypedHeader<Host>| host.to_string()))
        .route("/head/count", get(count))
        .route("/head/parts", any(parts))
        .route("/head/authority", get(async |authority: Authority| authority.to_string()))
        .route("/head/perhaps-authority", get(perhaps_authority))
        .route("/head/matched/{id}/{*rest}", get(matched))
        .route("/head/request", any(request))
        .route("/head/sixteen/{id}", any(sixteen))
}

/// The values of `x-field`.
async fn fields(headers: HeaderMap) -> String {
    values(&headers, "x-field")
}

/// The values of any field.
async fn field(Path(name): Path<String>, headers: HeaderMap) -> String {
    values(&headers, &name)
}

/// The values of a field, as Rust would write them.
fn values(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter();
    let values = values.map(|value| value.as_bytes().escape_ascii().to_string());
    values.collect::<Vec<_>>().join("|")
}

async fn count(headers: HeaderMap) -> String {
    let fields = headers.keys().filter(|name| name.as_str().starts_with("x-"));
    fields.count().to_string()
}

async fn parts(parts: request::Parts) -> String {
    let field = parts.headers.get("x-field").and_then(|value| value.to_str().ok());
    format!("{} {} {}", parts.method, parts.uri.path(), field.unwrap_or("-"))
}

async fn perhaps_authority(authority: Option<Authority>) -> String {
    authority.map_or_else(|| "none".to_owned(), |authority| authority.host().to_owned())
}

async fn matched(path: MatchedPath) -> String {
    path.as_str().to_owned()
}

async fn request(request: Request) -> String {
    let field = request.headers().get("x-field").map(HeaderValue::len);
    format!("{} {} {field:?}", request.method(), request.uri().path())
}

#[allow(clippy::too_many_arguments)]
async fn sixteen(
    a: Method,
    b: Uri,
    c: Version,
    d: HeaderMap,
    e: MatchedPath,
    f: OriginalUri,
    g: Authority,
    h: Method,
    i: Uri,
    j: Version,
    k: HeaderMap,
    l: MatchedPath,
    m: OriginalUri,
    n: Authority,
    o: Option<Authority>,
    body: String,
) -> String {
    let alike = (a == h, b == i, c == j, d == k, e.as_str() == l.as_str(), f == m, g == n);
    format!("{} {body}", alike == (true, true, true, true, true, true, true) && o == Some(n))
}
