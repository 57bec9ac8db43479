//! A todo store: a shared map as state, JSON in and out, a page by its query.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use doorway::{
    Json, Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::{get, patch},
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Default)]
struct AppState {
    todos: Arc<RwLock<Store>>,
}

#[derive(Default)]
struct Store {
    todos: BTreeMap<u64, Todo>,
    last_id: u64,
}

#[derive(Debug, Serialize, Clone)]
struct Todo {
    id: u64,
    text: String,
    completed: bool,
}

#[derive(Debug, Deserialize, Default)]
struct Pagination {
    #[serde(default)]
    offset: usize,
    limit: Option<usize>,
}

#[derive(Debug, Deserialize)]
struct CreateTodo {
    text: String,
}

#[derive(Debug, Deserialize)]
struct UpdateTodo {
    text: Option<String>,
    completed: Option<bool>,
}

pub fn app() -> Router {
    let state = AppState::default();
    Router::new()
        .route("/todos", get(todos_index).post(todos_create))
        .route("/todos/{id}", patch(todos_update).delete(todos_delete).get(todos_show))
        .with_state(state)
}

async fn todos_index(
    pagination: Query<Pagination>,
    State(state): State<AppState>,
) -> Json<Vec<Todo>> {
    let store = state.todos.read().unwrap();
    let todos = store.todos.values().skip(pagination.offset);
    let todos = todos.take(pagination.limit.unwrap_or(usize::MAX)).cloned().collect::<Vec<_>>();
    Json(todos)
}

async fn todos_show(
    Path(id): Path<u64>,
    State(state): State<AppState>,
) -> Result<Json<Todo>, StatusCode> {
    let store = state.todos.read().unwrap();
    store.todos.get(&id).cloned().map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn todos_create(
    State(state): State<AppState>,
    Json(input): Json<CreateTodo>,
) -> impl IntoResponse {
    let mut store = state.todos.write().unwrap();
    store.last_id += 1;
    let todo = Todo { id: store.last_id, text: input.text, completed: false };
    store.todos.insert(todo.id, todo.clone());
    let location = format!("/todos/{}", todo.id);
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(todo))
}

async fn todos_update(
    Path(id): Path<u64>,
    State(AppState { todos }): State<AppState>,
    Json(input): Json<UpdateTodo>,
) -> Result<impl IntoResponse, StatusCode> {
    let mut store = todos.write().unwrap();
    let todo = store.todos.get_mut(&id).ok_or(StatusCode::NOT_FOUND)?;
    if let Some(text) = input.text {
        todo.text = text;
    }
    if let Some(completed) = input.completed {
        todo.completed = completed;
    }
    Ok(Json(todo.clone()))
}

async fn todos_delete(Path(id): Path<u64>, State(state): State<AppState>) -> impl IntoResponse {
    if state.todos.write().unwrap().todos.remove(&id).is_some() {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}
