//! Conditions and what may be kept.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Error, IntoResponse, Request, Response, Router};
use http::StatusCode;
use http::header::{CACHE_CONTROL, ETAG, LAST_MODIFIED};

use super::{echo, field};

pub(super) fn routes() -> Router {
    Router::new()
        .route("/cache", get(cache))
        .route("/cache/{seconds}", get(cache_for))
        .route("/etag/{etag}", get(etag))
}

async fn cache(request: Request) -> Result<Response, Error> {
    if ["if-modified-since", "if-none-match"].iter().any(|name| !field(&request, name).is_empty()) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let fields = [(LAST_MODIFIED, "Sun, 06 Nov 1994 08:49:37 GMT"), (ETAG, "3f1a")];
    Ok((fields, echo::tell(request, echo::GET).await?).into_response())
}

async fn cache_for(Path(seconds): Path<u32>, request: Request) -> Result<Response, Error> {
    let fields = [(CACHE_CONTROL, format!("public, max-age={seconds}"))];
    Ok((fields, echo::tell(request, echo::GET).await?).into_response())
}

async fn etag(Path(etag): Path<String>, request: Request) -> Result<Response, Error> {
    let is_in = |list: &str| {
        let tags = list.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'));
        tags.into_iter().any(|tag| tag == etag || tag == "*")
    };
    let (none_match, matching) = (field(&request, "if-none-match"), field(&request, "if-match"));
    if is_in(none_match) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    if none_match.is_empty() && !matching.is_empty() && !is_in(matching) {
        return Ok(StatusCode::PRECONDITION_FAILED.into_response());
    }
    Ok(([(ETAG, etag)], echo::tell(request, echo::GET).await?).into_response())
}
