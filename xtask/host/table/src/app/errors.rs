//! Errors of handlers, and their answers.

use doorway::http::header::CONTENT_LENGTH;
use doorway::http::{HeaderValue, StatusCode};
use doorway::response::{Problem, Result};
use doorway::routing::get;
use doorway::time::{Duration, sleep, timeout};
use doorway::{Body, Error, IntoResponse, Json, Response, Router};
use futures_util::stream;
use serde_json::json;

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let results = Router::new()
        .route("/result/{kind}", get(result))
        .route("/result/any/{id}", get(any_error))
        .route("/result/own/{id}", get(own_error))
        .route("/problem/status", get(async || Problem::new(StatusCode::CONFLICT)))
        .route("/problem/whole", get(whole_problem))
        .route("/problem/from", get(async || Problem::from(StatusCode::GONE)))
        .route(
            "/problem/with",
            get(async || ([("retry-after", "7")], Problem::new(StatusCode::SERVICE_UNAVAILABLE))),
        );
    let broken = Router::new()
        .route("/broken/stream", get(async || Body::from_stream(failing())))
        .route("/broken/length/{declared}", get(declared))
        .route("/broken/informational", get(async || StatusCode::EARLY_HINTS))
        .route("/broken/no-content", get(async || (StatusCode::NO_CONTENT, "not sent")))
        .route("/broken/reset-content", get(async || (StatusCode::RESET_CONTENT, "not sent")))
        .route(
            "/broken/not-modified",
            get(async || (StatusCode::NOT_MODIFIED, [("etag", "\"1\"")], "not sent")),
        )
        .route(
            "/broken/fields",
            get(async || {
                (
                    [
                        ("connection", "close"),
                        ("transfer-encoding", "gzip"),
                        ("host", "x"),
                        ("upgrade", "h2c"),
                        ("keep-alive", "1"),
                        ("x-kept", "1"),
                    ],
                    "intact",
                )
            }),
        )
        .route("/broken/late", get(late));
    results.merge(broken)
}

async fn result(
    doorway::extract::Path(kind): doorway::extract::Path<String>,
) -> std::result::Result<Json<[u8; 1]>, (StatusCode, String)> {
    match kind.as_str() {
        "ok" => Ok(Json([1])),
        other => Err((StatusCode::PAYMENT_REQUIRED, format!("not {other}"))),
    }
}

/// Errors of all sorts behind one `?`.
async fn any_error(doorway::extract::Path(id): doorway::extract::Path<u32>) -> Result<String> {
    match id {
        0 => Err(StatusCode::NOT_FOUND)?,
        1 => Err((StatusCode::BAD_REQUEST, "one"))?,
        2 => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY).detail("two"))?,
        3 => Err(Error::other("the secret detail"))?,
        4 => Err(AppError::NoSuchPlanet("four".to_owned()))?,
        other => Ok(format!("{other}")),
    }
}

enum AppError {
    NoSuchPlanet(String),
    Internal(Error),
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match self {
            Self::NoSuchPlanet(name) => Problem::new(StatusCode::NOT_FOUND)
                .detail(format!("there is no planet {name}"))
                .into_response(),
            Self::Internal(error) => error.into_response(),
        }
    }
}

impl From<std::num::ParseIntError> for AppError {
    fn from(error: std::num::ParseIntError) -> Self {
        Self::Internal(Error::other(error))
    }
}

async fn own_error(
    doorway::extract::Path(id): doorway::extract::Path<String>,
) -> std::result::Result<String, AppError> {
    match id.parse::<u8>()? {
        3 => Ok("Earth".to_owned()),
        other => Err(AppError::NoSuchPlanet(other.to_string())),
    }
}

async fn whole_problem() -> Problem {
    Problem::new(StatusCode::FORBIDDEN)
        .r#type("https://example.com/problems/credit")
        .title("You do not have enough \"credit\"")
        .detail("30 are there,\n50 are needed")
        .instance("/account/12345")
        .extension("balance", 30)
        .extension("accounts", ["/account/12345"])
        .extension("balance", json!({"euro": 30}))
}

fn failing() -> impl stream::Stream<Item = std::result::Result<&'static str, &'static str>> {
    stream::iter([Ok("half"), Err("the rest is missing")])
}

/// Four bytes that are said to be as many as the path tells.
async fn declared(doorway::extract::Path(length): doorway::extract::Path<u64>) -> Response {
    let mut response =
        Body::from_stream(stream::iter(["four"].map(Ok::<_, Error>))).into_response();
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

async fn late() -> std::result::Result<&'static str, Error> {
    timeout(Duration::from_millis(1), sleep(Duration::from_secs(60))).await?;
    Ok("in time")
}
