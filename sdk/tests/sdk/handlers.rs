//! The arguments and return types of handlers.

use doorway::extract::{MatchedPath, OriginalUri, Path, RawPathParams};
use doorway::http::{Extensions, HeaderMap, Method, StatusCode, Uri, Version};
use doorway::response::{IntoResponse, NoContent};
use doorway::routing::{any, get, post};
use doorway::testing::TestClient;
use doorway::{Body, Request, Response, Router};

use crate::support::ask::check;

async fn none() -> &'static str {
    "none"
}

async fn body(body: String) -> String {
    body
}

async fn head_and_body(method: Method, body: String) -> String {
    format!("{method} {body}")
}

#[allow(clippy::too_many_arguments)]
async fn sixteen(
    a: Method,
    _: Uri,
    _: Version,
    _: HeaderMap,
    _: Extensions,
    _: OriginalUri,
    _: MatchedPath,
    _: RawPathParams,
    b: Path<String>,
    c: Option<Path<String>>,
    _: Result<MatchedPath, doorway::extract::rejection::MatchedPathRejection>,
    _: Uri,
    _: Version,
    _: Option<MatchedPath>,
    _: HeaderMap,
    body: String,
) -> String {
    format!("{a} {} {} {body}", b.0, c.is_some())
}

#[test]
fn up_to_sixteen_arguments() {
    let app = Router::new()
        .route("/none", any(none))
        .route("/body", any(body))
        .route("/two", any(head_and_body))
        .route("/sixteen/{name}", any(sixteen));
    let client = TestClient::new(app);
    let post = |path| client.post(path).body("content").send().text();
    assert_eq!(post("/none"), "none");
    assert_eq!(post("/body"), "content");
    assert_eq!(post("/two"), "POST content");
    assert_eq!(post("/sixteen/x"), "POST x true content");
}

#[test]
fn the_last_argument_may_be_of_the_head() {
    let app = Router::new()
        .route("/a", get(|_: HeaderMap, method: Method| async move { method.to_string() }))
        .route("/b", get(|request: Request| async move { request.uri().path().to_owned() }))
        .route("/c", get(|_: Uri, body: Body| async move { doorway::Response::new(body) }));
    check(&app, [("GET /a", "200 GET"), ("GET /b", "200 /b"), ("GET /c", "200")]);
}

#[test]
fn closures_functions_and_values_are_handlers() {
    fn boxed() -> std::pin::Pin<Box<dyn Future<Output = String>>> {
        Box::pin(async { "boxed".to_owned() })
    }
    let app = Router::new()
        .route("/closure", get(|| async { "closure" }))
        .route("/async", get(async || "async closure"))
        .route("/boxed", get(boxed))
        .route("/value", get("value"))
        .route("/status", get(StatusCode::NO_CONTENT))
        .route("/tuple", get((StatusCode::ACCEPTED, [("x-y", "z")], String::from("tuple"))))
        .route("/unit", get(()))
        .route("/no-content", get(NoContent));
    check(
        &app,
        [
            ("GET /closure", "200 closure"),
            ("GET /async", "200 async closure"),
            ("GET /boxed", "200 boxed"),
            ("GET /value", "200 value"),
            ("GET /status", "204"),
            ("GET /tuple", "202 tuple"),
            ("GET /unit", "200"),
            ("GET /no-content", "204"),
        ],
    );
}

#[test]
fn the_first_refusal_answers() {
    async fn refused(_: Path<u32>, _: String) -> Result<(), StatusCode> {
        Err(StatusCode::IM_A_TEAPOT)
    }
    let app = Router::new().route("/{id}", post(refused));
    let client = TestClient::new(app);
    assert_eq!(client.post("/x").body(&b"\xff"[..]).send().status(), 400);
    assert!(client.post("/x").body(&b"\xff"[..]).send().text().contains("id"));
    assert_eq!(client.post("/1").body(&b"\xff"[..]).send().status(), 400);
    assert_eq!(client.post("/1").body("text").send().status(), 418);
}

#[test]
fn results_and_responses_answer() {
    async fn odd(Path(number): Path<u32>) -> Result<String, (StatusCode, String)> {
        match number % 2 {
            1 => Ok("odd".to_owned()),
            _ => Err((StatusCode::UNPROCESSABLE_ENTITY, format!("{number} is even"))),
        }
    }
    async fn any_response(Path(number): Path<u32>) -> Response {
        if number > 5 { NoContent.into_response() } else { "few".into_response() }
    }
    let app = Router::new().route("/odd/{n}", get(odd)).route("/any/{n}", get(any_response));
    check(
        &app,
        [
            ("GET /odd/1", "200 odd"),
            ("GET /odd/2", "422 2 is even"),
            ("GET /any/7", "204"),
            ("GET /any/2", "200 few"),
        ],
    );
}
