//! The app that doorway is measured by.

use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Router {
    doorway_guests::contract::routes()
}
