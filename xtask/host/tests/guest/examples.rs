//! The examples do what their documentation says.

use crate::guests::{ECHO, HELLO, PROXY, STREAM};
use crate::post;
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::Upstream;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;

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
async fn proxy_forwards_to_its_upstream() {
    let upstream = Upstream::new(async |request: Request<Incoming>| {
        let path = request.uri().path().to_owned();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let text = format!("{path} {}", String::from_utf8_lossy(&body));
        Response::new(Full::new(Bytes::from(text)))
    })
    .await;
    let env = vec![("UPSTREAM".to_owned(), upstream.url(""))];
    let server = PROXY.start_with(Options { env, ..Options::default() }).await;
    let answer = server.request(post("/path", "content")).await;
    assert_eq!((answer.status, answer.text()), (200, "/path content"));
}
