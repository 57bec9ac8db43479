use doorway::routing::get;
use doorway::{Router, http_handler};

async fn show(id: u32) -> String {
    id.to_string()
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/{id}", get(show))
}

fn main() {}
