//! Layers around handlers.

use doorway::extract::{MatchedPath, Path, State};
use doorway::http::{HeaderMap, HeaderValue, Method, StatusCode};
use doorway::middleware::{
    Next, from_fn, from_fn_with_state, map_request, map_request_with_state, map_response,
    map_response_with_state,
};
use doorway::routing::{get, post};
use doorway::{IntoResponse, Request, Response, Router};

use super::AppState;

pub(super) fn routes() -> Router<AppState> {
    let layered = Router::new()
        .route("/layer/inner", get(async || "inner"))
        .route(
            "/layer/two",
            get(async || "two").layer(from_fn(async |request: Request, next: Next| {
                marked("route", next.run(request).await)
            })),
        )
        .route("/layer/body", post(async |body: String| body))
        .layer(from_fn(first))
        .layer(from_fn(second));
    let guarded = Router::new()
        .route("/guarded", get(async || "inside").post(async || "posted"))
        .route_layer(from_fn(key))
        .route("/guarded/handlers", get(async || "inside").route_layer(from_fn(key)));
    let mapped = Router::new()
        .route("/mapped/method", get(async |method: Method| method.to_string()).put(async || "put"))
        .route("/mapped/path/{id}", get(async |Path(id): Path<u8>| id.to_string()))
        .layer(map_request(async |mut request: Request| {
            request.headers_mut().insert("x-mapped", const { HeaderValue::from_static("1") });
            request
        }))
        .layer(map_response_with_state(
            "mapped",
            async |State(name): State<&'static str>, response: Response| marked(name, response),
        ));
    let refusing = Router::new()
        .route(
            "/refusing",
            get(async |headers: HeaderMap| format!("{:?}", headers.get("x-mapped"))),
        )
        .layer(map_request_with_state(2, refuse));
    layered
        .merge(guarded)
        .merge(mapped)
        .merge(refusing)
        .route(
            "/answering",
            get(async || "never")
                .layer(from_fn(async |_: Request, _: Next| StatusCode::IM_A_TEAPOT)),
        )
        .route(
            "/replaced",
            get(async || "lost").layer(map_response(async |response: Response| {
                (
                    StatusCode::ACCEPTED,
                    [("x-was", response.status().as_str().to_owned())],
                    "in its place",
                )
            })),
        )
        .route("/with-state", get(async || "x").layer(from_fn_with_state("doorway", branded)))
        .route("/body-of-another/{id}", post(async |body: String| body).layer(map_request(shouted)))
}

fn marked(mark: &'static str, mut response: Response) -> Response {
    response.headers_mut().append("x-mark", HeaderValue::from_static(mark));
    response
}

async fn first(request: Request, next: Next) -> Response {
    marked("first", next.run(request).await)
}

/// Extractors in front of the request.
async fn second(
    method: Method,
    path: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = marked("second", next.run(request).await);
    let seen = format!("{method} {}", path.as_ref().map_or("-", MatchedPath::as_str));
    response.headers_mut().extend(
        HeaderValue::try_from(seen)
            .ok()
            .map(|seen| (const { doorway::http::HeaderName::from_static("x-seen") }, seen)),
    );
    response
}

async fn key(headers: HeaderMap, request: Request, next: Next) -> Result<Response, StatusCode> {
    match headers.get("x-key") {
        Some(key) if key == "sesame" => Ok(next.run(request).await),
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}

async fn refuse(
    State(most): State<u32>,
    mut request: Request,
) -> Result<Request, (StatusCode, String)> {
    let wish =
        request.headers().get("x-wish").and_then(|wish| wish.to_str().ok()?.parse::<u32>().ok());
    if wish > Some(most) {
        return Err((StatusCode::TOO_MANY_REQUESTS, format!("{most} are the most")));
    }
    request.headers_mut().insert("x-mapped", const { HeaderValue::from_static("2") });
    Ok(request)
}

async fn branded(
    State(name): State<&'static str>,
    request: Request,
    next: Next,
) -> impl IntoResponse {
    ([("x-brand", name)], next.run(request).await)
}

/// The body is read and replaced on the way.
async fn shouted(Path(id): Path<u8>, body: String) -> Request {
    Request::new(format!("{} {id}", body.to_uppercase()))
}
