//! Files that are part of the program.

use doorway::extract::Path;
use doorway::middleware::map_response;
use doorway::response::Assets;
use doorway::routing::get;
use doorway::rust_embed::RustEmbed;
use doorway::{Response, Router};

use super::AppState;

#[derive(RustEmbed)]
#[folder = "public"]
#[crate_path = "doorway::rust_embed"]
struct Files;

pub(super) fn routes() -> Router<AppState> {
    let paged = Assets::<Files>::new().not_found("404.html").cache_control("max-age=60");
    Router::new()
        .nest_service("/static", Assets::<Files>::new())
        .nest_service("/paged", paged.cache_control_in("docs/", "no-cache"))
        .nest_service("/spa", Assets::<Files>::new().fallback("index.html"))
        .route("/files/{*path}", get(Assets::<Files>::new()))
        .route("/unlisted/{name}", get(async |Path(_): Path<String>| "a route goes first"))
        // When the files were changed is not the same everywhere.
        .layer(map_response(async |mut response: Response| {
            response.headers_mut().remove("last-modified");
            response
        }))
}
