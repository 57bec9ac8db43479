//! An error type for a whole app: of extractors, of the business, of anything behind `?`.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex};

use doorway::{
    BoxError, Json, Router,
    extract::{
        FromRequest, Path, Request, State,
        rejection::{JsonRejection, PathRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{ErrorResponse, IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};

/// Errors of the app.
#[derive(Debug)]
enum AppError {
    /// The request's body is not what it should be.
    JsonRejection(JsonRejection),
    /// There is somebody with that name already.
    NameTaken(String),
    /// Anything else.
    Internal(BoxError),
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct ErrorBody {
            message: String,
        }

        let (status, message) = match self {
            AppError::JsonRejection(rejection) => (rejection.status(), rejection.body_text()),
            AppError::NameTaken(name) => (StatusCode::CONFLICT, format!("{name} is taken")),
            AppError::Internal(error) => {
                eprintln!("internal error: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong".to_owned())
            }
        };
        (status, AppJson(ErrorBody { message })).into_response()
    }
}

impl From<JsonRejection> for AppError {
    fn from(rejection: JsonRejection) -> Self {
        Self::JsonRejection(rejection)
    }
}

impl From<ClockError> for AppError {
    fn from(error: ClockError) -> Self {
        Self::Internal(error.into())
    }
}

/// As `Json`, with the app's error.
struct AppJson<T>(T);

impl<S, T> FromRequest<S> for AppJson<T>
where
    Json<T>: FromRequest<S, Rejection = JsonRejection>,
    S: Send + Sync,
{
    type Rejection = AppError;

    async fn from_request(req: Request, state: &S) -> Result<Self, Self::Rejection> {
        let Json(value) = Json::<T>::from_request(req, state).await?;
        Ok(Self(value))
    }
}

impl<T> IntoResponse for AppJson<T>
where
    Json<T>: IntoResponse,
{
    fn into_response(self) -> Response {
        Json(self.0).into_response()
    }
}

#[derive(Debug)]
struct ClockError;

impl fmt::Display for ClockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the clock stands still")
    }
}

impl StdError for ClockError {}

fn now(name: &str) -> Result<u64, ClockError> {
    if name == "Zaphod" { Err(ClockError) } else { Ok(42) }
}

#[derive(Clone, Default)]
struct AppState {
    users: Arc<Mutex<HashMap<u64, User>>>,
}

#[derive(Deserialize)]
struct UserParams {
    name: String,
}

#[derive(Serialize, Clone)]
struct User {
    id: u64,
    name: String,
    created_at: u64,
}

async fn users_create(
    State(state): State<AppState>,
    AppJson(params): AppJson<UserParams>,
) -> Result<AppJson<User>, AppError> {
    let mut users = state.users.lock().unwrap();
    if users.values().any(|user| user.name == params.name) {
        return Err(AppError::NameTaken(params.name));
    }
    let created_at = now(&params.name)?;
    let user = User { id: users.len() as u64 + 1, name: params.name, created_at };
    users.insert(user.id, user.clone());
    Ok(AppJson(user))
}

async fn users_show(
    path: Result<Path<u64>, PathRejection>,
    State(state): State<AppState>,
) -> Result<Response, Response> {
    let Path(id) = match path {
        Ok(path) => path,
        Err(PathRejection::FailedToDeserializePathParams(inner)) => {
            return Err((inner.status(), inner.body_text()).into_response());
        }
        Err(error) => return Err(error.into_response()),
    };
    match state.users.lock().unwrap().get(&id) {
        Some(user) => Ok(Json(user.clone()).into_response()),
        None => Err(StatusCode::NOT_FOUND.into_response()),
    }
}

/// Any response may be the error of `axum::response::Result`.
async fn teapot(headers: HeaderMap) -> Result<&'static str, ErrorResponse> {
    let drink = headers.get("x-drink").ok_or(StatusCode::BAD_REQUEST)?;
    check(drink)?;
    Ok("tea")
}

fn check(
    drink: &HeaderValue,
) -> Result<(), (StatusCode, [(&'static str, &'static str); 1], String)> {
    match drink.to_str() {
        Ok("tea") => Ok(()),
        Ok(other) => Err((StatusCode::IM_A_TEAPOT, [("x-brews", "tea")], format!("no {other}"))),
        Err(_) => Err((StatusCode::BAD_REQUEST, [("x-brews", "tea")], String::new())),
    }
}

pub fn app() -> Router {
    Router::new()
        .route("/users", post(users_create))
        .route("/users/{id}", get(users_show))
        .route("/teapot", get(teapot))
        .with_state(AppState::default())
}
