//! Functions that change requests, or responses.

use doorway::extract::{OriginalUri, Path, State};
use doorway::http::{HeaderMap, Method, StatusCode, Uri};
use doorway::middleware::{
    map_request, map_request_with_state, map_response, map_response_with_state,
};
use doorway::routing::{any, get};
use doorway::testing::TestClient;
use doorway::{Body, Json, Request, Response, Router};

use crate::support::ask::check;

#[test]
fn requests_may_be_changed() {
    async fn change(mut request: Request) -> Request {
        *request.method_mut() = Method::PATCH;
        *request.uri_mut() = "/changed?q".parse().unwrap();
        request.headers_mut().insert("x-changed", "yes".parse().unwrap());
        *request.body_mut() = Body::from("changed");
        request
    }
    let seen = |method: Method,
                uri: Uri,
                OriginalUri(whole): OriginalUri,
                headers: HeaderMap,
                body: String| async move {
        format!("{method} {uri} of {} {} {body}", whole.path(), headers.contains_key("x-changed"))
    };
    let app = Router::new().route("/", any(seen)).layer(map_request(change));
    let expected = "PATCH /changed?q of / true changed";
    assert_eq!(TestClient::new(app).post("/").body("x").send().text(), expected);
}

#[test]
fn a_mapped_request_may_be_http_s_own() {
    async fn change(request: Request) -> doorway::http::Request<Body> {
        let mut request = doorway::http::Request::from(request);
        request.headers_mut().insert("x-changed", "yes".parse().unwrap());
        request
    }
    let app = Router::new()
        .route(
            "/",
            any(|headers: HeaderMap| async move {
                headers["x-changed"].clone().to_str().map(str::to_owned).unwrap()
            }),
        )
        .layer(map_request(change));
    check(&app, [("GET /", "200 yes")]);
}

#[test]
fn a_map_of_requests_may_refuse_them() {
    async fn only_even(
        State(divisor): State<u32>,
        Path(number): Path<u32>,
        request: Request,
    ) -> Result<Request, (StatusCode, String)> {
        match number % divisor {
            0 => Ok(request),
            rest => Err((StatusCode::BAD_REQUEST, format!("{rest} too many"))),
        }
    }
    let app = Router::new()
        .route("/{n}", get(|Path(number): Path<u32>| async move { number.to_string() }))
        .layer(map_request_with_state(2, only_even));
    check(&app, [("GET /4", "200 4"), ("GET /5", "400 1 too many"), ("GET /x", "400")]);
}

#[test]
fn responses_may_be_changed() {
    async fn change(mut response: Response) -> Response {
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        response.headers_mut().insert("allow", "TEA".parse().unwrap());
        response
    }
    let app = Router::new().route("/", get("x")).layer(map_response(change));
    check(&app, [("GET /", "418 [TEA] x"), ("GET /x", "418 [TEA]"), ("PUT /", "418 [TEA]")]);
}

#[test]
fn maps_of_responses_have_extractors_and_state() {
    async fn sign(
        State(name): State<&'static str>,
        method: Method,
        OriginalUri(uri): OriginalUri,
        response: Response,
    ) -> (StatusCode, [(&'static str, String); 1], Response) {
        (response.status(), [("allow", format!("{name} {method} {}", uri.path()))], response)
    }
    let inner = Router::new().route("/a", any("a")).layer(map_response_with_state("inner", sign));
    let app = Router::new().nest("/n", inner);
    check(&app, [("PUT /n/a", "200 [inner PUT /n/a] a"), ("PUT /n/b", "404")]);
}

#[test]
fn a_map_of_responses_may_return_anything() {
    async fn to_json(response: Response) -> Json<Vec<u16>> {
        Json(vec![response.status().as_u16()])
    }
    async fn or_error(response: Response) -> Result<Response, StatusCode> {
        if response.status().is_success() { Ok(response) } else { Err(StatusCode::BAD_GATEWAY) }
    }
    let app = Router::new().route("/", get("x")).layer(map_response(to_json));
    check(&app, [("GET /", "200 [200]"), ("GET /x", "200 [404]")]);
    let app = Router::new().route("/", get("x")).layer(map_response(or_error));
    check(&app, [("GET /", "200 x"), ("GET /x", "502")]);
}

#[test]
fn maps_stand_beside_each_other() {
    async fn add(State(word): State<&'static str>, mut request: Request) -> Request {
        let body = std::mem::take(request.body_mut());
        let text = body.collect_up_to(64).await.unwrap().into_string().unwrap();
        *request.body_mut() = format!("{text}{word}").into();
        request
    }
    async fn wrap(State(word): State<&'static str>, response: Response) -> Response {
        let text = response.into_body().collect_up_to(64).await.unwrap().into_string().unwrap();
        Response::new(format!("{word}({text})").into())
    }
    let app = Router::new()
        .route("/", any(|body: String| async { body }))
        .layer(map_request_with_state("3", add))
        .layer(map_response_with_state("in", wrap))
        .layer(map_request_with_state("2", add))
        .layer(map_response_with_state("out", wrap));
    assert_eq!(TestClient::new(app).put("/").body("1").send().text(), "out(in(123))");
}
