//! Clients that leave.

use crate::guests::{BODIES, FAULTS};
use crate::{count, ends_well, head};
use bytes::Bytes;
use doorway_host::testing::{Raw, TestServer};
use http::Request;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

/// How a client leaves.
#[derive(Clone, Copy, Debug)]
enum Leaving {
    /// It closes the connection.
    Close,
    /// It closes one half and would go on reading.
    Half,
    /// It resets the connection.
    Reset,
}

const LEAVING: [Leaving; 3] = [Leaving::Close, Leaving::Half, Leaving::Reset];

async fn leave(mut client: Raw, how: Leaving) -> Option<Raw> {
    match how {
        Leaving::Close => drop(client),
        Leaving::Reset => client.reset(),
        Leaving::Half => {
            client.half_close().await;
            return Some(client);
        }
    }
    None
}

#[tokio::test]
async fn a_body_stops_when_its_client_leaves() {
    for (path, word) in [
        ("/endless", "guest: the endless body has stopped"),
        ("/endless-stream", "guest: the endless stream was dropped"),
    ] {
        let server = FAULTS.start().await;
        for (nth, how) in (1..).zip(LEAVING) {
            let mut client = server.raw().await;
            client.send(head("GET", path)).await;
            assert_eq!(client.head().await.status(), 200);
            assert!(client.chunk().await.is_some_and(|chunk| !chunk.is_empty()));
            let kept = leave(client, how).await;
            server.log().wait_for_nth(nth, word).await;
            assert_eq!(server.get("/next").await.status, 200, "{path} {how:?}");
            drop(kept);
        }
        let log = ends_well(server).await;
        // A client may leave when it likes.
        assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
    }
}

/// Starts an upload; the guest is at its body when this returns.
async fn upload(server: &TestServer, framing: &str) -> Raw {
    let mut client = server.raw().await;
    let head =
        format!("POST /upload HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n{framing}\r\n\r\n");
    client.send(head).await;
    assert_eq!(client.head().await.status(), 100);
    client
}

#[tokio::test]
async fn a_handler_sees_that_an_upload_broke_off() {
    let server = FAULTS.start().await;
    let framings = [
        ("content-length: 100", "0123456789"),
        ("transfer-encoding: chunked", "a\r\n0123456789\r\n"),
        // Within a chunk.
        ("transfer-encoding: chunked", "a\r\n0123"),
    ];
    let mut nth = 0;
    for (framing, part) in framings {
        for how in LEAVING {
            let mut client = upload(&server, framing).await;
            client.send(part).await;
            let kept = leave(client, how).await;
            nth += 1;
            let line = server.log().wait_for_nth(nth, "guest: the upload failed: ").await;
            assert!(line.contains("the upload failed: Body: "), "{framing} {how:?}: {line}");
            drop(kept);
        }
    }
    assert_eq!(server.get("/next").await.status, 200);
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_with_broken_http_is_an_error_of_the_handler() {
    let server = FAULTS.start().await;
    let mut client = upload(&server, "transfer-encoding: chunked").await;
    client.send("a\r\n0123456789\r\nnot a size\r\n").await;
    let line = server.log().wait_for("guest: the upload failed: ").await;
    assert!(line.contains("the upload failed: Body: "), "{line}");
    ends_well(server).await;
}

#[tokio::test]
async fn a_passed_on_body_is_aborted_with_its_upload() {
    let server = BODIES.start().await;
    let mut nth = 0;
    for path in ["/splice", "/splice-with-length", "/copy", "/splice-declared?bytes=10"] {
        for framing in ["content-length: 10", "transfer-encoding: chunked"] {
            for how in LEAVING {
                let mut client = server.raw().await;
                let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n");
                client.send(head).await;
                client
                    .send(if framing.ends_with("chunked") { "5\r\n01234\r\n" } else { "01234" })
                    .await;
                let head = client.head().await;
                assert_eq!(head.status(), 200, "{path}");
                if let Some(mut client) = leave(client, how).await {
                    let answer = client.body(&head).await;
                    assert!(!answer.complete, "{path}, {framing}: {answer:?}");
                }
                nth += 1;
                server.log().wait_for_nth(nth, &format!("POST {path} 200")).await;
            }
        }
        nth = 0;
    }
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_that_breaks_off_is_a_400() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    client
        .send(
            "POST /collect?limit=100 HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
             content-length: 10\r\n\r\n",
        )
        .await;
    assert_eq!(client.head().await.status(), 100);
    client.send("01234").await;
    client.half_close().await;
    server.log().wait_for("guest: doorway: answered 400: ").await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_stops_when_its_http_2_stream_is_reset() {
    let server = FAULTS.start().await;
    let stream = TcpStream::connect(server.addr()).await.unwrap();
    let (mut sender, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    for (nth, path) in [(1, "/endless"), (2, "/endless")] {
        let request = Request::get(server.url(path)).body(Empty::<Bytes>::new()).unwrap();
        let mut response = sender.send_request(request).await.unwrap();
        assert!(response.frame().await.is_some_and(|frame| frame.is_ok()));
        // The connection stays.
        drop(response);
        server.log().wait_for_nth(nth, "guest: the endless body has stopped").await;
    }
    drop(sender);
    ends_well(server).await;
}
