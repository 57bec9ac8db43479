//! The smallest app, after spin-sdk's documentation.

use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;

#[http_service]
async fn hello(_request: Request) -> impl IntoResponse {
    "Hello, world!"
}
