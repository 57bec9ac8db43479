use doorway::routing::post;
use doorway::{Json, Router, http_handler};

async fn create(Json(numbers): Json<Vec<u32>>, body: String) -> String {
    format!("{numbers:?} {body}")
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/", post(create))
}

fn main() {}
