//! Handlers with layers and states of their own, and services of them.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use doorway::extract::{MatchedPath, Path, State};
use doorway::handler::{Handler, HandlerWithoutStateExt};
use doorway::http::{Request, StatusCode};
use doorway::middleware::{Next, from_fn};
use doorway::response::{IntoResponse, Response};
use doorway::routing::{get, post};
use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep};
use doorway::{Body, Router};
use tower::ServiceExt;
use tower::limit::ConcurrencyLimitLayer;
use tower_http::set_status::SetStatusLayer;

use crate::support::ask::check;

async fn named(State(name): State<&'static str>, Path(id): Path<u8>, path: MatchedPath) -> String {
    format!("{name} {id} {}", path.as_str())
}

async fn brand(request: doorway::Request, next: Next) -> Response {
    ([("x-brand", "doorway")], next.run(request).await).into_response()
}

#[test]
fn a_layer_is_around_one_handler() {
    let created = SetStatusLayer::new(StatusCode::CREATED);
    let layered = named.layer(created).layer(from_fn(brand));
    let app = |name| {
        Router::new()
            .route("/{id}", get(layered.clone()).post(named))
            .route("/{id}/x", post(layered.clone()))
            .with_state(name)
    };
    let earth: Router = app("Earth");
    let both: Router = earth.clone().nest("/mars", app("Mars"));
    check(
        &both,
        [
            ("GET /1", "201 Earth 1 /{id}"),
            ("POST /1", "200 Earth 1 /{id}"),
            ("POST /1/x", "201 Earth 1 /{id}/x"),
            ("GET /mars/2", "201 Mars 2 /mars/{id}"),
            ("GET /1", "201 Earth 1 /{id}"),
        ],
    );
    let client = TestClient::new(both);
    assert_eq!(client.get("/1").send().header("x-brand"), Some("doorway"));
    assert_eq!(client.post("/1").send().header("x-brand"), None);
}

#[test]
fn a_limit_of_a_handler_counts_its_requests() {
    let (now, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let seen = most.clone();
    let slow = move || async move {
        now.set(now.get() + 1);
        most.set(most.get().max(now.get()));
        sleep(Duration::from_millis(2)).await;
        now.set(now.get() - 1);
    };
    let app: Router = Router::new().route("/", get(slow.layer(ConcurrencyLimitLayer::new(2))));
    let send = || app.clone().oneshot(Request::get("/").body(Body::empty()).unwrap());
    block_on(async {
        let requests = (0..5).map(|_| send());
        for response in futures_util::future::join_all(requests).await {
            assert_eq!(response.unwrap().status(), 200);
        }
    });
    assert_eq!(seen.get(), 2);
}

#[test]
fn a_layer_makes_one_service_for_a_handler() {
    let made = Arc::new(AtomicU32::new(0));
    let count = made.clone();
    let layer = tower::layer::layer_fn(move |inner| {
        count.fetch_add(1, Ordering::Relaxed);
        tower::util::MapRequest::new(inner, |request: Request<Body>| request)
    });
    let app: Router = Router::new().route("/", get((|| async {}).layer(layer)));
    let client = TestClient::new(app);
    for _ in 0..3 {
        assert_eq!(client.get("/").send().status(), 200);
    }
    assert_eq!(made.load(Ordering::Relaxed), 1);
}

#[test]
fn a_handler_is_a_service() {
    fn is_service<S: tower::Service<doorway::tower::Request>>(service: S) -> S {
        service
    }
    async fn hello() -> &'static str {
        "Hello!"
    }
    async fn of(State(name): State<String>, body: String) -> String {
        format!("{body}, {name}!")
    }
    super::run(async {
        let service = is_service(hello.into_service());
        let response = service.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(super::text(response).await, "Hello!");

        let service = is_service(of.with_state("Ford".to_owned()));
        assert_eq!(service.state(), "Ford");
        let response = service.clone().oneshot(Request::new("Hi".to_owned())).await.unwrap();
        assert_eq!(super::text(response).await, "Hi, Ford!");

        let made = hello.into_make_service().oneshot("a connection").await.unwrap();
        let response = made.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(super::text(response).await, "Hello!");
        let made = service.into_make_service().oneshot(()).await.unwrap();
        assert_eq!(made.state(), "Ford");
    });
}

#[test]
fn a_method_router_is_a_service() {
    let methods = get(|State(n): State<u8>| async move { n.to_string() })
        .post(|body: String| async move { body })
        .layer(SetStatusLayer::new(StatusCode::ACCEPTED))
        .with_state::<()>(7);
    super::run(async {
        for (request, status, text) in [
            (Request::get("/any/path"), 202, "7"),
            (Request::head("/"), 202, ""),
            (Request::post("/"), 202, "content"),
            (Request::delete("/"), 202, "{\"title\":\"Method Not Allowed\",\"status\":405}"),
        ] {
            let request = request.body(Body::from("content")).unwrap();
            let response = methods.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status);
            assert_eq!(super::text(response).await, text);
        }
    });
}
