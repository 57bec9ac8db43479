//! Imports of the app's own, beside doorway's.

use doorway::routing::get;
use doorway::{Router, http_handler};

#[rustfmt::skip]
#[allow(warnings, unsafe_code)]
mod bindings;
mod clock;
mod environment;
#[cfg(test)]
mod tests;

/// The app.
#[http_handler]
pub fn app() -> Router {
    Router::new().route("/", get(greet))
}

/// Greets with the host's variable `GREETING` and the host's time.
async fn greet() -> String {
    let greeting = environment::variable("GREETING").unwrap_or("Hello".to_owned());
    let [hour, minute, second] = clock::time();
    format!("{greeting}! It is {hour:02}:{minute:02}:{second:02} UTC.\n")
}
