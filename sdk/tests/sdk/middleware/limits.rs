//! How long a body may be, by where the limit is set.

use doorway::extract::DefaultBodyLimit;
use doorway::middleware::{Next, from_fn};
use doorway::routing::{MethodRouter, post};
use doorway::testing::TestClient;
use doorway::{Body, Error, Json, Request, Response, Router};

const MIB: usize = 1024 * 1024;

fn text() -> MethodRouter {
    post(|body: String| async move { body.len().to_string() })
}

/// The statuses of bodies of these lengths.
#[track_caller]
fn limits<const N: usize>(app: &Router, path: &str, lengths: [(usize, u16); N]) {
    let client = TestClient::new(app.clone());
    for (length, status) in lengths {
        let declared = client.post(path).body("x".repeat(length)).send();
        assert_eq!(declared.status(), status, "{path} {length}");
        if status == 413 {
            assert_eq!(declared.header("content-type"), Some("application/problem+json"));
        }
        let chunks = vec!["x".repeat(length / 2), "x".repeat(length - length / 2)];
        let chunks = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, Error>));
        let streamed = client.post(path).body(Body::from_stream(chunks)).send();
        assert_eq!(streamed.status(), status, "{path} {length}, streamed");
    }
}

#[test]
fn the_limit_is_two_mebibytes_where_none_is_set() {
    let app = Router::new().route("/", text());
    limits(&app, "/", [(0, 200), (2 * MIB, 200), (2 * MIB + 1, 413)]);
}

#[test]
fn a_route_or_a_router_may_have_its_own() {
    let app = Router::new()
        .route("/small", text().layer(DefaultBodyLimit::max(2)))
        .route("/large", text().layer(DefaultBodyLimit::max(3 * MIB)))
        .route("/any", text().route_layer(DefaultBodyLimit::disable()))
        .route("/router", text())
        .layer(DefaultBodyLimit::max(10))
        .route("/later", text());
    limits(&app, "/small", [(2, 200), (3, 413)]);
    limits(&app, "/large", [(3 * MIB, 200), (3 * MIB + 1, 413)]);
    limits(&app, "/any", [(4 * MIB, 200)]);
    limits(&app, "/router", [(10, 200), (11, 413)]);
    limits(&app, "/later", [(11, 200)]);
}

#[test]
fn the_innermost_of_nested_limits_counts() {
    let inner =
        Router::new().route("/own", text()).layer(DefaultBodyLimit::max(20)).route("/none", text());
    let app = Router::new()
        .nest("/n", inner.clone())
        .layer(DefaultBodyLimit::max(10))
        .merge(Router::new().nest("/m", inner).route_layer(DefaultBodyLimit::max(5)));
    limits(&app, "/n/own", [(20, 200), (21, 413)]);
    limits(&app, "/n/none", [(10, 200), (11, 413)]);
    limits(&app, "/m/own", [(20, 200), (21, 413)]);
    limits(&app, "/m/none", [(5, 200), (6, 413)]);
    let service = Router::<()>::new().nest_service("/s", Router::new().route("/", text()));
    limits(&service.layer(DefaultBodyLimit::max(7)), "/s", [(7, 200), (8, 413)]);
}

#[test]
fn other_extractors_keep_to_it_and_streams_do_not() {
    let app = Router::new()
        .route("/json", post(|Json(text): Json<String>| async move { text.len().to_string() }))
        .route(
            "/stream",
            post(|body: Body| async move {
                body.collect_up_to(MIB).await.map(|body| body.bytes().len().to_string())
            }),
        )
        .layer(DefaultBodyLimit::max(6));
    let client = TestClient::new(app);
    assert_eq!(client.post("/json").json("1234").send().text(), "4");
    assert_eq!(client.post("/json").json("12345").send().status(), 413);
    assert_eq!(client.post("/stream").body("1234567").send().text(), "7");
}

#[test]
fn a_middleware_has_the_limit_that_is_outside_of_it() {
    async fn read(body: String, next: Next) -> Response {
        next.run(Request::new(body)).await
    }
    let app = Router::new()
        .route("/", text())
        .layer(DefaultBodyLimit::max(2))
        .layer(from_fn(read))
        .layer(DefaultBodyLimit::max(4));
    // The inner limit holds for a request that the middleware passes on.
    limits(&app, "/", [(2, 200), (3, 413), (4, 413), (5, 413)]);
    let app = Router::new().route("/", text()).layer(from_fn(read)).layer(DefaultBodyLimit::max(4));
    limits(&app, "/", [(4, 200), (5, 413)]);
}
