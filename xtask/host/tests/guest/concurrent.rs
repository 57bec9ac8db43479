//! Requests that an instance has at the same time, as only one of WASI 0.3 does.

use crate::guests::SHARED;
use crate::{IS_P3, count, ends_well, post};
use doorway_host::Options;
use doorway_host::testing::{Raw, TestServer};

/// As many as the host gives to one instance at a time.
const AT_ONCE: usize = 16;

/// One instance for all; `None` where that has one request at a time.
async fn start() -> Option<TestServer> {
    if !IS_P3 {
        return None;
    }
    Some(SHARED.start_with(Options { reuse: 1_000_000, ..Options::default() }).await)
}

#[tokio::test]
async fn one_request_wakes_another() {
    let Some(server) = start().await else { return };
    let waiting = server.get("/wait");
    let ringing = async {
        server.log().wait_for("guest: waits").await;
        server.request(post("/ring", "")).await
    };
    let (waited, rung) = futures_util::future::join(waiting, ringing).await;
    assert_eq!((waited.text(), rung.text()), ("rung\n", "1 waited\n"));
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn one_request_wakes_the_task_of_another() {
    let Some(server) = start().await else { return };
    assert_eq!(server.get("/wait-later").await.text(), "answered\n");
    // The task is polled after the response is on its way.
    while server.request(post("/ring", "")).await.text() != "1 waited\n" {}
    server.log().wait_for("guest: the task has heard it").await;
    ends_well(server).await;
}

#[tokio::test]
async fn sixteen_requests_keep_their_own_data() {
    let Some(server) = start().await else { return };
    let mut clients = Vec::new();
    for index in 0..AT_ONCE {
        let mut client = server.raw().await;
        client.send(head(index)).await;
        clients.push(client);
    }
    // Piece by piece, all in turns, so that each waits while all others are answered.
    for piece in 0..4 {
        for (index, client) in clients.iter_mut().enumerate() {
            client.send(format!("{index:02}{piece}-")).await;
        }
    }
    for (index, client) in clients.iter_mut().enumerate().rev() {
        let answer = client.answer().await;
        let body: String = (0..4).map(|piece| format!("{index:02}{piece}-")).collect();
        assert_eq!(answer.text(), format!("{} true {body}\n", trace(index)));
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "guest: the app is built"), 1, "{}", log.join("\n"));
}

fn trace(index: usize) -> String {
    format!("{:032x}", index + 1)
}

fn head(index: usize) -> String {
    format!(
        "POST /named HTTP/1.1\r\nhost: x\r\ncontent-length: 16\r\ntraceparent: \
         00-{}-00f067aa0ba902b7-01\r\n\r\n",
        trace(index)
    )
}

#[tokio::test]
async fn an_endless_request_delays_no_other() {
    let Some(server) = start().await else { return };
    let mut endless = server.raw().await;
    endless.send(crate::head("GET", "/endless")).await;
    server.log().wait_for("guest: is endless").await;
    for index in 0..AT_ONCE {
        let mut client: Raw = server.raw().await;
        client.send(head(index)).await;
        client.send("x".repeat(16)).await;
        let expected = format!("{} true {}\n", trace(index), "x".repeat(16));
        assert_eq!(client.answer().await.text(), expected);
    }
    let log = server.log().lines();
    assert_eq!(count(&log, "guest: the app is built"), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_borrow_across_an_await_ends_the_instance_and_the_log_names_it() {
    let Some(server) = start().await else { return };
    let holding = server.get("/hold");
    let borrowing = async {
        server.log().wait_for("guest: holds").await;
        server.get("/hold").await
    };
    let (held, borrowed) = futures_util::future::join(holding, borrowing).await;
    for answer in [held, borrowed] {
        assert_eq!((answer.status, answer.text()), (500, ""));
    }
    server.log().wait_for("already borrowed").await;
    server.log().wait_for("shared.rs:").await;
}

#[tokio::test]
async fn a_panic_ends_its_instance_and_looks_like_no_answer_of_another() {
    let Some(server) = start().await else { return };
    let waiting = server.get("/wait");
    let panicking = async {
        server.log().wait_for("guest: waits").await;
        server.get("/panic").await
    };
    let (waited, panicked) = futures_util::future::join(waiting, panicking).await;
    // They share the instance, and so its end.
    for answer in [waited, panicked] {
        assert_eq!((answer.status, answer.text()), (500, ""));
    }
    assert_eq!(server.request(post("/ring", "")).await.text(), "0 waited\n");
    let log = server.log().lines();
    assert_eq!(count(&log, "guest: the app is built"), 2, "{}", log.join("\n"));
}
