//! State that handlers share, as a whole or in parts.
//!
//! `Config` is read once, when the instance starts. `Visits` counts the requests of the instance.
//! `Greeter` is another service. A handler takes the part that it needs, with `State`.

use std::env;
use std::rc::Rc;

use doorway::extract::{FromRef, State};
use doorway::routing::get;
use doorway::{Router, http_handler};

mod greeter;
#[cfg(test)]
mod tests;
mod visits;

use greeter::Greeter;
use visits::Visits;

/// The configuration.
struct Config {
    /// The name of the place: `PLACE`.
    place: String,
    /// The URL of the greeter, `http://host:port`: `GREETER`.
    greeter: String,
}

impl Config {
    fn from_env() -> Self {
        let var = |name, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
        Self {
            place: var("PLACE", "the lighthouse"),
            greeter: var("GREETER", "http://127.0.0.1:8081"),
        }
    }
}

/// The whole state. It is cloned for each handler that takes a part, so its parts are cheap to
/// clone; an instance has one thread, so they are `Rc` and `Cell`.
#[derive(Clone)]
struct AppState {
    config: Rc<Config>,
    visits: Visits,
    greeter: Greeter,
}

impl FromRef<AppState> for Rc<Config> {
    fn from_ref(state: &AppState) -> Self {
        state.config.clone()
    }
}

impl FromRef<AppState> for Visits {
    fn from_ref(state: &AppState) -> Self {
        state.visits.clone()
    }
}

impl FromRef<AppState> for Greeter {
    fn from_ref(state: &AppState) -> Self {
        state.greeter.clone()
    }
}

/// The app. It is built once for each instance, and its state lives as long.
#[http_handler]
pub fn app() -> Router {
    with_config(Config::from_env())
}

/// The app with another configuration, for tests.
fn with_config(config: Config) -> Router {
    let greeter = Greeter::at(&config.greeter);
    let state = AppState { config: Rc::new(config), visits: Visits::default(), greeter };
    Router::new()
        .route("/", get(welcome))
        .route("/greeting", get(greeter::greeting))
        // These routes need a state that has `Visits`, and none of the rest.
        .nest("/visits", visits::router())
        .with_state(state)
}

async fn welcome(State(config): State<Rc<Config>>, State(visits): State<Visits>) -> String {
    let visit = visits.next();
    format!("Welcome to {}! You are visit {visit} of this instance.\n", config.place)
}
