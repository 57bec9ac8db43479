//! An axum app as a component.
//!
//! The app in `shop.rs` is unchanged from the server it ran on. Only this file is new.

use std::sync::Arc;

use axum::Router;
use doorway::http_handler;

mod shop;
#[cfg(test)]
mod tests;

/// The bookshop. On the server, `main` passed it to `axum::serve`.
#[http_handler]
pub fn app() -> Router {
    shop::router(Arc::new(shop::Shop::with_our_books()))
}
