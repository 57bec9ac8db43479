//! The contract app.

#[path = "contract/routes.rs"]
mod routes;

use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;
use tower_service::Service;

#[http_service]
async fn contract(request: Request) -> impl IntoResponse {
    routes::routes().call(request).await
}
