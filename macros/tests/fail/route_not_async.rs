use doorway::http::Method;
use doorway::routing::get;
use doorway::{Router, http_handler};

fn show(method: Method) -> String {
    method.to_string()
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/", get(show)).fallback(|method: Method| method.to_string())
}

fn main() {}
