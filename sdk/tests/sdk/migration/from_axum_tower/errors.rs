//! Errors of services and layers, and the functions that answer them.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use doorway::error_handling::{HandleError, HandleErrorLayer, future::HandleErrorFuture};
use doorway::extract::{OriginalUri, Path};
use doorway::http::{HeaderMap, Method, Request, StatusCode, Uri};
use doorway::response::{IntoResponse, Response};
use doorway::routing::{get, get_service};
use doorway::{Body, BoxError, Router, ServiceExt};
use tower::{Layer, Service, ServiceBuilder, service_fn};

use super::target;
use crate::support::ask::check;

/// Fails where the path says so.
async fn stock(request: Request<Body>) -> Result<Response<Body>, io::Error> {
    match request.uri().path() {
        "/pens" => Ok(Response::new(Body::from("12 pens"))),
        path => Err(io::Error::other(format!("no shelf {path}"))),
    }
}

async fn no_shelf(error: io::Error) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, error.to_string())
}

#[test]
fn a_fallible_service_answers_by_a_function() {
    let app = Router::new()
        .route_service("/pens", HandleError::new(service_fn(stock), no_shelf))
        .route("/ink", get_service(service_fn(stock).handle_error(no_shelf)))
        .nest_service("/shelf", HandleErrorLayer::new(no_shelf).layer(service_fn(stock)));
    check(
        &app,
        [
            ("GET /pens", "200 12 pens"),
            ("GET /ink", "404 no shelf /ink"),
            ("GET /shelf/pens", "200 12 pens"),
            ("GET /shelf/paper", "404 no shelf /paper"),
        ],
    );
}

#[test]
fn extractors_go_before_the_error() {
    async fn all(
        method: Method,
        uri: Uri,
        OriginalUri(whole): OriginalUri,
        Path(room): Path<u8>,
        error: io::Error,
    ) -> String {
        format!("{method} {} of {} in {room}: {error}", target(&uri), target(&whole))
    }
    let app =
        Router::<()>::new().nest_service("/rooms/{room}", HandleError::new(service_fn(stock), all));
    check(
        &app,
        [
            ("GET /rooms/7/paper", "200 GET /paper of /rooms/7/paper in 7: no shelf /paper"),
            ("GET /rooms/7/pens", "200 12 pens"),
            // An extractor goes before the service.
            ("GET /rooms/x/pens", "400"),
        ],
    );
}

/// A layer whose service fails for requests without `?pass`.
#[derive(Clone)]
struct Gate;

#[derive(Clone)]
struct Gated<S>(S);

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated(inner)
    }
}

impl<S, B> Service<Request<B>> for Gated<S>
where
    S: Service<Request<B>, Error: Into<BoxError>, Future: 'static>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<S::Response, BoxError>>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if request.uri().query() != Some("pass") {
            return Box::pin(async { Err("there is no pass".into()) });
        }
        let future = self.0.call(request);
        Box::pin(async { future.await.map_err(Into::into) })
    }
}

async fn refused(uri: Uri, headers: HeaderMap, error: BoxError) -> (StatusCode, String) {
    let knows = headers.contains_key("x-pass");
    (StatusCode::FORBIDDEN, format!("{} {knows} {error}", uri.path()))
}

#[test]
fn a_layer_that_fails_is_below_the_one_that_handles() {
    let builder = || {
        ServiceBuilder::new()
            .layer(HandleErrorLayer::new(refused))
            .layer(Gate)
            .load_shed()
            .concurrency_limit(8)
    };
    let inner = Router::new().route("/b", get(|| async { "b" })).layer(builder());
    let app: Router = Router::new()
        .route("/a", get(|| async { "a" }).layer(builder()))
        .nest("/in", inner)
        .route_layer(HandleErrorLayer::new(|_: Infallible| async {}));
    check(
        &app,
        [
            ("GET /a?pass", "200 a"),
            ("GET /a", "403 /a false there is no pass"),
            ("GET /in/b?pass", "200 b"),
            ("GET /in/b", "403 /b false there is no pass"),
        ],
    );
}

#[test]
fn an_error_passes_by_the_middlewares_between() {
    use doorway::middleware::{Next, from_fn};
    let after = Arc::new(AtomicUsize::new(0));
    let count = after.clone();
    let counting = from_fn(move |request: doorway::Request, next: Next| async move {
        let response = next.run(request).await;
        count.fetch_add(1, Ordering::Relaxed);
        response
    });
    let app: Router = Router::new().route("/", get(|| async { "in" })).layer(
        ServiceBuilder::new()
            .layer(HandleErrorLayer::new(|error: BoxError| async move {
                (StatusCode::BAD_GATEWAY, error.to_string())
            }))
            .layer(counting)
            .layer(Gate),
    );
    check(&app, [("GET /?pass", "200 in"), ("GET /", "502 there is no pass")]);
    assert_eq!(after.load(Ordering::Relaxed), 6);
}

#[test]
fn an_error_that_nobody_handles_is_a_bare_500() {
    let app: Router = Router::new().route("/", get(|| async { "in" })).layer(Gate);
    check(&app, [("GET /?pass", "200 in"), ("GET /", "500")]);
}

#[test]
fn the_types_have_axums_names() {
    // As a service with a future of its own names it.
    fn called<S, F>(service: &mut HandleError<S, F, ()>) -> HandleErrorFuture
    where
        HandleError<S, F, ()>: Service<Request<Body>, Future = HandleErrorFuture>,
    {
        service.call(Request::default())
    }
    let mut service = HandleError::new(service_fn(stock), no_shelf);
    let future = called(&mut service);
    super::run(async {
        let response = future.await.unwrap();
        assert_eq!(response.status(), 404);
    });
    // One with a time limit builds; it runs where there is tokio.
    let _: Router = Router::new().route("/", get(|| async {})).layer(
        ServiceBuilder::new()
            .layer(HandleErrorLayer::new(|_: BoxError| async { StatusCode::REQUEST_TIMEOUT }))
            .timeout(Duration::from_secs(10)),
    );
    let _ = (StatusCode::OK, "shown").into_response();
}
