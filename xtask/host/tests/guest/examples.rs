//! The examples do what their documentation says.

mod axum_app;
mod fetch;
mod gateway;
mod grpc;
mod json_api;
mod middleware;
mod own_wit;
mod state;
mod upload;

use crate::guests::{ECHO, HELLO, STREAM};
use crate::post;

#[tokio::test]
async fn hello_greets() {
    let server = HELLO.start().await;
    let answer = server.get("/").await;
    assert_eq!((answer.status, answer.text()), (200, "Hello, world!"));
}

#[tokio::test]
async fn echo_sends_back_content_and_trailers() {
    let server = ECHO.start().await;
    let content = vec![7; 4 << 20];
    let answer = server.request(post("/", content.clone())).await;
    assert!(answer.complete);
    assert_eq!(answer.body, content);

    let mut client = server.raw().await;
    client
        .send(
            "POST / HTTP/1.1\r\nhost: x\r\nte: trailers\r\ntrailer: x-sum\r\n\
             transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-sum: 6\r\n\r\n",
        )
        .await;
    let answer = client.answer().await;
    assert_eq!((answer.text(), answer.complete), ("abc", true));
}

#[tokio::test]
async fn stream_makes_as_many_bytes_as_asked_for() {
    let server = STREAM.start().await;
    let answer = server.get("/?bytes=1000000").await;
    assert_eq!((answer.status, answer.body.len(), answer.complete), (200, 1_000_000, true));
}

#[tokio::test]
async fn stream_ticks_by_its_timer() {
    let server = STREAM.start().await;
    let answer = server.get("/ticks").await;
    assert_eq!(answer.text(), "tick 1\ntick 2\ntick 3\ntick 4\ntick 5\n");
    assert!(answer.complete);
}
