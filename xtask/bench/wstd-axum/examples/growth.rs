//! An app that prepares what the features of `bench-growth` say.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

#[wstd_axum::http_server]
fn main() -> Router {
    let router = Router::new().route("/hello", get(ask));
    bench_growth::paths().fold(router, |router, path| router.route(&path, get(item)))
}

async fn ask() -> String {
    bench_growth::answer()
}

async fn item(Path(id): Path<String>) -> String {
    id
}
