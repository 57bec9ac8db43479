//! An OpenAPI document that utoipa derives from the handlers.

use doorway::extract::Path;
use doorway::routing::get;
use doorway::{Json, Router, http_handler};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(info(title = "Books", version = "1"), paths(book))]
struct Api;

/// A book of the shop.
#[derive(Serialize, ToSchema)]
struct Book {
    isbn: String,
    copies: u32,
}

#[http_handler]
fn app() -> Router {
    Router::new()
        .route("/books/{isbn}", get(book))
        .route("/openapi.json", get(|| async { Json(Api::openapi()) }))
}

#[utoipa::path(get, path = "/books/{isbn}", responses((status = OK, body = Book)))]
async fn book(Path(isbn): Path<String>) -> Json<Book> {
    Json(Book { isbn, copies: 3 })
}
