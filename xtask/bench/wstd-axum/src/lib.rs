//! The smallest app, after wstd-axum's documentation.

use axum::Router;
use axum::routing::get;

#[wstd_axum::http_server]
fn main() -> Router {
    Router::new().route("/", get(hello))
}

async fn hello() -> &'static str {
    "Hello, world!"
}
