//! An axum app whose page htmx asks for parts of.

use axum::Router;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum_htmx::{HxPushUrl, HxRequest, HxRequestGuardLayer, HxTarget};
use doorway::http_handler;

#[http_handler]
fn app() -> Router {
    let parts = Router::new().route("/parts", get(|| async { "a part" }));
    Router::new().route("/", get(page)).merge(parts.layer(HxRequestGuardLayer::new("/")))
}

async fn page(HxRequest(is_htmx): HxRequest, HxTarget(target): HxTarget) -> impl IntoResponse {
    let title = target.unwrap_or_else(|| "the page".to_owned());
    let part = format!("<h1>{title}</h1>");
    let content = if is_htmx { part } else { format!("<!doctype html><main>{part}</main>") };
    (HxPushUrl("/pushed".to_owned()), Html(content))
}
