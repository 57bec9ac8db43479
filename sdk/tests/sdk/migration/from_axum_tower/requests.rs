//! http's request, wherever axum's programs have it.

use doorway::extract::{FromRequest, MatchedPath, OriginalUri, Path, State};
use doorway::http::request::Parts;
use doorway::http::{HeaderMap, Request, StatusCode};
use doorway::middleware::{self, Next, map_request, map_request_with_state};
use doorway::response::{IntoResponse, Response};
use doorway::routing::{get, post};
use doorway::testing::TestClient;
use doorway::{Body, Json, RequestExt, RequestPartsExt, Router};
use serde_json::Value;

use super::target;
use crate::support::ask::check;

async fn shown(method: doorway::http::Method, request: Request<Body>) -> String {
    format!("{method} {} {}", target(request.uri()), request.headers().contains_key("x-looked"))
}

/// Looks at the parts before the handler does.
async fn looked_at(request: Request<Body>, next: Next) -> Response {
    let (mut parts, body): (Parts, Body) = request.into_parts();
    parts.headers.insert("x-looked", "yes".parse().unwrap());
    next.run(Request::from_parts(parts, body)).await
}

async fn only_json(request: Request<Body>) -> Result<Request<Body>, StatusCode> {
    match request.headers().get("content-type") {
        Some(kind) if kind == "text/plain" => Err(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        _ => Ok(request),
    }
}

async fn marked(State(mark): State<u8>, mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(mark);
    request
}

async fn found(
    path: MatchedPath,
    OriginalUri(whole): OriginalUri,
    Path((org, id)): Path<(String, u32)>,
    headers: HeaderMap,
    request: Request<Body>,
) -> String {
    let (looked, mark) = (headers.contains_key("x-looked"), request.extensions().get::<u8>());
    let (path, whole, uri) = (path.as_str(), target(&whole), target(request.uri()));
    format!("{path} {whole} {uri} {org} {id} {looked} {mark:?}")
}

#[test]
fn it_keeps_the_results_of_routing() {
    let nested = Router::new()
        .route("/users/{id}", get(found))
        .layer(middleware::from_fn(looked_at))
        .layer(map_request(only_json))
        .layer(map_request_with_state(7, marked));
    let app: Router = Router::new().route("/", get(shown)).nest("/{org}", nested);
    check(
        &app,
        [
            ("GET /?a", "200 GET /?a false"),
            (
                "GET /acme/users/7?x",
                "200 /{org}/users/{id} /acme/users/7?x /users/7?x acme 7 true Some(7)",
            ),
            ("GET /acme/users/x", "400"),
        ],
    );
    let plain = TestClient::new(app).get("/acme/users/7").header("content-type", "text/plain");
    assert_eq!(plain.send().status(), 415);
}

#[test]
fn it_keeps_the_limit_of_the_body() {
    async fn text(request: Request<Body>) -> Response {
        request.extract::<String, _>().await.into_response()
    }
    let app: Router = Router::new()
        .route("/", post(text))
        .layer(middleware::from_fn(looked_at))
        .layer(doorway::extract::DefaultBodyLimit::max(3));
    let client = TestClient::new(app);
    assert_eq!(client.post("/").body("abc").send().text(), "abc");
    assert_eq!(client.post("/").body("abcd").send().status(), 413);
}

/// The JSON of a request, and its version.
struct Versioned(u8, Value);

impl<S> FromRequest<S> for Versioned {
    type Rejection = Response;

    async fn from_request(request: doorway::Request, state: &S) -> Result<Self, Response> {
        let mut request: Request<Body> = request.into();
        let Path(version) =
            request.extract_parts::<Path<u8>>().await.map_err(IntoResponse::into_response)?;
        let Json(value) = Json::<Value>::from_request(request.into(), state)
            .await
            .map_err(IntoResponse::into_response)?;
        Ok(Self(version, value))
    }
}

#[test]
fn extractors_by_hand_take_it() {
    async fn answer(Versioned(version, value): Versioned) -> String {
        format!("{version} {value}")
    }
    async fn of_parts(request: Request<Body>) -> Result<String, StatusCode> {
        let (mut parts, _) = request.into_parts();
        let Path(version) = parts.extract::<Path<u8>>().await.map_err(|_| StatusCode::NOT_FOUND)?;
        Ok(format!("{version} of {}", target(&parts.uri)))
    }
    let app: Router =
        Router::new().route("/{version}", post(answer)).route("/parts/{version}", get(of_parts));
    check(&app, [("GET /parts/7", "200 7 of /parts/7"), ("GET /parts/x", "404")]);
    let client = TestClient::new(app);
    let send = |path| client.post(path).json(&serde_json::json!([1])).send();
    assert_eq!(send("/2").text(), "2 [1]");
    assert_eq!(send("/x").status(), 400);
}

#[test]
fn requests_have_builders_by_their_method() {
    let request = doorway::Request::put("/x").body(Body::empty()).unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("PUT", "/x"));
    assert_eq!(doorway::Request::trace("/").body(()).unwrap().method(), "TRACE");
}
