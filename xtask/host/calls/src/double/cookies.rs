//! Cookies: what is set, and what came back.

use doorway::extract::Path;
use doorway::response::AppendHeaders;
use doorway::routing::get;
use doorway::{IntoResponse, Json, Request, Response, Router};
use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};
use serde_json::{Map, Value, json};

use super::{field, pairs};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/cookies", get(cookies))
        .route("/cookies/set", get(async |request| set(&pairs(&request))))
        .route("/cookies/set/{name}/{value}", get(async |Path(pair)| set(&[pair])))
        .route("/cookies/delete", get(delete))
}

async fn cookies(request: Request) -> Json<Value> {
    let cookies = field(&request, "cookie").split("; ").filter_map(|cookie| cookie.split_once('='));
    let cookies = cookies.map(|(name, value)| (name.to_owned(), value.trim_matches('"').into()));
    Json(json!({ "cookies": cookies.collect::<Map<_, _>>() }))
}

fn set(pairs: &[(String, String)]) -> Response {
    leading_back(pairs.iter().map(|(name, value)| format!("{name}={value}; Path=/")))
}

async fn delete(request: Request) -> Response {
    let past = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/";
    leading_back(pairs(&request).iter().map(|(name, _)| format!("{name}=; {past}")))
}

/// To the list of cookies.
fn leading_back(cookies: impl Iterator<Item = String>) -> Response {
    let cookies = cookies.map(|cookie| (SET_COOKIE, cookie)).collect::<Vec<_>>();
    (StatusCode::FOUND, [(LOCATION, "/cookies")], AppendHeaders(cookies)).into_response()
}
