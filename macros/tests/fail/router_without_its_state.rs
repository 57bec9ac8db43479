use doorway::extract::State;
use doorway::routing::get;
use doorway::{Router, http_handler};

#[derive(Clone)]
struct AppState;

async fn show(State(_): State<AppState>) {}

#[http_handler]
fn app() -> Router<AppState> {
    Router::new().route("/", get(show))
}

fn main() {}
