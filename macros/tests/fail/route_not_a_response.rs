use doorway::routing::get;
use doorway::{Router, http_handler};

async fn list() -> Vec<u32> {
    vec![1, 2, 3]
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/", get(list))
}

fn main() {}
