//! An HTML page with a form, and one with an upload.
//!
//! An invalid form is shown again with its values and errors; a valid one is answered with a
//! redirect, so that reloading the next page does not send the form again. maud's `html!` escapes
//! all values.

use doorway::routing::get;
use doorway::{Router, http_handler};

mod page;
mod signup;
mod upload;

/// The app.
#[http_handler]
pub fn app() -> Router {
    Router::new()
        .route("/", get(signup::show).post(signup::submit))
        .route("/welcome", get(signup::welcome))
        .route("/upload", get(upload::show).post(upload::submit))
        .route("/uploaded", get(upload::uploaded))
}

#[cfg(test)]
mod tests;
