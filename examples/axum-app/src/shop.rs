//! A bookshop in axum: nothing in here knows that it runs in a component.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Form, FromRef, Json, MatchedPath, OriginalUri, Path, Query, Request, State};
use axum::http::header::{HeaderName, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Book {
    isbn: &'static str,
    title: &'static str,
    author: &'static str,
    cents: u64,
}

pub(crate) struct Shop {
    books: Vec<Book>,
}

impl Shop {
    pub(crate) fn with_our_books() -> Self {
        let book = |isbn, title, author, cents| Book { isbn, title, author, cents };
        Self {
            books: vec![
                book("9780141439518", "Pride and Prejudice", "Jane Austen", 799),
                book("9780141439587", "Emma", "Jane Austen", 899),
                book("9780141441146", "Jane Eyre", "Charlotte Brontë", 999),
                book("9780142437247", "Moby-Dick", "Herman Melville", 1299),
            ],
        }
    }

    fn find(&self, isbn: &str) -> Result<&Book, ShopError> {
        let found = self.books.iter().find(|book| book.isbn == isbn);
        found.ok_or_else(|| ShopError::NoSuchBook(isbn.to_owned()))
    }
}

#[derive(Clone)]
struct AppState {
    shop: Arc<Shop>,
}

impl FromRef<AppState> for Arc<Shop> {
    fn from_ref(state: &AppState) -> Self {
        state.shop.clone()
    }
}

pub(crate) fn router(shop: Arc<Shop>) -> Router {
    let api = Router::new()
        .route("/books", get(list))
        .route("/books/{isbn}", get(show))
        .route("/orders", post(order))
        .fallback(nothing_here)
        .layer(CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::POST]));
    Router::new()
        .route("/", get(page))
        .route("/newsletter", post(subscribe))
        .nest("/api", api)
        .route_layer(middleware::from_fn(name_the_route))
        .layer(SetResponseHeaderLayer::if_not_present(
            X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .with_state(AppState { shop })
}

#[derive(Deserialize)]
struct Search {
    author: Option<String>,
    #[serde(default = "Search::some")]
    limit: usize,
}

impl Search {
    fn some() -> usize {
        10
    }
}

async fn list(State(shop): State<Arc<Shop>>, Query(search): Query<Search>) -> Json<Vec<Book>> {
    let is_wanted = |book: &&Book| search.author.as_ref().is_none_or(|name| book.author == name);
    Json(shop.books.iter().filter(is_wanted).take(search.limit).cloned().collect())
}

async fn show(
    State(shop): State<Arc<Shop>>,
    Path(isbn): Path<String>,
) -> Result<Json<Book>, ShopError> {
    Ok(Json(shop.find(&isbn)?.clone()))
}

#[derive(Deserialize)]
struct Order {
    isbn: String,
    copies: u32,
}

#[derive(Serialize)]
struct Receipt {
    book: Book,
    copies: u32,
    cents: u64,
}

async fn order(
    State(shop): State<Arc<Shop>>,
    Json(order): Json<Order>,
) -> Result<impl IntoResponse, ShopError> {
    if order.copies == 0 {
        return Err(ShopError::NothingOrdered);
    }
    let book = shop.find(&order.isbn)?.clone();
    let location = format!("/api/books/{}", book.isbn);
    let cents = book.cents * u64::from(order.copies);
    let receipt = Receipt { book, copies: order.copies, cents };
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(receipt)))
}

async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

#[derive(Deserialize)]
struct Newsletter {
    email: String,
}

async fn subscribe(Form(newsletter): Form<Newsletter>) -> Result<Redirect, ShopError> {
    if !newsletter.email.contains('@') {
        return Err(ShopError::NoAddress);
    }
    Ok(Redirect::to("/#thanks"))
}

async fn nothing_here(OriginalUri(uri): OriginalUri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("there is nothing at {}\n", uri.path()))
}

/// Adds the matched route as a header; an app would put it in a metric.
async fn name_the_route(route: MatchedPath, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(route) = route.as_str().parse() {
        response.headers_mut().insert(HeaderName::from_static("x-route"), route);
    }
    response
}

enum ShopError {
    NoSuchBook(String),
    NothingOrdered,
    NoAddress,
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::NoSuchBook(isbn) => {
                (StatusCode::NOT_FOUND, format!("there is no book with the ISBN {isbn}"))
            }
            Self::NothingOrdered => {
                (StatusCode::UNPROCESSABLE_ENTITY, "order one copy at least".to_owned())
            }
            Self::NoAddress => {
                (StatusCode::UNPROCESSABLE_ENTITY, "that is no e-mail address".to_owned())
            }
        };
        (status, Json(ErrorBody { error: message })).into_response()
    }
}

#[derive(Serialize)]
struct ErrorBody {
    error: String,
}
