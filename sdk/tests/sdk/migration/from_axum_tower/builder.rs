//! doorway's middlewares in a `ServiceBuilder`, among those of tower-http.

use doorway::extract::{Extension, FromRequestParts, MatchedPath, State};
use doorway::http::{HeaderValue, Request, StatusCode, header};
use doorway::middleware::{
    Next, TimeoutLayer, from_extractor, from_extractor_with_state, from_fn, from_fn_with_state,
    map_request, map_response, option_layer,
};
use doorway::request::Parts;
use doorway::response::{IntoResponse, Response};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep};
use doorway::{Body, Router};
use tower::{Layer, ServiceBuilder, ServiceExt};
use tower_http::normalize_path::NormalizePathLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::set_status::SetStatusLayer;

use crate::support::ask::check;

#[derive(Clone)]
struct Site(&'static str);

async fn steps(
    path: Option<MatchedPath>,
    Extension(Site(site)): Extension<Site>,
    Extension(steps): Extension<Vec<&'static str>>,
) -> String {
    let path = path.as_ref().map_or("none", |path| path.as_str());
    format!("{path} {site} {}", steps.join(" "))
}

async fn first(mut request: doorway::Request, next: Next) -> Response {
    request.extensions_mut().insert(vec!["first"]);
    let response = next.run(request).await;
    ([("x-last", "first")], response).into_response()
}

async fn second(
    State(name): State<&'static str>,
    mut request: doorway::Request,
    next: Next,
) -> Result<Response, StatusCode> {
    if request.uri().query() == Some("stop") {
        return Err(StatusCode::IM_A_TEAPOT);
    }
    if let Some(steps) = request.extensions_mut().get_mut::<Vec<&'static str>>() {
        steps.push(name);
    }
    Ok(next.run(request).await)
}

async fn third(mut request: doorway::Request) -> doorway::Request {
    if let Some(steps) = request.extensions_mut().get_mut::<Vec<&'static str>>() {
        steps.push("third");
    }
    request
}

#[test]
fn they_go_from_top_to_bottom() {
    let stack = ServiceBuilder::new()
        .layer(SetStatusLayer::new(StatusCode::ACCEPTED))
        .layer(from_fn(first))
        .layer(SetResponseHeaderLayer::overriding(
            header::SERVER,
            const { HeaderValue::from_static("doorway") },
        ))
        .layer(from_fn_with_state("second", second))
        .layer(map_request(third))
        .layer(Extension(Site("Milliways")))
        .layer(map_response(|response: Response| async { ([("x-mapped", "yes")], response) }))
        .layer(TimeoutLayer::new(Duration::from_secs(60)));
    let app: Router = Router::new()
        .route("/a/{b}", get(steps))
        .layer(stack.clone())
        .route("/c", get(steps).layer(stack));
    check(
        &app,
        [
            ("GET /a/1", "202 /a/{b} Milliways first second third"),
            ("GET /c", "202 /c Milliways first second third"),
            ("GET /c?stop", "202"),
        ],
    );
    let response = TestClient::new(app).get("/c").send();
    let fields = ["x-last", "server", "x-mapped"].map(|name| response.header(name).unwrap());
    assert_eq!(fields, ["first", "doorway", "yes"]);
}

#[test]
fn one_alone_acts_as_without_the_builder() {
    let app: Router = Router::new()
        .route("/", get(steps))
        .layer(ServiceBuilder::new().layer(Extension(Site("Magrathea"))))
        .layer(ServiceBuilder::new().layer(from_fn(first)));
    check(&app, [("GET /", "200 / Magrathea first")]);
}

#[test]
fn they_go_around_services() {
    async fn never(_: Request<Body>) -> Result<Response, std::convert::Infallible> {
        sleep(Duration::from_secs(3600)).await;
        Ok(Response::default())
    }
    let slow = ServiceBuilder::new()
        .layer(TimeoutLayer::new(Duration::from_millis(5)))
        .service(tower::service_fn(never));
    let steps = ServiceBuilder::new()
        .layer(from_fn(first))
        .layer(Extension(Site("of a service")))
        .service(get(steps));
    let app = Router::<()>::new().route_service("/slow", slow).nest_service("/steps", steps);
    check(&app, [("GET /slow", "503"), ("GET /steps/x", "200 /steps of a service first")]);
}

#[test]
fn a_path_is_rewritten_before_the_router() {
    let router = Router::new().route("/a", get(|| async { "a" }));
    let app = NormalizePathLayer::trim_trailing_slash().layer(router);
    let request = Request::get("/a/").body(Body::empty()).unwrap();
    assert_eq!(block_on(app.clone().oneshot(request)).unwrap().status(), 200);
    // As an app it is what `into_make_service` was for.
    let made = doorway::ServiceExt::<Request<Body>>::into_make_service(app);
    let app = block_on(made.oneshot(())).unwrap();
    let request = Request::get("/a//").body(Body::empty()).unwrap();
    assert_eq!(block_on(app.oneshot(request)).unwrap().status(), 200);
}

/// A request with the key of the state.
struct HasKey;

impl<S: AsRef<str>> FromRequestParts<S> for HasKey {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        match parts.uri.query() {
            Some(query) if query == state.as_ref() => Ok(Self),
            _ => Err(StatusCode::UNAUTHORIZED),
        }
    }
}

#[test]
fn an_extractor_keeps_out() {
    let keyed = || from_extractor_with_state::<HasKey, _>("sesame");
    let app: Router = Router::new()
        .route("/a", get(|| async { "a" }))
        .route_layer(keyed())
        .route("/b", get(|| async { "b" }).layer(ServiceBuilder::new().layer(keyed())))
        .route("/c", get(|| async { "c" }).layer(from_extractor::<MatchedPath>()));
    check(
        &app,
        [
            ("GET /a?sesame", "200 a"),
            ("GET /a", "401"),
            ("GET /b?sesame", "200 b"),
            ("GET /b", "401"),
            ("GET /c", "200 c"),
        ],
    );
}

#[test]
fn a_layer_may_be_left_out() {
    for (limit, status) in [(Some(Duration::from_millis(5)), 503), (None, 200)] {
        let limit = || option_layer(limit.map(TimeoutLayer::new));
        let slow = || async {
            sleep(Duration::from_millis(30)).await;
            "slow"
        };
        let stack = ServiceBuilder::new().layer(SetStatusLayer::new(StatusCode::OK)).layer(limit());
        let app: Router = Router::new()
            .route("/a", get(slow).layer(limit()))
            .route("/b", get(slow).layer(stack))
            .layer(option_layer(Some(Extension(Site("x")))))
            .layer(option_layer(None::<SetStatusLayer>));
        let client = TestClient::new(app);
        assert_eq!(client.get("/a").send().status(), status);
        assert_eq!(client.get("/b").send().text() == "slow", status == 200);
    }
}

#[test]
fn an_extension_is_a_part_of_a_response() {
    async fn tagged() -> impl IntoResponse {
        (Extension(Site("Earth")), StatusCode::CREATED, "made")
    }
    async fn shown(response: Response) -> Response {
        let site = response.extensions().get::<Site>().map_or("none", |site| site.0);
        ([("x-site", site)], response).into_response()
    }
    let app: Router = Router::new()
        .route("/", get(tagged))
        .route("/alone", get(|| async { Extension(Site("Mars")) }))
        .layer(map_response(shown));
    let client = TestClient::new(app);
    let response = client.get("/").send();
    assert_eq!((response.status().as_u16(), response.header("x-site")), (201, Some("Earth")));
    assert_eq!(response.text(), "made");
    assert_eq!(client.get("/alone").send().header("x-site"), Some("Mars"));
}
