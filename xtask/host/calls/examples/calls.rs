//! The checks of the client, as a component.

use doorway::{Router, http_handler};

#[http_handler]
fn app() -> Router {
    doorway_calls::app()
}
