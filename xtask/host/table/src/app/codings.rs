//! Layers of tower's that change content codings and bodies.

use doorway::body::Bytes;
use doorway::http::StatusCode;
use doorway::http::header::{ETAG, HeaderMap, IF_NONE_MATCH};
use doorway::response::Assets;
use doorway::routing::{get, post};
use doorway::rust_embed::RustEmbed;
use doorway::tower::from_tower;
use doorway::{Body, Error, IntoResponse, Response, Router};
use tower::Layer;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::AppState;

#[derive(RustEmbed)]
#[folder = "public"]
#[crate_path = "doorway::rust_embed"]
struct Files;

pub(super) fn routes() -> Router<AppState> {
    let packed = Router::new()
        .route("/codings/tagged", get(tagged))
        .nest_service("/codings/files", Assets::<Files>::new())
        .layer(CompressionLayer::new())
        .layer(doorway::middleware::map_response(without_date));
    let unpacked = Router::new()
        .route("/codings/length", post(length))
        .route("/codings/collected", post(collected))
        .layer(RequestDecompressionLayer::new());
    let limited =
        Router::new().route("/codings/limited", post(length)).layer(RequestBodyLimitLayer::new(4));
    let service = CompressionLayer::new().layer(Router::new().route("/", get(tagged)));
    Router::new()
        .merge(packed)
        .merge(unpacked)
        .merge(limited)
        .nest_service("/codings/service", from_tower(service))
}

/// When the files were changed is not the same everywhere.
async fn without_date(mut response: Response) -> Response {
    response.headers_mut().remove("last-modified");
    response
}

/// Of a tag of its own, and long enough to be worth it.
async fn tagged(headers: HeaderMap) -> Response {
    let tag = [(ETAG, "\"v1\"")];
    match headers.get(IF_NONE_MATCH) {
        Some(_) => (StatusCode::NOT_MODIFIED, tag).into_response(),
        None => (tag, "la ".repeat(100)).into_response(),
    }
}

async fn length(body: Bytes) -> String {
    body.len().to_string()
}

async fn collected(body: Body) -> Result<String, Error> {
    Ok(body.collect_up_to(1 << 20).await?.bytes().len().to_string())
}
