//! Statuses.

use std::sync::atomic::{AtomicUsize, Ordering};

use doorway::extract::Path;
use doorway::testing::UpstreamError;
use doorway::{ErrorCode, IntoResponse, Json, Response, Router};
use http::StatusCode;
use http::header::{LOCATION, WWW_AUTHENTICATE};
use serde_json::json;

use super::echo;

pub(super) fn routes() -> Router {
    Router::new().route("/status/{codes}", echo::methods(status))
}

/// One of those that are named.
async fn status(Path(codes): Path<String>) -> Response {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let codes: Vec<&str> = codes.split(',').collect();
    let code = codes[ASKED.fetch_add(1, Ordering::Relaxed) % codes.len()];
    let Some(status) = code.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match status.as_u16() {
        // After one of these there should be a response, and there is none.
        100..200 => UpstreamError(ErrorCode::HttpProtocolError).into_response(),
        301 | 302 | 303 | 305 | 307 => (status, [(LOCATION, "/redirect/1")]).into_response(),
        401 => (status, [(WWW_AUTHENTICATE, r#"Basic realm="Fake Realm""#)]).into_response(),
        402 => (status, "Pay first.").into_response(),
        406 => (status, Json(json!({ "message": "No such type." }))).into_response(),
        418 => {
            let more = [("x-more-info", "http://tools.ietf.org/html/rfc2324")];
            (status, more, "-=[ teapot ]=-").into_response()
        }
        _ => status.into_response(),
    }
}
