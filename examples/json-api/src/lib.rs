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
//! Errors are answered with a problem document. The todos are in the key-value store of the host.

use doorway::extract::{DefaultBodyLimit, Path, Query};
use doorway::http::StatusCode;
use doorway::http::header::LOCATION;
use doorway::response::{IntoResponse, NoContent};
use doorway::routing::get;
use doorway::{Json, Router, http_handler};
use utoipa::OpenApi;
use uuid::Uuid;

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
use store::Todos;
use todo::{Change, Draft, Todo};

/// The app. Its todos are in the store of the host.
#[http_handler]
pub fn app() -> Router {
    Router::new()
        .route("/todos", get(list).post(create))
        .route("/todos/{id}", get(show).put(replace).patch(change).delete(remove))
        .merge(docs::routes())
        .layer(DefaultBodyLimit::max(16 * 1024))
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
    (status = 503, description = "The store is away: try again."),
))]
async fn list(todos: Todos, Query(paging): Query<Paging>) -> Result<Json<Page>, ApiError> {
    let paging = valid(paging)?;
    let (page, total) = todos.list(paging.done, paging.skip(), paging.per_page).await?;
    Ok(Json(Page::new(&paging, page, total)))
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
    (status = 503, description = "The store is away: try again."),
))]
async fn create(todos: Todos, Json(draft): Json<Draft>) -> Result<impl IntoResponse, ApiError> {
    let todo = todos.insert(valid(draft)?).await?;
    let location = format!("/todos/{}", todo.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(todo)))
}

/// Shows a todo.
#[utoipa::path(get, path = "/todos/{id}", responses(
    (status = 200, description = "The todo.", body = Todo),
    (status = "4XX", response = Problem),
    (status = 503, description = "The store is away: try again."),
))]
async fn show(todos: Todos, Path(id): Path<Uuid>) -> Result<Json<Todo>, ApiError> {
    Ok(Json(todos.find(id).await?))
}

/// Replaces a todo.
#[utoipa::path(put, path = "/todos/{id}", responses(
    (status = 200, description = "The todo as it is now.", body = Todo),
    (status = "4XX", response = Problem),
    (status = 503, description = "The store is away: try again."),
))]
async fn replace(
    todos: Todos,
    Path(id): Path<Uuid>,
    Json(draft): Json<Draft>,
) -> Result<Json<Todo>, ApiError> {
    Ok(Json(todos.replace(id, valid(draft)?).await?))
}

/// Changes the named fields of a todo.
#[utoipa::path(patch, path = "/todos/{id}", responses(
    (status = 200, description = "The todo as it is now.", body = Todo),
    (status = "4XX", response = Problem),
    (status = 503, description = "The store is away: try again."),
))]
async fn change(
    todos: Todos,
    Path(id): Path<Uuid>,
    Json(change): Json<Change>,
) -> Result<Json<Todo>, ApiError> {
    let draft = change.of(todos.find(id).await?);
    Ok(Json(todos.replace(id, valid(draft)?).await?))
}

/// Removes a todo.
#[utoipa::path(delete, path = "/todos/{id}", responses(
    (status = 204, description = "It is removed."),
    (status = "4XX", response = Problem),
    (status = 503, description = "The store is away: try again."),
))]
async fn remove(todos: Todos, Path(id): Path<Uuid>) -> Result<NoContent, ApiError> {
    todos.remove(id).await?;
    Ok(NoContent)
}
