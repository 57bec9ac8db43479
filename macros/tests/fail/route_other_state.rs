use doorway::extract::State;
use doorway::routing::get;
use doorway::{Router, http_handler};

#[derive(Clone)]
struct AppState;

#[derive(Clone)]
struct Other;

async fn show(State(_): State<AppState>) {}

async fn other(State(_): State<Other>, State(_): State<AppState>) {}

#[http_handler]
fn app() -> Router {
    let app = Router::new().route("/", get(show)).route("/other", get(other));
    app.with_state(AppState)
}

fn main() {}
