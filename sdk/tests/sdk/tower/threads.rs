//! Requests, services and their futures that come to another thread, as a server has them: nothing of
//! doorway's is in reach there, and dropping it does no harm.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::thread;

use doorway::extract::{MatchedPath, Path};
use doorway::http::{self, StatusCode};
use doorway::middleware::{Next, from_fn};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::tower::ResponseFuture;
use doorway::{Body, Request, Response, Router};
use tower::{Layer, Service, ServiceExt};

/// Something that came from another thread is used or dropped there.
fn elsewhere<T: Send + 'static>(value: T, act: impl FnOnce(T) + Send + 'static) {
    thread::spawn(move || act(value)).join().unwrap();
}

#[test]
fn a_converted_request_is_dropped_elsewhere() {
    let app = get(async |request: http::Request<Body>| {
        let extensions = request.extensions().clone();
        elsewhere(extensions, |extensions| drop(extensions.clone()));
        elsewhere(request, drop);
        "dropped"
    });
    let client = TestClient::new(Router::new().route("/{name}", app));
    assert_eq!(client.get("/earth").send().text(), "dropped");
}

#[test]
fn a_request_that_comes_back_has_its_route() {
    async fn cloned_elsewhere(request: http::Request<Body>, next: Next) -> Response {
        let (parts, body) = request.into_parts();
        let kept = Arc::new(Mutex::new(None));
        elsewhere((kept.clone(), parts.extensions.clone()), |(kept, extensions)| {
            *kept.lock().unwrap() = Some(extensions.clone());
        });
        let response = next.run(http::Request::from_parts(parts, body)).await;
        assert!(kept.lock().unwrap().is_some());
        response
    }

    let named = async |Path(name): Path<String>, path: MatchedPath| format!("{name} {path:?}");
    let app = Router::new().route("/{name}", get(named)).layer(from_fn(cloned_elsewhere));
    let text = TestClient::new(app).get("/earth").send().text().to_owned();
    assert!(text.starts_with("earth ") && text.contains("/{name}"), "{text}");
}

async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-marked", "yes".parse().unwrap());
    response
}

#[test]
fn a_service_with_a_layer_is_dropped_and_cloned_elsewhere() {
    let inner = tower::service_fn(|_: http::Request<Body>| {
        ready(Ok::<Response, Infallible>(Response::default()))
    });
    let service = from_fn(mark).layer(inner);
    let (there, back) = std::sync::mpsc::channel();
    elsewhere(service.clone(), move |service| there.send(service.clone()).unwrap());
    let returned = back.recv().unwrap();
    let response = block_on(returned.oneshot(http::Request::new(Body::empty()))).unwrap();
    assert_eq!(response.headers()["x-marked"], "yes");

    let called = thread::spawn(move || {
        let mut service = service;
        drop(service.call(http::Request::new(Body::empty())));
    });
    let panic = called.join().unwrap_err();
    assert!(panic.downcast_ref::<&str>().is_some_and(|what| what.contains("another thread")));
}

/// Keeps the service that it is put around on another thread, as a buffer does.
#[derive(Clone)]
struct Elsewhere;

impl<S: Clone + Send + 'static> Layer<S> for Elsewhere {
    type Service = S;

    fn layer(&self, inner: S) -> S {
        elsewhere(inner.clone(), |inner| drop(inner.clone()));
        inner
    }
}

#[test]
fn the_rest_of_a_way_is_dropped_elsewhere() {
    let app = Router::new().route("/", get("tea")).layer(Elsewhere);
    assert_eq!(TestClient::new(app).get("/").send().text(), "tea");
}

#[test]
fn the_future_of_a_response_is_dropped_elsewhere() {
    let mut router = Router::<()>::new().route("/", get(StatusCode::OK)).into_service::<Body>();
    let future: ResponseFuture = router.call(http::Request::new(Body::empty()));
    elsewhere(future, drop);
}
