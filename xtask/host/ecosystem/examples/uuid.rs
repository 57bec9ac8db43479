//! Random identifiers, and those in paths.

use doorway::extract::Path;
use doorway::http::StatusCode;
use doorway::routing::{get, post};
use doorway::{Json, Router, http_handler};
use uuid::Uuid;

#[http_handler]
fn app() -> Router {
    Router::new().route("/orders", post(order)).route("/orders/{id}", get(version))
}

async fn order() -> (StatusCode, Json<Uuid>) {
    (StatusCode::CREATED, Json(Uuid::new_v4()))
}

async fn version(Path(id): Path<Uuid>) -> String {
    format!("{} is of version {}", id.simple(), id.get_version_num())
}
