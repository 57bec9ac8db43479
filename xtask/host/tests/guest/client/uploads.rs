//! Uploads of a guest that go wrong, at either end.

use super::to;
use crate::guests::CLIENT;
use crate::{ends_well, get};
use doorway_host::testing::{Answer, Upstream, within};
use std::sync::Arc;
use tokio::sync::{Notify, mpsc};

/// More than any buffer between a guest and its upstream.
const MUCH: usize = 64 << 20;

/// An upstream that sends all it gets to a channel; if it has a `response`, it begins with that.
async fn listener(response: &'static str) -> (Upstream, mpsc::UnboundedReceiver<(String, bool)>) {
    let (heard, listening) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let heard = heard.clone();
        async move {
            if !response.is_empty() {
                connection.head().await;
                connection.send(response).await;
            }
            let (bytes, orderly) = connection.rest().await;
            let _ = heard.send((String::from_utf8_lossy(&bytes).into_owned(), orderly));
        }
    })
    .await;
    (upstream, listening)
}

#[tokio::test]
async fn an_early_answer_is_seen_though_the_upstream_stops_reading() {
    let done = Arc::new(Notify::new());
    let notified = Arc::clone(&done);
    let upstream = Upstream::raw(move |mut connection| {
        let done = Arc::clone(&notified);
        async move {
            connection.head().await;
            connection.send("HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nbig\n").await;
            done.notified().await;
        }
    })
    .await;
    let server = CLIENT.start().await;
    let answer = server.get(&format!("{}&bytes={MUCH}", to("/upload", &upstream))).await;
    assert_eq!((answer.status, answer.text(), answer.complete), (413, "big\n", true));
    done.notify_one();
    ends_well(server).await;
}

#[tokio::test]
async fn an_early_answer_is_seen_though_the_upstream_closes() {
    let seen = Arc::new(Notify::new());
    let notified = Arc::clone(&seen);
    let upstream = Upstream::raw(move |mut connection| {
        let seen = Arc::clone(&notified);
        async move {
            connection.head().await;
            connection.send("HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\n").await;
            seen.notified().await;
            connection.send("big\n").await;
            connection.half_close().await;
            // The rest is discarded, so that the answer is not lost to a reset.
            connection.rest().await;
        }
    })
    .await;
    let server = CLIENT.start().await;
    let path = format!("{}&bytes={MUCH}", to("/upload", &upstream));
    let response = server.send(get(&path)).await;
    seen.notify_one();
    let answer = within("the answer", Answer::read(response)).await;
    assert_eq!((answer.status, answer.text(), answer.complete), (413, "big\n", true));
    ends_well(server).await;
}

/// A host that meets the end of the connection together with the answer may say 502.
#[tokio::test]
async fn an_early_answer_and_the_end_of_the_connection_end_the_upload() {
    let server = CLIENT.start().await;
    for reset in [false, true] {
        let upstream = Upstream::raw(move |mut connection| async move {
            connection.head().await;
            connection.send("HTTP/1.1 413 Too Large\r\ncontent-length: 4\r\n\r\nbig\n").await;
            if reset {
                connection.reset();
            }
        })
        .await;
        let answer = server.get(&format!("{}&bytes={MUCH}", to("/upload", &upstream))).await;
        assert!(matches!(answer.status, 413 | 502) && answer.complete, "{answer:?}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_wrong_length_is_an_error_that_names_both() {
    let server = CLIENT.start().await;
    let path = "/wrong-length-streamed";
    for (declared, bytes, actual) in [
        (100_000, 40_000, "40000 bytes long"),
        // Of a stream that is too long nobody knows how long it would be.
        (40_000, 100_000, "at least 49152 bytes long"),
        (10, 0, "0 bytes long"),
    ] {
        let (upstream, mut listening) = listener("").await;
        let query = format!("&declared={declared}&bytes={bytes}");
        let answer = server.get(&(to(path, &upstream) + &query)).await;
        let expected =
            format!("Body None: its content-length says {declared}, but the body is {actual}\n");
        assert_eq!(answer.text(), expected, "{path}{query}");
        let (heard, _) = within("the end of the connection", listening.recv()).await.unwrap();
        let body = heard.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        assert!(body.len() < declared, "{path}{query}: {} bytes arrived", body.len());
    }
    // Where the length is known before, nothing is sent.
    let (upstream, mut listening) = listener("").await;
    for (declared, bytes) in [(10, 4), (4, 10), (10, 0)] {
        let query = format!("&declared={declared}&bytes={bytes}");
        let answer = server.get(&(to("/wrong-length", &upstream) + &query)).await;
        let expected = format!(
            "Body None: its content-length says {declared}, but the body is {bytes} bytes long\n"
        );
        assert_eq!(answer.text(), expected);
    }
    ends_well(server).await;
    assert!(listening.try_recv().is_err());
}

#[tokio::test]
async fn an_upload_that_fails_is_never_complete() {
    let (upstream, mut listening) = listener("").await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/failing-upload", &upstream)).await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("doorway: answered 500: the upload's stream broke").await;
    let (heard, _) = within("the end of the connection", listening.recv()).await.unwrap();
    assert!(!heard.ends_with("0\r\n\r\n"), "{heard}");
    ends_well(server).await;
}

#[tokio::test]
async fn an_upload_that_fails_after_its_response_is_logged() {
    let (upstream, mut listening) =
        listener("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndown").await;
    let server = CLIENT.start().await;
    let answer = server.get(&to("/read-then-fail", &upstream)).await;
    assert_eq!((answer.status, answer.text()), (200, "4 bytes\n"));
    server.log().wait_for("the rest of the upload is lost").await;
    let (heard, _) = within("the end of the connection", listening.recv()).await.unwrap();
    assert!(!heard.ends_with("0\r\n\r\n"), "{heard}");
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_is_given_up_is_dropped_in_order() {
    // Half a response, and nothing is read: the guest waits for both when its time is over.
    let done = Arc::new(Notify::new());
    let notified = Arc::clone(&done);
    let upstream = Upstream::raw(move |mut connection| {
        let done = Arc::clone(&notified);
        async move {
            if connection.head().await.headers.contains_key("x-forwarded") {
                connection.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf").await;
            }
            done.notified().await;
        }
    })
    .await;
    let server = CLIENT.start().await;
    for path in ["/upload-timeout", "/body-timeout"] {
        let path = format!("{}&ms=50&bytes={MUCH}", to(path, &upstream));
        let answer = server.get(&path).await;
        assert_eq!((answer.status, answer.text()), (504, ""), "{path}");
    }
    done.notify_waiters();
    ends_well(server).await;
}
