//! An app is built once an instance, and an instance may serve many requests: no state of theirs
//! leaks, and none is shared between instances.

use crate::guests::COUNTER;
use crate::{IS_P3, count, ends_well};
use doorway_host::Options;
use doorway_host::testing::{Raw, TestServer};

/// A server that uses an instance so often, and has one at a time.
async fn reusing(reuse: usize) -> TestServer {
    COUNTER.start_with(Options { reuse, max_concurrent: 1, ..Options::default() }).await
}

#[tokio::test]
async fn a_thousand_requests_on_one_instance_see_only_the_app_of_each_other() {
    let server = reusing(1000).await;
    let mut client = server.raw().await;
    for served in 1..=1000 {
        let path = match served % 3 {
            0 => "/spawn".to_owned(),
            _ => format!("/path/{served}"),
        };
        client.send(crate::head("GET", &path)).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.text()), (200, &*format!("{served} {path} 0\n")));
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), 1);
}

#[tokio::test]
async fn an_app_is_built_again_with_each_instance() {
    let server = reusing(3).await;
    for served in [1, 2, 3, 1, 2, 3, 1] {
        assert_eq!(server.get("/").await.text(), format!("{served} / 0\n"));
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), 3);
}

#[tokio::test]
async fn without_reuse_each_request_is_the_first() {
    let server = COUNTER.start().await;
    for _ in 0..5 {
        assert_eq!(server.get("/").await.text(), "1 / 0\n");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), 5);
}

/// Sends a request that keeps its instance busy until a byte is sent.
async fn hold(server: &TestServer) -> Raw {
    let mut client = server.raw().await;
    client
        .send("POST /hold HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\n")
        .await;
    assert_eq!(client.head().await.status(), 100);
    client
}

#[tokio::test]
async fn instances_share_nothing() {
    let server = COUNTER.start_with(Options { reuse: 1000, ..Options::default() }).await;
    // Each is busy, so the next request gets another; on WASI 0.3 one serves them at the same time.
    let mut first = hold(&server).await;
    let mut second = hold(&server).await;
    for (nth, client) in [&mut first, &mut second].into_iter().enumerate() {
        client.send("x").await;
        let nth = if IS_P3 { nth + 1 } else { 1 };
        assert_eq!(client.answer().await.text(), format!("{nth} /hold 0\n"));
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), if IS_P3 { 1 } else { 2 });
}
