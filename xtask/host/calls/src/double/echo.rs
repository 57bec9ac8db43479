//! What tells in JSON how a request arrived.

use doorway::routing::get;
use doorway::{IntoResponse, Json, Request, Response, Router};
use http::HeaderMap;
use serde_json::{Map, Value, json};

pub(super) fn routes() -> Router {
    Router::new().route("/get", get(async |request| of(request, false).await))
}

/// How a request arrived.
pub(super) async fn of(request: Request, _with_method: bool) -> Response {
    let (parts, _body) = request.into_parts();
    let told = json!({
        "args": pairs(parts.uri.query().unwrap_or_default()),
        "headers": fields(&parts.headers, parts.uri.authority().map_or("", |it| it.as_str())),
        "url": parts.uri.to_string(),
    });
    Json(told).into_response()
}

/// Names as a WSGI server tells them, each with its values in one; `host` is among them.
fn fields(headers: &HeaderMap, host: &str) -> Value {
    let mut told = Map::new();
    told.insert("Host".to_owned(), host.into());
    for name in headers.keys() {
        let values: Vec<_> =
            headers.get_all(name).iter().map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
        told.insert(titled(name.as_str()), values.join(",").into());
    }
    told.into()
}

/// `x-request-id` as `X-Request-Id`.
fn titled(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut word = word.to_owned();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        word
    });
    words.collect::<Vec<_>>().join("-")
}

/// The pairs of a query or form: a name that comes more than once has a list.
fn pairs(text: &str) -> Value {
    let mut told = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = Value::from(value);
        match told.get_mut(name) {
            None => drop(told.insert(name.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    told.into()
}
