//! An axum app as a component.
//!
//! The app is in `shop.rs`, as it was when a server ran it. This file is all that is new.

use std::sync::Arc;

use axum::Router;
use doorway::http_handler;

mod shop;
#[cfg(test)]
mod tests;

/// The bookshop. On a server a `main` gave it to `axum::serve`.
#[http_handler]
pub fn app() -> Router {
    shop::router(Arc::new(shop::Shop::with_our_books()))
}
