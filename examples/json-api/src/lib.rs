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
//! | `GET /openapi.json` | describes all of these |
//! | `GET /docs` | shows this description, and tries it out |
//!
//! Errors are answered with a problem document.

use doorway::extract::{DefaultBodyLimit, Path, Query, State};
use doorway::http::StatusCode;
use doorway::http::header::LOCATION;
use doorway::response::{IntoResponse, NoContent};
use doorway::routing::get;
use doorway::{Json, Router, http_handler};
use utoipa::OpenApi;

mod docs;
mod error;
mod paging;
mod store;
#[cfg(test)]
mod tests;
mod todo;

use docs::Problem;
use error::{ApiError, Invalid, valid};
use paging::{Page, Paging};
use store::Store;
use todo::{Change, Draft, Todo};

/// The app, with a store of its own.
#[http_handler]
pub fn app() -> Router {
    Router::new()
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", get(show).put(replace).patch(change).delete(remove))
        .merge(docs::routes())
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(Store::default())
}

/// The description of the routes above, as OpenAPI.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Todos",
        description = "A list of things to do.",
        license(name = "MIT", identifier = "MIT")
    ),
    paths(list, create, show, replace, change, remove),
    components(schemas(Invalid), responses(Problem))
)]
pub struct Api;

/// Lists todos in pages, oldest first.
#[utoipa::path(get, path = "/todos", params(Paging), responses(
    (status = 200, description = "A page of todos.", body = Page),
    (status = "4XX", response = Problem),
))]
async fn list(
    State(store): State<Store>,
    Query(paging): Query<Paging>,
) -> Result<Json<Page>, ApiError> {
    let paging = valid(paging)?;
    let (todos, total) = store.list(paging.done, paging.skip(), paging.per_page).await;
    Ok(Json(Page::new(&paging, todos, total)))
}

/// Creates a todo.
#[utoipa::path(post, path = "/todos", responses(
    (
        status = 201,
        description = "The new todo.",
        body = Todo,
        headers(("location" = String, description = "The path of the todo.")),
    ),
    (status = "4XX", response = Problem),
    (status = 507, response = Problem),
))]
async fn create(
    State(store): State<Store>,
    Json(draft): Json<Draft>,
) -> Result<impl IntoResponse, ApiError> {
    let todo = store.insert(valid(draft)?).await?;
    let location = format!("/todos/{}", todo.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(todo)))
}

/// Shows a todo.
#[utoipa::path(get, path = "/todos/{id}", responses(
    (status = 200, description = "The todo.", body = Todo),
    (status = "4XX", response = Problem),
))]
async fn show(State(store): State<Store>, Path(id): Path<u64>) -> Result<Json<Todo>, ApiError> {
    Ok(Json(store.find(id).await?))
}

/// Replaces a todo.
#[utoipa::path(put, path = "/todos/{id}", responses(
    (status = 200, description = "The todo as it is now.", body = Todo),
    (status = "4XX", response = Problem),
))]
async fn replace(
    State(store): State<Store>,
    Path(id): Path<u64>,
    Json(draft): Json<Draft>,
) -> Result<Json<Todo>, ApiError> {
    Ok(Json(store.replace(id, valid(draft)?).await?))
}

/// Changes the named fields of a todo.
#[utoipa::path(patch, path = "/todos/{id}", responses(
    (status = 200, description = "The todo as it is now.", body = Todo),
    (status = "4XX", response = Problem),
))]
async fn change(
    State(store): State<Store>,
    Path(id): Path<u64>,
    Json(change): Json<Change>,
) -> Result<Json<Todo>, ApiError> {
    let draft = change.of(store.find(id).await?);
    Ok(Json(store.replace(id, valid(draft)?).await?))
}

/// Removes a todo.
#[utoipa::path(delete, path = "/todos/{id}", responses(
    (status = 204, description = "It is removed."),
    (status = "4XX", response = Problem),
))]
async fn remove(State(store): State<Store>, Path(id): Path<u64>) -> Result<NoContent, ApiError> {
    store.remove(id).await?;
    Ok(NoContent)
}
