//! An HTML page with a form, and one with an upload.
//!
//! A form that cannot be taken comes back with what was typed and what is wrong with it; one that
//! can is answered with a redirect, so that loading the next page again sends nothing twice. All
//! values go through maud's `html!`, which escapes them.

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
