//! Credentials.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use doorway::extract::Path;
use doorway::routing::get;
use doorway::{IntoResponse, Json, Request, Response, Router};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use super::field;

pub(super) fn routes() -> Router {
    Router::new()
        .route("/basic-auth/{user}/{password}", get(basic))
        .route("/hidden-basic-auth/{user}/{password}", get(hidden_basic))
        .route("/digest-auth/{qop}/{user}/{password}", get(digest))
        .route("/bearer", get(bearer))
}

/// The answer to these credentials only.
fn if_basic(request: &Request, user: &str, password: &str) -> Option<Response> {
    let credentials = STANDARD.decode(field(request, "authorization").strip_prefix("Basic ")?);
    let is_right = credentials.ok()? == format!("{user}:{password}").as_bytes();
    is_right.then(|| Json(json!({ "authenticated": true, "user": user })).into_response())
}

type Names = Path<(String, String)>;

async fn basic(Path((user, password)): Names, request: Request) -> Response {
    if_basic(&request, &user, &password).unwrap_or_else(|| {
        let challenge = [(WWW_AUTHENTICATE, r#"Basic realm="Fake Realm""#)];
        (StatusCode::UNAUTHORIZED, challenge).into_response()
    })
}

async fn hidden_basic(Path((user, password)): Names, request: Request) -> Response {
    let answer = if_basic(&request, &user, &password);
    answer.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// There is no way in.
async fn digest() -> Response {
    let challenge = r#"Digest realm="double", nonce="1", qop="auth", opaque="2", algorithm=MD5"#;
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, challenge)]).into_response()
}

async fn bearer(request: Request) -> Response {
    match field(&request, "authorization").strip_prefix("Bearer ") {
        Some(token) => Json(json!({ "authenticated": true, "token": token })).into_response(),
        None => (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")]).into_response(),
    }
}
