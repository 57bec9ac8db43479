//! The contract app with a hundred more routes, which are never hit.

#[path = "contract/routes.rs"]
mod routes;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;
use tower_service::Service;

#[http_service]
async fn contract(request: Request) -> impl IntoResponse {
    more(routes::routes()).call(request).await
}

fn more(router: Router) -> Router {
    (0..100)
        .fold(router, |router, number| router.route(&format!("/extra/{number}/{{id}}"), get(extra)))
}

async fn extra(Path(id): Path<String>) -> String {
    id
}
