//! `TimeoutLayer`: what is answered, what is dropped, what is left alone.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;

use doorway::http::StatusCode;
use doorway::middleware::Next;
use doorway::middleware::{TimeoutLayer, from_fn, map_response};
use doorway::routing::get;
use doorway::testing::{TestClient, block_on};
use doorway::time::{Duration, sleep};
use doorway::{Body, Request, Response, Router, Service, client, task};
use futures_util::stream;

const SHORT: Duration = Duration::from_millis(2);
const LONG: Duration = Duration::from_secs(3600);

fn call(app: &Router, path: &'static str) -> Response {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    block_on(Service::call(app, request.into()))
}

fn text(response: Response) -> String {
    block_on(response.into_body().collect_up_to(4096)).unwrap().into_string().unwrap()
}

/// Writes down when it is dropped.
struct Guard(Rc<RefCell<Vec<&'static str>>>, &'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[test]
fn a_handler_that_takes_too_long_is_answered_for() {
    let app = Router::new().route("/", get(pending::<()>)).layer(TimeoutLayer::new(SHORT));
    let response = call(&app, "/");
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(
        text(response),
        r#"{"title":"Service Unavailable","status":503,"detail":"the request took too long to answer"}"#
    );
}

#[test]
fn the_status_may_be_another() {
    let layer = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, SHORT);
    let app = Router::new().route("/", get(pending::<()>)).layer(layer);
    let response = call(&app, "/");
    assert_eq!(response.status(), 408);
    assert!(text(response).contains(r#""status":408"#));
}

#[test]
fn a_handler_in_time_is_left_alone() {
    let app = Router::new()
        .route("/", get(|| async { "at once" }))
        .route(
            "/slower",
            get(|| async {
                sleep(SHORT).await;
                (StatusCode::CREATED, "a little later")
            }),
        )
        .layer(TimeoutLayer::new(LONG));
    let response = call(&app, "/");
    assert_eq!((response.status().as_u16(), text(response).as_str()), (200, "at once"));
    let response = call(&app, "/slower");
    assert_eq!((response.status().as_u16(), text(response).as_str()), (201, "a little later"));
    assert_eq!(call(&app, "/nowhere").status(), 404);
}

#[test]
fn a_result_at_the_deadline_is_in_time() {
    let app = Router::new()
        .route("/", get(|| async { "at once" }))
        .layer(TimeoutLayer::new(Duration::ZERO));
    assert_eq!(call(&app, "/").status(), 200);
}

#[test]
fn the_handlers_future_is_dropped_before_its_answer_is_seen() {
    let events = Rc::<RefCell<Vec<_>>>::default();
    let (inner, outer) = (events.clone(), events.clone());
    let app = Router::new()
        .route(
            "/",
            get(move || {
                let guard = Guard(inner.clone(), "dropped");
                async move {
                    pending::<()>().await;
                    drop(guard);
                }
            }),
        )
        .layer(TimeoutLayer::new(SHORT))
        .layer(from_fn(move |request: Request, next: Next| {
            let events = outer.clone();
            async move {
                let response = next.run(request).await;
                events.borrow_mut().push("answered");
                response
            }
        }));
    assert_eq!(call(&app, "/").status(), 503);
    assert_eq!(*events.borrow(), ["dropped", "answered"]);
}

#[test]
fn requests_under_way_are_given_up() {
    let events = Rc::<RefCell<Vec<_>>>::default();
    let inner = events.clone();
    let upstream = move |_: Request| {
        let guard = Guard(inner.clone(), "given up");
        async move {
            pending::<()>().await;
            drop(guard);
        }
    };
    let ask = || async {
        let request = Request::builder().uri("https://api.test/").body(Body::empty());
        client::send(request.unwrap()).await
    };
    let app = Router::new().route("/", get(ask)).layer(TimeoutLayer::new(SHORT));
    let client = TestClient::new(app).upstream("https://api.test", upstream);
    let response = client.get("/").send();
    assert_eq!((response.status().as_u16(), &**events.borrow()), (503, &["given up"][..]));
}

#[test]
fn a_spawned_task_goes_on() {
    let done = Rc::new(Cell::new(false));
    let seen = done.clone();
    let app = Router::new()
        .route(
            "/",
            get(move || {
                let done = done.clone();
                async move {
                    task::spawn(async move {
                        sleep(SHORT * 4).await;
                        done.set(true);
                    });
                    pending::<()>().await;
                }
            }),
        )
        .layer(TimeoutLayer::new(SHORT));
    assert_eq!(call(&app, "/").status(), 503);
    // `block_on` waits for the tasks.
    assert!(seen.get());
}

#[test]
fn a_body_may_take_longer() {
    let app = Router::new()
        .route(
            "/",
            get(|| async {
                Body::from_stream(stream::once(Box::pin(async {
                    sleep(SHORT * 4).await;
                    Ok::<_, std::io::Error>("late")
                })))
            }),
        )
        .layer(TimeoutLayer::new(SHORT));
    assert_eq!(text(call(&app, "/")), "late");
}

#[test]
fn the_shortest_timeout_counts_in_any_order() {
    let limit = |status: u16, limit| {
        TimeoutLayer::with_status_code(StatusCode::from_u16(status).unwrap(), limit)
    };
    let app = Router::new().route("/", get(pending::<()>));
    let short_inside = app.clone().layer(limit(501, SHORT)).layer(limit(502, LONG));
    assert_eq!(call(&short_inside, "/").status(), 501);
    let short_outside = app.layer(limit(501, LONG)).layer(limit(502, SHORT));
    assert_eq!(call(&short_outside, "/").status(), 502);
}

#[test]
fn it_stands_among_other_layers_and_only_where_it_was_put() {
    let mark = |name: &'static str| {
        map_response(move |mut response: Response| async move {
            response.headers_mut().append("x-seen", name.parse().unwrap());
            response
        })
    };
    let seen = |response: &Response| {
        let seen = response.headers().get_all("x-seen").iter();
        seen.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let app = Router::new()
        .route("/slow", get(pending::<()>))
        .route("/fast", get(|| async { "fast" }))
        .layer(mark("inner"))
        .layer(TimeoutLayer::new(SHORT))
        .layer(mark("outer"))
        .route(
            "/free",
            get(|| async {
                sleep(SHORT * 4).await;
                "free"
            }),
        );
    let slow = call(&app, "/slow");
    assert_eq!((slow.status().as_u16(), seen(&slow)), (503, vec!["outer".to_owned()]));
    let fast = call(&app, "/fast");
    assert_eq!((fast.status().as_u16(), seen(&fast).len()), (200, 2));
    assert_eq!(text(call(&app, "/free")), "free");
}
