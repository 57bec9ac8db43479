//! A todo API.
//!
//! | | |
//! |---|---|
//! | `GET /todos?page=2&per_page=10&done=false` | a page of todos, oldest first |
//! | `POST /todos` | creates one |
//! | `GET /todos/{id}` | shows one |
//! | `PUT /todos/{id}` | replaces one |
//! | `PATCH /todos/{id}` | changes one, by a JSON merge patch |
//! | `DELETE /todos/{id}` | removes one |
//!
//! Errors are answered with a problem document.

use doorway::extract::{DefaultBodyLimit, Path, Query, State};
use doorway::http::StatusCode;
use doorway::http::header::LOCATION;
use doorway::response::{IntoResponse, NoContent};
use doorway::routing::get;
use doorway::{Json, Router, http_handler};

mod error;
mod paging;
mod store;
#[cfg(test)]
mod tests;
mod todo;

use error::ApiError;
use paging::{Page, Paging};
use store::Store;
use todo::{Change, Draft, Todo};

/// The app, with a store of its own.
#[http_handler]
pub fn app() -> Router {
    Router::new()
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", get(show).put(replace).patch(change).delete(remove))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(Store::default())
}

async fn list(
    State(store): State<Store>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page>, ApiError> {
    let paging = paging.checked()?;
    let (todos, total) = store.list(paging.done, paging.skip(), paging.per_page).await;
    Ok(Json(Page::new(&paging, todos, total)))
}

async fn create(
    State(store): State<Store>,
    Json(draft): Json<Draft>,
) -> Result<impl IntoResponse, ApiError> {
    let todo = store.insert(draft.checked()?).await?;
    let location = format!("/todos/{}", todo.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(todo)))
}

async fn show(State(store): State<Store>, Path(id): Path<u64>) -> Result<Json<Todo>, ApiError> {
    Ok(Json(store.find(id).await?))
}

async fn replace(
    State(store): State<Store>,
    Path(id): Path<u64>,
    Json(draft): Json<Draft>,
) -> Result<Json<Todo>, ApiError> {
    Ok(Json(store.replace(id, draft.checked()?).await?))
}

async fn change(
    State(store): State<Store>,
    Path(id): Path<u64>,
    Json(change): Json<Change>,
) -> Result<Json<Todo>, ApiError> {
    let draft = change.of(store.find(id).await?.draft);
    Ok(Json(store.replace(id, draft.checked()?).await?))
}

async fn remove(State(store): State<Store>, Path(id): Path<u64>) -> Result<NoContent, ApiError> {
    store.remove(id).await?;
    Ok(NoContent)
}
