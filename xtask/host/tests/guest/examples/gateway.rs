//! One address for several services.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::Upstream;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;

use crate::ends_well;
use crate::guests::{GATEWAY, STREAM};

#[tokio::test]
async fn a_prefix_selects_the_service() {
    let asked = Arc::new(AtomicUsize::new(0));
    // Away for a moment, at the first request.
    let api = Upstream::new({
        let asked = Arc::clone(&asked);
        move |request: Request<Incoming>| {
            let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
            async move {
                let prefix = &request.headers()["x-forwarded-prefix"];
                let told = format!("{} below {}", request.uri(), prefix.to_str().unwrap());
                let mut response = Response::new(Full::new(Bytes::from(told)));
                if first {
                    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                }
                response
            }
        }
    })
    .await;
    let ticking = STREAM.start().await;
    let gone = Upstream::refusing().await;
    let upstreams = format!("api={} stream={} gone={}", api.url(""), ticking.url(""), gone.url(""));
    let env = vec![("UPSTREAMS".to_owned(), upstreams)];
    let server = GATEWAY.start_with(Options { env, ..Options::default() }).await;

    let answer = server.get("/api/todos?done=true").await;
    assert_eq!((answer.status, answer.text()), (200, "/todos?done=true below /api"));
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    let answer = server.get("/stream/?bytes=1000000").await;
    assert_eq!((answer.status, answer.body.len(), answer.complete), (200, 1_000_000, true));
    let answer = server.get("/gone").await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    server.log().wait_for("the connection was refused").await;
    let answer = server.get("/elsewhere").await;
    assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"));
    assert_eq!(server.get("/").await.text(), r#"["api","gone","stream"]"#);
    ends_well(server).await;
    ends_well(ticking).await;
}

#[tokio::test]
async fn an_invalid_list_is_reported_on_stderr() {
    let server = GATEWAY.start().await;
    let answer = server.get("/").await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("UPSTREAMS: it is empty").await;
    ends_well(server).await;
}
