//! The contract app.

#[path = "contract/routes.rs"]
mod routes;

#[wstd_axum::http_server]
fn main() -> axum::Router {
    routes::routes()
}
