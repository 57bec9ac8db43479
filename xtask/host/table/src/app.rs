//! The app, by subject.

use std::cell::Cell;
use std::rc::Rc;

use doorway::Router;

mod assets;
mod bodies;
mod codings;
mod cookies;
mod errors;
mod events;
mod forms;
mod heads;
mod json;
mod layers;
mod multipart;
mod pairs;
mod paths;
mod responses;
mod router;
mod state;
mod targets;
mod tower;
mod typed_headers;
mod watched;

/// The state of the handlers.
#[derive(Clone)]
struct AppState {
    name: Rc<str>,
    served: Rc<Cell<u32>>,
}

/// The app.
pub fn app() -> Router {
    Router::new()
        .merge(assets::routes())
        .merge(bodies::routes())
        .merge(codings::routes())
        .merge(cookies::routes())
        .merge(errors::routes())
        .merge(events::routes())
        .merge(forms::routes())
        .merge(heads::routes())
        .merge(json::routes())
        .merge(layers::routes())
        .merge(multipart::routes())
        .merge(pairs::routes())
        .merge(paths::routes())
        .merge(responses::routes())
        .merge(router::routes())
        .merge(state::routes())
        .merge(targets::routes())
        .merge(tower::routes())
        .merge(typed_headers::routes())
        .merge(watched::routes())
        .with_state(state())
}

fn state() -> AppState {
    AppState { name: "table".into(), served: Rc::default() }
}
