//! An axum app whose OpenAPI document aide makes.

use aide::axum::ApiRouter;
use aide::axum::routing::post;
use aide::openapi::{Info, OpenApi};
use axum::routing::get;
use axum::{Extension, Json, Router};
use doorway::http_handler;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Order {
    isbn: String,
    copies: u32,
}

#[derive(JsonSchema, Serialize)]
struct Receipt {
    isbn: String,
    cents: u32,
}

#[http_handler]
fn app() -> Router {
    let info = Info { title: "Books".to_owned(), ..Info::default() };
    let mut api = OpenApi { info, ..OpenApi::default() };
    ApiRouter::new()
        .api_route("/orders", post(order))
        .route("/openapi.json", get(|Extension(api): Extension<OpenApi>| async { Json(api) }))
        .finish_api(&mut api)
        .layer(Extension(api))
}

async fn order(Json(order): Json<Order>) -> Json<Receipt> {
    Json(Receipt { isbn: order.isbn, cents: order.copies.saturating_mul(799) })
}
