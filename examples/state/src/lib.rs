//! State that handlers share: in the instance, as a whole or in parts, and beyond it.
//!
//! `Config` is read once, when the instance starts. `Greeter` is another service. A handler takes the part that it
//! needs, with `State`. Visits are counted in the host's key-value store, which outlives the instance.

use std::env;
use std::rc::Rc;

use doorway::extract::{FromRef, State};
use doorway::keyvalue::{Error, Store};
use doorway::routing::get;
use doorway::{Router, http_handler};

mod greeter;
#[cfg(test)]
mod tests;
mod visits;

use greeter::Greeter;

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
/// clone; an instance has one thread, so they may be `Rc`.
#[derive(Clone)]
struct AppState {
    config: Rc<Config>,
    greeter: Greeter,
}

impl FromRef<AppState> for Rc<Config> {
    fn from_ref(state: &AppState) -> Self {
        state.config.clone()
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
    let state = AppState { config: Rc::new(config), greeter };
    Router::new()
        .route("/", get(welcome))
        .route("/greeting", get(greeter::greeting))
        // These routes need the store alone.
        .nest("/visits", visits::router())
        .with_state(state)
}

async fn welcome(State(config): State<Rc<Config>>, store: Store) -> Result<String, Error> {
    let visit = visits::next(&store).await?;
    Ok(format!("Welcome to {}! You are visit {visit}.\n", config.place))
}
