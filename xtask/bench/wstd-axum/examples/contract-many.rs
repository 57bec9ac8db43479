//! The contract app with a hundred more routes, which are never hit.

#[path = "contract/routes.rs"]
mod routes;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

#[wstd_axum::http_server]
fn main() -> Router {
    more(routes::routes())
}

fn more(router: Router) -> Router {
    (0..100)
        .fold(router, |router, number| router.route(&format!("/extra/{number}/{{id}}"), get(extra)))
}

async fn extra(Path(id): Path<String>) -> String {
    id
}
