//! Layers that change the type of a request's body.

use doorway::extract::{DefaultBodyLimit, Path, State};
use doorway::handler::Handler;
use doorway::http::StatusCode;
use doorway::middleware::{self, Next};
use doorway::routing::{get, post};
use doorway::testing::TestClient;
use doorway::{Body, Request, Response, Router};
use tower::ServiceBuilder;
use tower_http::body::Limited;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::map_request_body::MapRequestBodyLayer;

async fn length(body: String) -> String {
    body.len().to_string()
}

async fn kept(Path(key): Path<String>, State(prefix): State<&'static str>, body: String) -> String {
    format!("{prefix}{key}={}", body.len())
}

#[test]
fn a_limit_stands_anywhere() {
    let three = || RequestBodyLimitLayer::new(3);
    let app = Router::new()
        .route("/router", post(length))
        .layer(three())
        .route("/route", post(length).layer(three()))
        .route("/handler", post(length.layer(three())))
        .route(
            "/builder",
            post(length).layer(
                ServiceBuilder::new()
                    .layer(three())
                    .map_request(|request: doorway::tower::Request<Limited<Body>>| {
                        request.map(Body::new)
                    })
                    .layer(middleware::from_fn(|request: Request, next: Next| next.run(request))),
            ),
        )
        .route("/own/{key}", post(kept.layer((DefaultBodyLimit::disable(), three()))))
        .with_state("k:");
    let client = TestClient::new(app);
    for path in ["/router", "/route", "/handler", "/own/x"] {
        let answer = if path == "/own/x" { "k:x=3" } else { "3" };
        assert_eq!(client.post(path).body("abc").send().text(), answer, "{path}");
        assert_eq!(client.post(path).body("abcd").send().status(), 413, "{path}");
    }
}

#[test]
fn a_body_is_another_one() {
    let app: Router = Router::new()
        .route("/", post(length))
        .layer(MapRequestBodyLayer::new(|_: Body| "replaced by a text".to_owned()))
        .layer(MapRequestBodyLayer::new(Body::new));
    assert_eq!(TestClient::new(app).post("/").body("x").send().text(), "18");
}

#[test]
fn the_default_limit_is_a_layer_of_towers() {
    let limit = || DefaultBodyLimit::max(3);
    let status = SetStatus;
    let app: Router = Router::new()
        .route("/pair", post(length).layer((status, limit())))
        .route("/builder", post(length).layer(ServiceBuilder::new().layer(status).layer(limit())))
        .route("/get", get(|| async { "get" }));
    let client = TestClient::new(app);
    for path in ["/pair", "/builder"] {
        assert_eq!(client.post(path).body("abc").send().status(), 202, "{path}");
        assert_eq!(client.post(path).body("abcd").send().header("x-was"), Some("413"), "{path}");
    }
}

/// Says what the status was.
#[derive(Clone, Copy)]
struct SetStatus;

impl<S> tower::Layer<S> for SetStatus {
    type Service = tower::util::MapResponse<S, fn(Response) -> Response>;

    fn layer(&self, inner: S) -> Self::Service {
        tower::util::MapResponse::new(inner, |mut response| {
            let was = response.status().as_u16().into();
            response.headers_mut().insert("x-was", was);
            *response.status_mut() = StatusCode::ACCEPTED;
            response
        })
    }
}
