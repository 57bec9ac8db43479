//! An axum app whose routes utoipa-axum documents, with Swagger UI beside them.

use axum::extract::Path;
use axum::{Json, Router};
use doorway::http_handler;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

#[derive(Serialize, ToSchema)]
struct Book {
    isbn: String,
    copies: u32,
}

#[http_handler]
fn app() -> Router {
    let (router, api) = OpenApiRouter::new().routes(routes!(book)).split_for_parts();
    router.merge(SwaggerUi::new("/swagger-ui").url("/openapi.json", api))
}

#[utoipa::path(get, path = "/books/{isbn}", responses((status = OK, body = Book)))]
async fn book(Path(isbn): Path<String>) -> Json<Book> {
    Json(Book { isbn, copies: 3 })
}
