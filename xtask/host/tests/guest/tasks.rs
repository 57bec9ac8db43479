//! Timers and tasks, and many requests that wait at the same time.

use crate::guests::TASKS;
use crate::{count, ends_well};
use doorway_host::testing::{Raw, TestServer};
use futures_util::future::join_all;

#[tokio::test]
async fn timers_and_tasks_work() {
    let server = TASKS.start().await;
    for (path, expected) in [
        ("/sleep?ms=5", "slept true\n"),
        ("/sleep?ms=0", "slept true\n"),
        // Sleeps overlap, and end in the order of their times.
        ("/join?n=50&ms=20", "50 at once, 0 left\n"),
        ("/unordered?n=50&ms=1", "Some(49) of 50\n"),
        ("/select?ms=1", "short\n"),
        ("/nested?n=0", "0\n"),
        ("/nested?n=20", "190\n"),
        ("/nested?n=2000", "1999000\n"),
        ("/abort", "Err(JoinError(())), held 1\n"),
        ("/busy?ms=20", "turned true\n"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text()), (200, expected), "{path}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_timeout_is_a_504() {
    let server = TASKS.start().await;
    let answer = server.get("/timeout?ms=5").await;
    assert_eq!((answer.status, answer.text()), (504, ""));
    server.log().wait_for("doorway: answered 504: not done within 5ms").await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_hundred_slow_requests_sleep_at_the_same_time() {
    let server = TASKS.start().await;
    let answers = join_all((0..100).map(|_| server.get("/sleep?ms=200"))).await;
    for answer in answers {
        assert_eq!((answer.status, answer.text()), (200, "slept true\n"));
    }
    let log = ends_well(server).await;
    let (mut asleep, mut most) = (0, 0);
    for line in &log {
        match line.as_str() {
            "guest: falls asleep" => asleep += 1,
            "guest: wakes up" => asleep -= 1,
            _ => {}
        }
        most = most.max(asleep);
    }
    assert!(most >= 10, "no more than {most} at a time");
    assert_eq!(count(&log, "GET /sleep?ms=200 200 "), 100);
}

/// Sends a request whose body of one byte is still to come; the guest waits for it.
async fn start(server: &TestServer, path: &str) -> Raw {
    let mut client = server.raw().await;
    client
        .send(format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\n"
        ))
        .await;
    assert_eq!(client.head().await.status(), 100);
    client
}

#[tokio::test]
async fn a_hundred_requests_wait_for_their_clients_at_the_same_time() {
    let server = TASKS.start().await;
    // All of them are at work before the first of them can end.
    let clients = join_all((0..100).map(|_| start(&server, "/hold"))).await;
    for mut client in clients {
        client.send("x").await;
        assert_eq!(client.answer().await.text(), "1 bytes\n");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_task_goes_on_after_the_response() {
    let server = TASKS.start().await;
    let mut client = server.raw().await;
    client
        .send("POST /after-upload HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
        .await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "answered\n", true));
    assert_eq!(count(&server.log().lines(), "the task has"), 0);
    client.send("5\r\nafter\r\n0\r\n\r\n").await;
    server.log().wait_for("guest: the task has read 5 bytes").await;
    ends_well(server).await;
}

#[tokio::test]
async fn an_instance_ends_after_its_tasks() {
    let server = TASKS.start().await;
    let answer = server.get("/after?ms=300").await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "answered\n", true));
    server.log().wait_for("GET /after?ms=300 200 ").await;
    let log = ends_well(server).await;
    let line = |needle| log.iter().position(|line| line.contains(needle));
    let (response, task) = (line("GET /after?ms=300 200 "), line("guest: the task has finished"));
    assert!(response < task && response.is_some(), "{}", log.join("\n"));
}
