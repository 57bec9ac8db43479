//! The host itself: what it does with connections, limits and failures.

use crate::guests::{ECHO, HELLO, STREAM};
use crate::{get, post};
use doorway_host::testing::Answer;
use doorway_host::{Options, Server};
use std::time::Duration;

/// The head of a request whose body of six bytes is still to come.
const UPLOAD: &str = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 6\r\n\r\n";

/// Enough bytes that no buffer between the guest and the client holds them.
const ENDLESS: &str = "/?bytes=1000000000000";

#[tokio::test]
async fn a_request_is_one_line_of_the_log() {
    let server = HELLO.start().await;
    server.get("/some/path?query=1").await;
    let line = server.log().wait_for("GET /some/path?query=1 200 ").await;
    assert!(line.ends_with("ms"), "{line}");
}

#[tokio::test]
async fn a_connection_is_kept_alive() {
    let server = HELLO.start().await;
    let mut client = server.raw().await;
    for _ in 0..3 {
        client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert_eq!(client.answer().await.text(), "Hello, world!");
    }
}

#[tokio::test]
async fn http_2_is_served_on_the_same_port() {
    let server = ECHO.start().await;
    assert_eq!(server.request_h2(post("/", "over h2")).await.text(), "over h2");
    assert_eq!(server.request(post("/", "over h1")).await.text(), "over h1");
}

#[tokio::test]
async fn a_request_without_a_host_is_refused() {
    let server = HELLO.start().await;
    let mut client = server.raw().await;
    client.send("GET / HTTP/1.0\r\n\r\n").await;
    assert_eq!(client.answer().await.status, 400);
    server.log().wait_for("(the request names no host)").await;
}

#[tokio::test]
async fn an_address_in_use_is_one_clear_line() {
    let server = HELLO.start().await;
    let addr = server.addr();
    let options = Options { addr, ..Options::default() };
    let error = Server::start(&HELLO.component(), options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot listen on {addr}: address already in use; choose another address with --addr"
        )
    );
}

#[tokio::test]
async fn more_requests_than_allowed_wait() {
    let options = Options { max_concurrent: 1, ..Options::default() };
    let server = ECHO.start_with(options).await;
    let mut first = server.raw().await;
    first.send(UPLOAD).await;
    let head = first.head().await;

    let mut second = server.raw().await;
    second.send(UPLOAD).await;
    second.send("second").await;
    first.send("first!").await;
    assert_eq!(first.body(&head).await.text(), "first!");
    assert_eq!(second.answer().await.text(), "second");

    // The second was not even looked at before the first was over.
    server.log().wait_for_nth(2, "POST / 200").await;
}

#[tokio::test]
async fn a_guest_that_keeps_a_client_waiting_is_stopped() {
    let timeout = Duration::from_millis(100);
    let options = Options { timeout, max_concurrent: 1, ..Options::default() };
    let server = ECHO.start_with(options).await;
    let mut client = server.raw().await;
    client.send(UPLOAD).await;
    let head = client.head().await;
    assert!(!client.body(&head).await.complete);
    server.log().wait_for("(aborted: the guest took too long)").await;
    assert_eq!(server.request(post("/", "next")).await.text(), "next");
}

#[tokio::test]
async fn a_client_that_leaves_is_noticed() {
    let server = STREAM.start().await;
    drop(server.send(get(ENDLESS)).await);
    server.log().wait_for_nth(1, "(the connection ended before the body)").await;

    let mut client = server.raw().await;
    client.send(format!("GET {ENDLESS} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
    client.head().await;
    client.half_close().await;
    server.log().wait_for_nth(2, "(the connection ended before the body)").await;
    assert!(server.shutdown().await, "the guests are still at work");
}

#[tokio::test]
async fn a_shutdown_lets_requests_finish_and_takes_no_new_ones() {
    let server = ECHO.start().await;
    let addr = server.addr();
    let mut idle = server.raw().await;
    let mut busy = server.raw().await;
    busy.send(UPLOAD).await;
    let head = busy.head().await;

    let stopping = tokio::spawn(server.shutdown());
    assert!(idle.rest().await.0.is_empty());
    assert!(tokio::net::TcpStream::connect(addr).await.is_err());
    busy.send("finish").await;
    assert_eq!(busy.body(&head).await.text(), "finish");
    assert!(stopping.await.unwrap());
}

#[tokio::test]
async fn a_shutdown_breaks_off_what_does_not_finish_in_time() {
    let options = Options { grace: Duration::from_millis(50), ..Options::default() };
    let server = STREAM.start_with(options).await;
    let response = server.send(get(ENDLESS)).await;
    let log = server.log().clone();
    assert!(!server.shutdown().await);
    log.wait_for("stopped with 1 requests unfinished").await;
    assert!(!Answer::read(response).await.complete);
}
