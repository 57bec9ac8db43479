//! The path of the matched route in spans and metrics, as recipes for tracing have it.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use doorway::{
    Router,
    body::Body,
    extract::{Extension, MatchedPath, Request},
    http,
    middleware::{self, Next},
    response::IntoResponse,
    routing::get,
    testing::TestClient,
};
use tower_http::trace::TraceLayer;
use tracing::info_span;

type Lines = Arc<Mutex<Vec<String>>>;

fn path_of(extensions: &http::Extensions) -> String {
    let path = extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    path.unwrap_or("-").to_owned()
}

fn app(spans: Lines, metrics: Lines) -> Router {
    let users = Router::new()
        .route("/", get(|| async { "all" }))
        .route("/{id}", get(|request: Request| async move { path_of(request.extensions()) }));
    let by_hand = get(|path: Option<Extension<MatchedPath>>| async move {
        path.map(|Extension(path)| path.as_str().to_owned()).unwrap_or_default()
    });
    Router::new()
        .nest("/users", users)
        .route("/by-hand/{*rest}", by_hand)
        .nest_service("/files", Router::new().route("/{name}", get(seen)).fallback(seen))
        .route_layer(middleware::from_fn(move |req: Request, next: Next| {
            track_metrics(metrics.clone(), req, next)
        }))
        .fallback(seen)
        .layer(TraceLayer::new_for_http().make_span_with(move |request: &http::Request<Body>| {
            let matched_path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
            spans.lock().unwrap().push(matched_path.unwrap_or("-").to_owned());
            info_span!("http_request", method = ?request.method(), matched_path)
        }))
}

async fn seen(request: Request) -> String {
    path_of(request.extensions())
}

async fn track_metrics(metrics: Lines, req: Request, next: Next) -> impl IntoResponse {
    let start = Instant::now();
    let path = match req.extensions().get::<MatchedPath>() {
        Some(matched_path) => matched_path.as_str().to_owned(),
        None => req.uri().path().to_owned(),
    };
    let method = req.method().clone();
    let response = next.run(req).await;
    let _ = start.elapsed();
    metrics.lock().unwrap().push(format!("{method} {path} {}", response.status().as_u16()));
    response
}

#[test]
fn the_path_of_the_route_is_an_extension() {
    let (spans, metrics) = (Lines::default(), Lines::default());
    let client = TestClient::new(app(spans.clone(), metrics.clone()));
    for (path, span, answer, metric) in [
        ("/users", "/users", "all", "GET /users 200"),
        ("/users/7", "/users/{id}", "/users/{id}", "GET /users/{id} 200"),
        ("/by-hand/a/b", "/by-hand/{*rest}", "/by-hand/{*rest}", "GET /by-hand/{*rest} 200"),
        // Another router is asked, which sees what it has matched itself.
        ("/files/a", "/files", "/files/{name}", "GET /files 200"),
        ("/files/a/b", "/files", "-", "GET /files 200"),
        ("/elsewhere", "-", "-", ""),
    ] {
        assert_eq!(client.get(path).send().text(), answer, "{path}");
        assert_eq!(spans.lock().unwrap().pop().unwrap(), span, "{path}");
        assert_eq!(metrics.lock().unwrap().pop().unwrap_or_default(), metric, "{path}");
    }
}

#[test]
fn a_matched_path_goes_to_other_threads() {
    fn is_extension<T: Clone + Send + Sync + 'static>() {}
    is_extension::<MatchedPath>();
}
