//! A double of httpbin: what the real one answers, as an app of doorway's.

use doorway::Router;

mod delays;
mod echo;
mod pages;

/// Answers as httpbin does.
pub fn httpbin() -> Router {
    Router::new().merge(delays::routes()).merge(echo::routes()).merge(pages::routes())
}
