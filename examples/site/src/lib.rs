//! A small website: pages, a form, static files, cookies, and an error page.

use doorway::extract::cookie::Key;
use doorway::middleware::{from_fn, map_response};
use doorway::routing::get;
use doorway::{Router, http_handler};

mod book;
mod errors;
mod files;
mod flash;
mod page;
mod pages;
#[cfg(test)]
mod tests;

/// The app.
#[http_handler]
pub fn app() -> Router {
    let pages = Router::new()
        .route("/", get(pages::home))
        .route("/visit", get(pages::visit))
        .route("/book", get(book::show).post(book::submit));
    website(pages)
}

/// Adds the files, error pages and headers of the whole site.
fn website(pages: Router<Key>) -> Router {
    pages
        .nest_service("/static", files::service())
        .layer(from_fn(errors::pages))
        .layer(map_response(page::secured))
        .with_state(flash::key())
}
