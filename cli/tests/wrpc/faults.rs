//! Faults of handlers, as a client of the gateway sees them: the same as without wRPC.

use crate::{BODIES, FAULTS, Served, head};
use doorway_host::Options;
use doorway_host::testing::{Guest, Raw};
use doorway_table::Fault;

async fn get(served: &Served, path: &str) -> (doorway_host::testing::Answer, Raw) {
    let mut client = served.raw().await;
    client.send(head("GET", path)).await;
    (client.answer().await, client)
}

async fn have_their_answers(guest: Guest, options: Options) {
    let served = Served::start_with(guest, options).await;
    for Fault { target: path, status, body, complete, log } in doorway_table::FAULTS {
        let (answer, mut client) = get(&served, path).await;
        assert_eq!((answer.status, answer.complete), (status, complete), "{path}: {answer:?}");
        assert!(body.is_none_or(|body| body == answer.text()), "{path}: {answer:?}");
        served.log.wait_for(log).await;
        if complete {
            // The bytes after it are the next response.
            client.send(head("GET", "/next")).await;
            assert_eq!(client.answer().await.text(), "GET x /next -\n", "{path}");
        }
    }
    let mut client = served.raw().await;
    client.send("POST /collect?limit=3 HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nfour").await;
    assert_eq!(client.answer().await.status, 413);
    let log = served.ends().await;
    assert!(!log.iter().any(|line| line.contains("trapped")), "{}", log.join("\n"));
}

#[tokio::test]
async fn they_have_their_answers() {
    for guest in [FAULTS, FAULTS.p3()] {
        have_their_answers(guest, Options::default()).await;
    }
}

#[tokio::test]
async fn a_reused_instance_has_their_answers_too() {
    for guest in [FAULTS, FAULTS.p3()] {
        let options = Options { reuse: 1000, max_concurrent: 1, ..Options::default() };
        have_their_answers(guest, options).await;
    }
}

#[tokio::test]
async fn a_panic_is_a_500_and_its_message_is_in_the_log() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let (answer, mut client) = get(&served, "/panic").await;
        assert_eq!((answer.status, answer.text()), (500, ""));
        served.log.wait_for("faults.rs:").await;
        served.log.wait_for("guest: the handler's last words").await;
        client.send(head("GET", "/next")).await;
        assert_eq!(client.answer().await.status, 200);
        served.ends().await;
    }
}

#[tokio::test]
async fn trailers_that_a_host_does_not_take_are_left_out() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        for (path, line) in [
            ("/trailers/forbidden", "left out the trailer field `transfer-encoding`"),
            ("/trailers/large?bytes=200000", "left out the trailers: together they are too large"),
            ("/trailers/large-twice", "left out"),
        ] {
            let (answer, _) = get(&served, path).await;
            assert_eq!((answer.text(), answer.complete), ("full", true), "{path}");
            served.log.wait_for(line).await;
        }
        served.ends().await;
    }
}

#[tokio::test]
async fn a_body_stops_when_its_client_leaves() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        for (path, line) in [
            ("/endless", "guest: the endless body has stopped"),
            ("/endless-stream", "guest: the endless stream was dropped"),
        ] {
            let mut client = served.raw().await;
            client.send(head("GET", path)).await;
            assert_eq!(client.head().await.status(), 200);
            assert!(client.chunk().await.is_some_and(|chunk| !chunk.is_empty()));
            client.reset();
            served.log.wait_for(line).await;
        }
        served.ends().await;
    }
}

/// Starts an upload; the guest is at its body when this returns.
async fn upload(served: &Served, framing: &str, part: &str) -> Raw {
    let mut client = served.raw().await;
    let expect = "expect: 100-continue";
    client.send(format!("POST /upload HTTP/1.1\r\nhost: x\r\n{expect}\r\n{framing}\r\n\r\n")).await;
    assert_eq!(client.head().await.status(), 100);
    client.send(part).await;
    client
}

#[tokio::test]
async fn a_handler_sees_that_an_upload_was_cut_off() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let mut nth = 0;
        for (framing, part) in [
            ("content-length: 100", "0123456789"),
            ("transfer-encoding: chunked", "a\r\n0123456789\r\n"),
            ("transfer-encoding: chunked", "a\r\n0123"),
            ("transfer-encoding: chunked", "a\r\n0123456789\r\nnot a size\r\n"),
        ] {
            for reset in [false, true] {
                let mut client = upload(&served, framing, part).await;
                if reset {
                    client.reset();
                } else {
                    client.half_close().await;
                    drop(client);
                }
                nth += 1;
                let line = served.log.wait_for_nth(nth, "guest: the upload failed: ").await;
                assert!(line.contains("the upload failed: Body: "), "{framing} {reset}: {line}");
            }
        }
        served.ends().await;
    }
}
