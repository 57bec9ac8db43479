#![deny(warnings)]
#![forbid(unsafe_code)]

use doorway::extract::{Path, State};
use doorway::routing::get;
use doorway::{Router, http_handler};

async fn greet(State(greeting): State<&'static str>, Path(name): Path<String>) -> String {
    format!("{greeting}, {name}!")
}

#[http_handler]
fn app() -> Router {
    Router::new().route("/{name}", get(greet)).with_state("Hello")
}

fn main() {}
