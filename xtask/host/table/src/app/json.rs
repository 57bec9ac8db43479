//! JSON, read and written.

use std::collections::{BTreeMap, HashMap};

use doorway::extract::DefaultBodyLimit;
use doorway::extract::rejection::JsonRejection;
use doorway::http::StatusCode;
use doorway::routing::{any, get, post};
use doorway::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/json/order", post(order))
        .route("/json/any", any(async |Json(value): Json<Value>| Json(value)))
        .route("/json/perhaps", post(perhaps))
        .route("/json/or-why", post(or_why))
        .route("/json/any-or-why", post(any_or_why))
        .route("/json/numbers", post(numbers))
        .route("/json/strict", post(async |Json(Strict { id }): Json<Strict>| id.to_string()))
        .route("/json/text", post(async |Json(text): Json<String>| text))
        .route("/json/after/{id}", post(after))
        .route("/json/made", get(made))
        .route("/json/created", post(async || (StatusCode::CREATED, Json(["new"]))))
        .route("/json/unwritable", get(async || Json(HashMap::from([(vec![1], 2)]))))
        .route(
            "/json/small",
            post(async |Json(value): Json<Value>| Json(value)).layer(DefaultBodyLimit::max(10)),
        )
}

#[derive(Deserialize)]
struct Order {
    name: String,
    #[serde(default)]
    note: Option<String>,
    prices: Vec<u64>,
}

#[derive(Serialize)]
struct Bill {
    name: String,
    note: Option<String>,
    sum: u64,
}

async fn order(Json(order): Json<Order>) -> Json<Bill> {
    let sum = order.prices.iter().fold(0, |sum: u64, price| sum.saturating_add(*price));
    Json(Bill { name: order.name, note: order.note, sum })
}

async fn perhaps(body: Option<Json<Vec<u8>>>) -> String {
    format!("{body:?}")
}

async fn or_why(body: Result<Json<Vec<u8>>, JsonRejection>) -> String {
    match body {
        Ok(Json(numbers)) => format!("{numbers:?}"),
        Err(why) => why.status().as_str().to_owned(),
    }
}

async fn any_or_why(body: Result<Json<Value>, JsonRejection>) -> String {
    body.map_or_else(|why| why.status().as_str().to_owned(), |Json(value)| value.to_string())
}

#[derive(Deserialize)]
struct Numbers {
    small: i8,
    large: u64,
    float: f64,
}

async fn numbers(Json(Numbers { small, large, float }): Json<Numbers>) -> String {
    format!("{small} {large} {float:?}")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    id: u32,
}

async fn after(
    doorway::extract::Path(id): doorway::extract::Path<u32>,
    Json(value): Json<Value>,
) -> Json<BTreeMap<u32, Value>> {
    Json(BTreeMap::from([(id, value)]))
}

async fn made() -> Json<Value> {
    Json(json!({ "text": "größer\n\"\u{1}", "number": -0.5, "list": [null, true], "": {} }))
}
