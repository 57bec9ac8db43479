//! Where requests go: what routes are matched with, and what handlers see of it.

use doorway::Router;
use doorway::extract::{MatchedPath, OriginalUri, Path, Request};
use doorway::http::Uri;
use doorway::middleware::{Next, from_fn};
use doorway::response::{IntoResponse, Response};
use doorway::routing::get;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let nested = Router::new()
        .route("/in", get(views))
        .route("/in/{*rest}", get(views))
        .layer(from_fn(mark));
    Router::new()
        .route("/targets/{*rest}", get(views))
        .layer(from_fn(mark))
        .route("/targets/rest/{*rest}", get(async |Path(rest): Path<String>| rest))
        .nest("/targets-of/{id}", nested)
}

/// Tells that a middleware saw the request.
async fn mark(request: Request, next: Next) -> Response {
    let length = request.uri().path().len().to_string();
    ([("x-seen", length)], next.run(request).await).into_response()
}

async fn views(uri: Uri, OriginalUri(original): OriginalUri, matched: MatchedPath) -> String {
    let query = uri.query().map_or(0, str::len);
    format!("{} {} {query} {}", uri.path().len(), original.path().len(), matched.as_str())
}
