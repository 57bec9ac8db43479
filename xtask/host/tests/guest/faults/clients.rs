//! Clients that leave.

use crate::guests::FAULTS;
use crate::{count, ends_well, head};
use doorway_host::testing::{Raw, TestServer};

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
    let head = format!(
        "POST /upload HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n{framing}\r\n\r\n"
    );
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
async fn an_upload_that_is_no_http_is_an_error_that_the_handler_sees() {
    let server = FAULTS.start().await;
    let mut client = upload(&server, "transfer-encoding: chunked").await;
    client.send("a\r\n0123456789\r\nnot a size\r\n").await;
    let line = server.log().wait_for("guest: the upload failed: ").await;
    assert!(line.contains("the upload failed: Body: "), "{line}");
    ends_well(server).await;
}
