//! `AccessLogLayer`: one line a request, when its response has ended or was given up.
#![cfg(feature = "log")]

use std::future::pending;

use doorway::extract::TraceContext;
use doorway::http::{HeaderMap, HeaderValue, StatusCode};
use doorway::middleware::{AccessLogLayer, Next, TimeoutLayer, TraceContextLayer, from_fn};
use doorway::routing::get;
use doorway::testing::TestClient;
use doorway::time::{Duration, sleep};
use doorway::{Body, Error, Request, Router, client};
use futures_util::stream;
use serde_json::Value;

mod capture;
mod routes;
mod text;

use capture::{ON, capture, client_of, entry, hello, in_json, lines, logged, object};

#[test]
fn a_line_for_a_request() {
    let client = logged(Router::new().route("/planets/{id}", get(hello)));
    client.get("/planets/3?secret=1").send().text();
    assert_eq!(entry(), "GET /planets/3 200 13B route=/planets/{id}");
    client.get("/nowhere").send().text();
    assert!(entry().starts_with("GET /nowhere 404 "));
    client.delete("/planets/3").send().text();
    assert!(entry().starts_with("DELETE /planets/3 405 "));
    client.options("/planets/3").send().text();
    assert!(entry().starts_with("OPTIONS /planets/3 204 0B route="));
}

#[test]
fn a_line_of_json() {
    let client = in_json(Router::new().route("/planets/{id}", get(hello)));
    client.get("/planets/3?secret=1").send().text();
    let mut object = object();
    assert!(object["duration_ms"].as_f64().is_some_and(|took| took >= 0.0));
    object["duration_ms"] = Value::Null;
    let expected = serde_json::json!({
        "method": "GET", "path": "/planets/3", "status": 200, "bytes": 13, "duration_ms": null,
        "route": "/planets/{id}",
    });
    assert_eq!(object, expected);
}

#[test]
fn the_query_only_where_it_is_asked_for() {
    let app = Router::new().route("/", get(hello));
    let client = client_of(app, AccessLogLayer::new().with_query());
    client.get("/?a=b c").send().text();
    assert_eq!(entry(), r#"GET "/?a=b c" 200 13B route=/"#);
}

#[test]
fn a_prefix_is_part_of_the_path() {
    let inner = Router::new().route("/{id}", get(hello)).layer(AccessLogLayer::new());
    capture();
    let client = TestClient::new(Router::new().nest("/planets", inner));
    client.get("/planets/3").send().text();
    assert_eq!(entry(), "GET /planets/3 200 13B route=/planets/{id}");
}

#[test]
fn the_line_comes_when_the_body_has_ended() {
    let chunks = || async { Body::from_stream(stream::iter(["one", "two"].map(Ok::<_, Error>))) };
    let client = logged(Router::new().route("/stream", get(chunks)).route("/bytes", get(hello)));
    for (path, expected) in [("/stream", "6B"), ("/bytes", "13B")] {
        let response = client.get(path).send();
        assert!(lines().is_empty());
        response.text();
        assert_eq!(entry(), format!("GET {path} 200 {expected} route={path}"));
        drop(response);
        assert!(lines().is_empty());
    }
}

#[test]
fn the_time_is_that_of_the_body_too() {
    let slow = || async {
        Body::from_stream(stream::once(Box::pin(async {
            sleep(Duration::from_millis(20)).await;
            Ok::<_, Error>("late")
        })))
    };
    let client = in_json(Router::new().route("/", get(slow)));
    client.get("/").send().text();
    assert!(object()["duration_ms"].as_f64().unwrap() >= 20.0);
}

#[test]
fn a_response_without_a_body_is_whole() {
    let app = Router::new()
        .route("/", get(hello))
        .route("/204", get(|| async { (StatusCode::NO_CONTENT, "never sent") }))
        .route("/304", get(|| async { (StatusCode::NOT_MODIFIED, "never sent") }))
        .route("/empty", get(|| async {}));
    let client = logged(app);
    for (path, status) in [("/204", "204"), ("/304", "304"), ("/empty", "200")] {
        client.get(path).send().text();
        assert_eq!(entry(), format!("GET {path} {status} 0B route={path}"));
    }
    let response = client.head("/").send();
    assert_eq!((response.header("content-length"), &*response.text()), (Some("13"), ""));
    assert_eq!(entry(), "HEAD / 200 0B route=/");
}

#[test]
fn a_response_that_is_given_up_is_logged() {
    let endless = || async { Body::from_stream(stream::repeat_with(|| Ok::<_, Error>("again "))) };
    let failing = || async {
        let chunks = [Ok("some"), Err(Error::other("failed"))];
        Body::from_stream(stream::iter(chunks))
    };
    let app = Router::new()
        .route("/bytes", get(hello))
        .route("/endless", get(endless))
        .route("/failing", get(failing));
    let client = logged(app);
    // The client leaves.
    drop(client.get("/bytes").send());
    assert_eq!(entry(), "GET /bytes 200 0B route=/bytes aborted");
    assert_eq!(client.get("/endless").send().chunks().take(3).count(), 3);
    assert!(entry().ends_with("route=/endless aborted"));
    let failed = client.get("/failing").send();
    assert!(failed.chunks().last().is_some());
    drop(failed);
    assert_eq!(entry(), "GET /failing 200 4B route=/failing aborted");
    let client = in_json(Router::new().route("/", get(hello)));
    drop(client.get("/").send());
    assert_eq!(object()["aborted"], true);
}

#[test]
fn timeouts_are_recognized_on_both_sides() {
    let app = || Router::new().route("/", get(pending::<()>));
    let limit = || TimeoutLayer::new(Duration::from_millis(1));
    logged(app().layer(limit())).get("/").send().text();
    assert!(entry().starts_with("GET / 503 "));
    // It does not see answers from further out.
    capture();
    let client = TestClient::new(app().layer(AccessLogLayer::new()).layer(limit()));
    client.get("/").send().text();
    assert_eq!(entry(), "GET / - 0B route=/ aborted");
    let client = TestClient::new(app().layer(AccessLogLayer::new().json()).layer(limit()));
    client.get("/").send().text();
    assert_eq!(object().get("status"), None);
}

#[test]
fn the_trace_is_logged_wherever_its_layer_is() {
    let pass = || from_fn(|request: Request, next: Next| next.run(request));
    let show = |context: TraceContext| async move {
        format!("{} {}", context.trace_id(), context.span_id())
    };
    let app = || Router::new().route("/", get(show));
    let (access, trace) = (AccessLogLayer::new().json(), TraceContextLayer::new());
    capture();
    for app in [
        app().layer(access).layer(trace),
        app().layer(access).layer(pass()).layer(trace),
        app().layer(trace).layer(access),
        app().layer(trace).layer(pass()).layer(access),
    ] {
        let text = TestClient::new(app).get("/").send().text();
        let object = object();
        let told = ["trace_id", "span_id"].map(|name| object[name].as_str().unwrap().to_owned());
        assert_eq!(told.join(" "), text);
    }
    // Its own, not that of one it asks, nor of one that asks it.
    let ask = || async {
        let request = Request::builder().uri("https://api.test/").body(Body::empty());
        client::send(request.unwrap()).await.map_err(drop).unwrap()
    };
    let client = TestClient::new(Router::new().route("/", get(ask)).layer(access))
        .upstream("https://api.test", app().layer(trace));
    client.get("/").send().text();
    assert_eq!(object().get("trace_id"), None);
}

#[test]
fn a_trace_is_known_without_a_response() {
    let app = Router::new().route("/", get(pending::<()>)).layer(TraceContextLayer::new());
    let client = logged(app.layer(TimeoutLayer::new(Duration::from_millis(1))));
    client.get("/").send().text();
    assert!(entry().contains(" trace_id="));
}

#[test]
fn a_logged_body_keeps_its_length_and_trailers() {
    let with_trailers = || async {
        let mut trailers = HeaderMap::new();
        trailers.insert("x-sum", HeaderValue::from_static("5"));
        Body::from("12345").with_trailers(trailers)
    };
    let app = Router::new().route("/", get(hello)).route("/trailers", get(with_trailers));
    let client = logged(app);
    let response = client.get("/").send();
    assert_eq!(
        (response.header("content-length"), &*response.text()),
        (Some("13"), "Hello, world!")
    );
    let response = client.get("/trailers").send();
    assert_eq!((response.header("trailer"), &*response.text()), (Some("x-sum"), "12345"));
    assert_eq!(response.trailers().unwrap()["x-sum"], "5");
    let logged = lines();
    assert_eq!(logged.len(), 2);
    assert!(logged[1].starts_with("GET /trailers 200 5B ") && !logged[1].ends_with("aborted"));
}

#[test]
fn responses_without_a_logger_are_unchanged() {
    let client = logged(Router::new().route("/", get(hello)));
    ON.set(false);
    assert_eq!(client.get("/").send().text(), "Hello, world!");
    ON.set(true);
    assert!(lines().is_empty());
}
