//! The app of the table of requests, as a component.

use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Router {
    doorway_table::app()
}
