//! The description of the API: OpenAPI for programs, and a page for people.

use doorway::Router;
use doorway::http::header::CONTENT_TYPE;
use doorway::response::{Html, IntoResponse};
use doorway::routing::get;
use utoipa::{ToResponse, ToSchema};

use crate::error::Invalid;

#[cfg(test)]
mod tests;

/// utoipa's document, which a test writes and compares. The component holds the text: with utoipa's
/// code instead, which makes the same of `Api::openapi()`, it would be half as large again.
const DOCUMENT: &str = include_str!("docs/openapi.json");

/// A page that loads the document, and nothing from other hosts.
const PAGE: &str = include_str!("docs/page.html");

/// The routes of the description.
pub(crate) fn routes() -> Router {
    Router::new().route("/openapi.json", get(document)).route("/docs", get(Html(PAGE)))
}

async fn document() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT)
}

/// A problem document (RFC 9457).
#[derive(ToResponse, ToSchema)]
#[response(content_type = "application/problem+json")]
#[expect(dead_code, reason = "it describes the problems, which are `doorway::response::Problem`")]
pub(crate) struct Problem {
    title: String,
    status: u16,
    #[schema(nullable = false)]
    detail: Option<String>,
    /// The invalid fields.
    #[schema(nullable = false)]
    errors: Option<Vec<Invalid>>,
}
