//! State and configuration by the host: each operation as a route.

use std::collections::BTreeMap;

use doorway::config::Config;
use doorway::extract::{Path, Query};
use doorway::http::StatusCode;
use doorway::keyvalue::{Error, Store};
use doorway::response::{ErrorResponse, NoContent};
use doorway::routing::{get, post, put};
use doorway::{Body, IntoResponse, Json, Response, Router, http_handler};
use serde::Deserialize;

#[derive(Deserialize)]
struct Bucket {
    /// The default bucket is the one that a component gets that names none.
    bucket: Option<String>,
}

impl Bucket {
    async fn open(self) -> Result<Store, Error> {
        match self.bucket {
            Some(name) => Store::open(name).await,
            None => Store::open_default().await,
        }
    }
}

async fn read(Path(key): Path<String>, bucket: Query<Bucket>) -> Result<Response, Error> {
    Ok(match bucket.0.open().await?.get_bytes(key).await? {
        Some(value) => value.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

async fn write(
    Path(key): Path<String>,
    bucket: Query<Bucket>,
    body: Body,
) -> Result<NoContent, ErrorResponse> {
    let value = body.collect_up_to(4 << 20).await?.into_bytes();
    bucket.0.open().await?.set_bytes(key, value).await?;
    Ok(NoContent)
}

async fn remove(Path(key): Path<String>, bucket: Query<Bucket>) -> Result<NoContent, Error> {
    bucket.0.open().await?.delete(key).await?;
    Ok(NoContent)
}

async fn exists(Path(key): Path<String>, bucket: Query<Bucket>) -> Result<String, Error> {
    Ok(bucket.0.open().await?.exists(key).await?.to_string())
}

async fn increment(
    Path((key, delta)): Path<(String, u64)>,
    bucket: Query<Bucket>,
) -> Result<String, Error> {
    Ok(bucket.0.open().await?.increment(key, delta).await?.to_string())
}

/// All keys, page by page.
async fn keys(bucket: Query<Bucket>) -> Result<Json<Vec<Vec<String>>>, Error> {
    let mut keys = bucket.0.open().await?.keys();
    let mut pages = Vec::new();
    while let Some(page) = keys.next_page().await? {
        pages.push(page);
    }
    Ok(Json(pages))
}

async fn read_many(
    store: Store,
    Json(keys): Json<Vec<String>>,
) -> Result<Json<Vec<Option<u64>>>, Error> {
    Ok(Json(store.get_many(keys).await?))
}

async fn write_many(
    store: Store,
    Json(values): Json<BTreeMap<String, u64>>,
) -> Result<NoContent, Error> {
    store.set_many(values).await?;
    Ok(NoContent)
}

async fn remove_many(store: Store, Json(keys): Json<Vec<String>>) -> Result<NoContent, Error> {
    store.delete_many(keys).await?;
    Ok(NoContent)
}

async fn configured(
    Path(name): Path<String>,
    config: Config,
) -> Result<String, doorway::config::Error> {
    Ok(config.get::<String>(name)?.unwrap_or_else(|| "none".to_owned()))
}

async fn all_configured(
    config: Config,
) -> Result<Json<BTreeMap<String, String>>, doorway::config::Error> {
    Ok(Json(config.get_all()?.into_iter().collect()))
}

#[http_handler]
fn app() -> Router {
    Router::new()
        .route("/values/{key}", get(read).put(write).delete(remove))
        .route("/exists/{key}", get(exists))
        .route("/increment/{key}/{delta}", post(increment))
        .route("/keys", get(keys))
        .route("/many", post(read_many).put(write_many))
        .route("/many/remove", put(remove_many))
        .route("/config/{name}", get(configured))
        .route("/config", get(all_configured))
}
