use doorway::http::Method;
use doorway::routing::post;
use doorway::{Router, http_handler};

async fn create(body: String, method: Method) -> String {
    format!("{method} {body}")
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/", post(create))
}

fn main() {}
