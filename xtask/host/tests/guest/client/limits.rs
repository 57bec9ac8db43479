//! Requests side by side, their time limits, and what is cancelled.

use super::{mirror, to};
use crate::guests::CLIENT;
use crate::{ends_well, get};
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::{Upstream, within};
use http::Response;
use http_body_util::{Empty, Full};
use std::sync::Arc;
use tokio::sync::{Barrier, Notify, mpsc};

#[tokio::test]
async fn requests_of_one_guest_run_at_the_same_time() {
    let server = CLIENT.start().await;
    for n in [1, 16, 64] {
        // No request is answered before all are there.
        let all = Arc::new(Barrier::new(n));
        let upstream = Upstream::new(move |_| {
            let all = Arc::clone(&all);
            async move {
                all.wait().await;
                Response::new(Full::new(Bytes::from_static(b"ten bytes.")))
            }
        })
        .await;
        let answer = server.get(&format!("{}&n={n}", to("/fanout", &upstream))).await;
        assert_eq!((answer.status, answer.text()), (200, &*format!("{}\n", n * 10)));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn the_slower_of_two_requests_is_cancelled() {
    let server = CLIENT.start().await;
    for swapped in [false, true] {
        let (asked, cancelled) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let notify = (Arc::clone(&asked), Arc::clone(&cancelled));
        let slow = Upstream::raw(move |mut connection| {
            let (asked, cancelled) = notify.clone();
            async move {
                connection.head().await;
                asked.notify_one();
                connection.rest().await;
                cancelled.notify_one();
            }
        })
        .await;
        let fast = Upstream::raw(move |mut connection| {
            let (asked, cancelled) = (Arc::clone(&asked), Arc::clone(&cancelled));
            async move {
                connection.head().await;
                asked.notified().await;
                connection.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfa").await;
                // The instance is still at work, so it is not its end that cancels.
                cancelled.notified().await;
                connection.send("st").await;
            }
        })
        .await;
        let (first, second) = if swapped { (&slow, &fast) } else { (&fast, &slow) };
        let path = format!("{}&other={}", to("/fastest", first), second.url("/"));
        assert_eq!(server.get(&path).await.text(), "fast");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_time_limit_of_the_guest_cancels_the_request() {
    let (closed, mut seen) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let closed = closed.clone();
        async move {
            let (heard, _) = connection.rest().await;
            let _ = closed.send(heard.starts_with(b"GET / "));
        }
    })
    .await;
    // The instance stays, so it is not its end that closes the connection.
    let server = CLIENT.start_with(Options { reuse: 100, ..Options::default() }).await;
    for _ in 0..2 {
        let answer = server.get(&format!("{}&ms=400", to("/timeout", &upstream))).await;
        assert_eq!((answer.status, answer.text()), (504, ""));
        assert!(within("the end of the connection", seen.recv()).await.unwrap());
    }
    server.log().wait_for("answered 504: not done within 400ms").await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_time_limit_of_the_host_is_a_504() {
    let upstream = Upstream::raw(async |mut connection| {
        if connection.head().await.line.contains("/half") {
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nhalf").await;
        }
        connection.rest().await;
    })
    .await;
    let server = CLIENT.start().await;
    for (path, target, why) in [
        ("/first-byte", "/", "failed: the other side sent nothing for too long"),
        ("/between-bytes", "/half", "the other side broke off"),
    ] {
        let answer = server.get(&format!("{path}?url={}&ms=50", upstream.url(target))).await;
        assert_eq!((answer.status, answer.text()), (504, ""), "{path}");
        let line = server.log().wait_for(why).await;
        assert!(line.starts_with("guest: doorway: answered 504: "), "{line}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_time_limit_that_is_kept_changes_nothing() {
    let upstream = Upstream::new(mirror).await;
    let server = CLIENT.start().await;
    for path in ["/connect", "/first-byte", "/between-bytes", "/timeout", "/body-timeout"] {
        let answer = server.get(&format!("{}&ms=25000", to(path, &upstream))).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_request_may_follow_the_response() {
    let answered = Arc::new(Notify::new());
    let notified = Arc::clone(&answered);
    let upstream = Upstream::new(move |_| {
        let answered = Arc::clone(&notified);
        async move {
            answered.notified().await;
            Response::new(Empty::<Bytes>::new())
        }
    })
    .await;
    let server = CLIENT.start().await;
    let answer = server.request(get(&to("/afterwards", &upstream))).await;
    assert_eq!((answer.text(), answer.complete), ("answered\n", true));
    answered.notify_one();
    server.log().wait_for("afterwards: Ok(200)").await;
    ends_well(server).await;
}
