//! The host itself: what it does with connections, limits and failures.

use crate::guests::{COUNTER, ECHO, FAULTS, HELLO, STREAM, TASKS};
use crate::{IS_P3, get, post};
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
    assert_eq!(error.to_string(), format!("cannot listen on {addr}: address already in use"));
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
    if IS_P3 {
        // There the body is the host's own by then, and nobody waits for the guest.
        return;
    }
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
async fn a_shutdown_aborts_late_requests() {
    let options = Options { grace: Duration::from_millis(50), ..Options::default() };
    let server = STREAM.start_with(options).await;
    let response = server.send(get(ENDLESS)).await;
    let log = server.log().clone();
    assert!(!server.shutdown().await);
    log.wait_for("stopped with 1 requests unfinished").await;
    assert!(!Answer::read(response).await.complete);
}

#[tokio::test]
async fn an_instance_is_used_as_often_as_allowed() {
    let server = COUNTER.start_with(Options { reuse: 3, ..Options::default() }).await;
    for expected in ["1 / 0\n", "2 / 0\n", "3 / 0\n", "1 / 0\n"] {
        assert_eq!(server.get("/").await.text(), expected);
    }
    server.log().wait_for_nth(2, "guest: the app is built").await;
}

#[tokio::test]
async fn a_trap_costs_one_request() {
    let server = FAULTS.start_with(Options { reuse: 10, ..Options::default() }).await;
    let answer = server.get("/panic").await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("guest: the handler's last words").await;
    server.log().wait_for("GET /panic: the guest trapped: wasm `unreachable`").await;
    server.log().wait_for("GET /panic 500 ").await;
    assert_eq!(server.get("/").await.status, 200);
}

#[tokio::test]
async fn a_request_that_is_never_answered_times_out() {
    let timeout = Duration::from_millis(100);
    let server = TASKS.start_with(Options { timeout, ..Options::default() }).await;
    assert_eq!(server.get("/sleep?ms=3600000").await.status, 504);
    server.log().wait_for("GET /sleep?ms=3600000 504 ").await;
}

#[tokio::test]
async fn memory_has_a_limit() {
    let options = Options { memory: 8 << 20, ..Options::default() };
    let server = FAULTS.start_with(options).await;
    let answer = server.get("/length?bytes=16777216&kind=full&declared=16777216").await;
    assert_eq!(answer.status, 500);
    server.log().wait_for("guest: memory allocation of 16777216 bytes failed").await;
}
