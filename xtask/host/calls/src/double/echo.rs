//! Echoes of requests as JSON.

use std::hash::{BuildHasher, RandomState};

use doorway::routing::{MethodRouter, delete, get, patch, post, put};
use doorway::{Error, Json, Request, Router};
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};

use super::field;
use super::seen::{Seen, by_name, headers, pairs};

pub(super) const GET: &[&str] = &["args", "headers", "origin", "url"];
const POST: &[&str] = &["args", "data", "files", "form", "headers", "json", "origin", "url"];
const ANYTHING: &[&str] =
    &["args", "data", "files", "form", "headers", "json", "method", "origin", "url"];

pub(super) fn routes() -> Router {
    Router::new()
        .route("/get", get(async |request| tell(request, GET).await).options(options))
        .route("/post", post(async |request| tell(request, POST).await))
        .route("/put", put(async |request| tell(request, POST).await))
        .route("/patch", patch(async |request| tell(request, POST).await))
        .route("/delete", delete(async |request| tell(request, POST).await))
        .route("/anything", anything())
        .route("/anything/{*rest}", anything())
        .route("/headers", get(async |request| Json(json!({ "headers": headers(&request) }))))
        .route("/ip", get(|| async { Json(json!({ "origin": "127.0.0.1" })) }))
        .route("/user-agent", get(user_agent))
        .route("/uuid", get(uuid))
        .route("/response-headers", get(response_headers).post(response_headers))
}

/// How a request arrived.
pub(super) async fn tell(request: Request, names: &[&str]) -> Result<Json<Value>, Error> {
    Ok(Json(Seen::of(request).await?.tell(names)))
}

/// The methods that most pages are for.
pub(super) fn methods<H, T>(handler: H) -> MethodRouter
where
    H: doorway::Handler<T, ()> + Clone,
    T: 'static,
{
    get(handler.clone())
        .post(handler.clone())
        .put(handler.clone())
        .patch(handler.clone())
        .delete(handler.clone())
        .trace(handler)
}

fn anything() -> MethodRouter {
    methods(async |request| tell(request, ANYTHING).await)
}

async fn options() -> [(&'static str, &'static str); 1] {
    [("allow", "HEAD, GET, OPTIONS")]
}

async fn user_agent(request: Request) -> Json<Value> {
    Json(json!({ "user-agent": field(&request, "user-agent") }))
}

async fn uuid() -> Json<Value> {
    let hash = || RandomState::new().hash_one(0);
    let text = format!("{:016x}{:016x}", hash(), hash());
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    Json(json!({ "uuid": parts.join("-") }))
}

/// The fields that the query names.
async fn response_headers(request: Request) -> (HeaderMap, Json<Value>) {
    let mut fields = HeaderMap::new();
    if let Value::Object(pairs) = pairs(request.uri().query().unwrap_or_default()) {
        for (name, value) in pairs {
            let Ok(name) = HeaderName::try_from(name) else { continue };
            let values = match value {
                Value::Array(values) => values,
                value => vec![value],
            };
            let values = values.iter().filter_map(Value::as_str);
            for value in values.filter_map(|value| HeaderValue::try_from(value).ok()) {
                fields.append(&name, value);
            }
        }
    }
    let told = by_name(&fields).map(|(name, mut values)| {
        let value = if values.len() == 1 { values.remove(0).into() } else { values.into() };
        (name.to_owned(), value)
    });
    let told = told.collect::<Map<String, Value>>();
    (fields, Json(told.into()))
}
