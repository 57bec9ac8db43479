//! Layers and services of tower: tower-http as it is, and a router as a service.

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;

use doorway::extract::{MatchedPath, OriginalUri, Path};
use doorway::http::header::{
    ACCEPT_ENCODING, ALLOW, AUTHORIZATION, CONTENT_ENCODING, HeaderName, HeaderValue, ORIGIN,
    X_CONTENT_TYPE_OPTIONS,
};
use doorway::http::{Method, Request, StatusCode};
use doorway::routing::{get, post};
use doorway::testing::block_on;
use doorway::tower::from_tower;
use doorway::{Body, Json, Response, Router, Service};
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::sensitive_headers::SetSensitiveHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::set_status::SetStatusLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

fn send(app: &impl Service, request: http::request::Builder) -> Response {
    block_on(app.call(request.body(Body::empty()).unwrap().into()))
}

fn text(response: Response) -> String {
    block_on(response.into_body().collect_up_to(1 << 20)).unwrap().into_string().unwrap()
}

#[test]
fn a_layer_changes_the_response() {
    let app: Router = Router::new()
        .route("/", get(|| async { "tea" }))
        .layer(SetStatusLayer::new(StatusCode::IM_A_TEAPOT));
    let response = send(&app, Request::get("/"));
    assert_eq!(response.status(), 418);
    assert_eq!(text(response), "tea");
}

#[test]
fn results_of_routing_pass_a_layer() {
    let nested = Router::new().route(
        "/users/{id}",
        get(
            |Path((org, id)): Path<(String, u32)>, path: MatchedPath, uri: OriginalUri| async move {
                format!("{org} {id} {} {}", path.as_str(), uri.0)
            },
        ),
    );
    let app: Router = Router::new()
        .nest("/{org}", nested.layer(SetStatusLayer::new(StatusCode::ACCEPTED)))
        .layer(SetResponseHeaderLayer::overriding(
            X_CONTENT_TYPE_OPTIONS,
            const { HeaderValue::from_static("nosniff") },
        ));
    let response = send(&app, Request::get("/acme/users/7?x=1"));
    assert_eq!(response.status(), 202);
    assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(text(response), "acme 7 /{org}/users/{id} /acme/users/7?x=1");
}

#[test]
fn cors_answers_a_preflight_before_the_router() {
    let app: Router = Router::new()
        .route("/", post(|| async { "written" }))
        .layer(CorsLayer::new().allow_origin(Any).allow_methods([Method::POST]));
    let request = Request::options("/")
        .header(ORIGIN, "https://example.com")
        .header("access-control-request-method", "POST");
    let response = send(&app, request);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["access-control-allow-methods"], "POST");

    // An error of the router's own is for the page too.
    let response = send(&app, Request::get("/").header(ORIGIN, "https://example.com"));
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()[ALLOW], "POST, OPTIONS");
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
}

#[test]
fn compression_packs_a_body() {
    let app: Router = Router::new()
        .route("/", get(|| async { "la ".repeat(1000) }))
        .layer(CompressionLayer::new());
    let response = send(&app, Request::get("/").header(ACCEPT_ENCODING, "gzip"));
    assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
    let packed = block_on(response.into_body().collect_up_to(1 << 20)).unwrap().into_bytes();
    assert!(packed.starts_with(&[0x1f, 0x8b]) && packed.len() < 200, "{} bytes", packed.len());
    assert_eq!(text(send(&app, Request::get("/"))).len(), 3000);
}

/// Counts in order.
#[derive(Clone, Default)]
struct Counter(u64);

impl MakeRequestId for Counter {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        self.0 += 1;
        Some(RequestId::new(HeaderValue::from(self.0)))
    }
}

#[test]
fn request_ids_come_back() {
    let id = const { HeaderName::from_static("x-request-id") };
    let app: Router = Router::new()
        .route("/", get(|| async {}))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id.clone(), Counter::default()));
    assert_eq!(send(&app, Request::get("/")).headers()[&id], "1");
    let given = Request::get("/").header(&id, "given");
    assert_eq!(send(&app, given).headers()[&id], "given");
}

#[test]
fn sensitive_headers_are_marked() {
    let app: Router = Router::new()
        .route(
            "/",
            get(|headers: http::HeaderMap| async move {
                headers[AUTHORIZATION].is_sensitive().to_string()
            }),
        )
        .layer(SetSensitiveHeadersLayer::new([AUTHORIZATION]));
    assert_eq!(text(send(&app, Request::get("/").header(AUTHORIZATION, "Basic x"))), "true");
}

#[test]
fn authorization_keeps_out() {
    let app: Router = Router::new()
        .route("/", get(|| async { "inside" }))
        .layer(ValidateRequestHeaderLayer::accept("application/json"));
    assert_eq!(send(&app, Request::get("/").header("accept", "text/html")).status(), 406);
    assert_eq!(text(send(&app, Request::get("/").header("accept", "application/json"))), "inside");
}

/// Counts the requests it has seen; a clone counts on.
#[derive(Clone, Default)]
struct Counting<S> {
    inner: S,
    seen: Rc<Cell<u32>>,
}

impl<S, R> tower_service::Service<R> for Counting<S>
where
    S: tower_service::Service<R>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(
        &mut self,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.seen.set(self.seen.get() + 1);
        self.inner.call(request)
    }
}

#[test]
fn a_layer_is_applied_once_to_each_handler() {
    let made = Rc::new(Cell::new(0));
    let count = made.clone();
    let seen = Rc::new(Cell::new(0));
    let all = seen.clone();
    let layer = tower::layer::layer_fn(move |inner| {
        count.set(count.get() + 1);
        Counting { inner, seen: all.clone() }
    });
    let app: Router =
        Router::new().route("/a", get(|| async {})).route("/b", get(|| async {})).layer(layer);
    for path in ["/a", "/a", "/b", "/a", "/b"] {
        assert_eq!(send(&app, Request::get(path)).status(), 200);
    }
    assert_eq!((made.get(), seen.get()), (2, 5));
}

#[test]
fn a_router_is_a_tower_service() {
    let app: Router = Router::new().route(
        "/sum",
        post(
            |Json(numbers): Json<Vec<i32>>| async move { numbers.iter().sum::<i32>().to_string() },
        ),
    );
    let request = Request::post("/sum")
        .header("content-type", "application/json")
        .body(http_body_util::Full::from("[1, 2, 39]"))
        .unwrap();
    let response = block_on(app.oneshot(request)).unwrap();
    assert_eq!(text(response), "42");
}

#[test]
fn a_tower_service_is_nested() {
    let echo = tower::service_fn(|request: Request<Body>| async move {
        Ok::<_, Infallible>(Response::new(Body::from(request.uri().to_string())))
    });
    let app: Router = Router::new().nest_service("/tower", from_tower(echo));
    assert_eq!(text(send(&app, Request::get("/tower/a/b?c"))), "/a/b?c");
}

#[test]
fn an_error_of_a_tower_service_stays_inside() {
    let broken = tower::service_fn(|_: Request<Body>| async {
        Err::<Response, _>(std::io::Error::other("the password is sesame"))
    });
    let app: Router = Router::new().route_service("/", from_tower(broken));
    let response = send(&app, Request::get("/"));
    assert_eq!(response.status(), 500);
    assert_eq!(text(response), "");
}

#[test]
fn an_axum_router_is_an_app() {
    let axum = axum::Router::new().route(
        "/hello/{name}",
        axum::routing::post(
            |axum::extract::Path(name): axum::extract::Path<String>, body: String| async move {
                format!("{name}: {body}")
            },
        ),
    );
    let app = from_tower(axum);
    let request = Request::post("/hello/axum").body(Body::from("body")).unwrap();
    assert_eq!(text(block_on(app.call(request.into()))), "axum: body");
}

mod exported {
    use doorway::http_handler;

    /// Compiles: a plain `fn` may return a service of tower's.
    #[http_handler]
    fn app() -> axum::Router {
        axum::Router::new().route("/", axum::routing::get(|| async { "axum" }))
    }
}
