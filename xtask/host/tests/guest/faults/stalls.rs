//! Futures that nothing will ever wake: they end at once, instead of keeping a client waiting.

use super::get_raw;
use crate::guests::FAULTS;
use crate::{count, ends_well};

#[tokio::test]
async fn a_handler_that_stalls_is_a_500() {
    let server = FAULTS.start().await;
    for (nth, path) in [(1, "/stalls"), (2, "/sends-before-answering")] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text()), (500, ""), "{path}");
        let line =
            "answered 500: the handler waits for something that nothing is left to bring about";
        server.log().wait_for_nth(nth, line).await;
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_stalls_is_aborted() {
    let server = FAULTS.start().await;
    let answer = get_raw(&server, "/stalled-body").await;
    assert_eq!((answer.status, answer.complete, answer.body.len()), (200, false, 0));
    let line = "aborted the response: its body waits for something that nothing is left to bring \
                about";
    server.log().wait_for(line).await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_task_that_stalls_is_dropped_after_the_response() {
    let server = FAULTS.start().await;
    let answer = server.get("/stalled-task").await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "answered\n", true));
    server.log().wait_for("doorway: dropped a spawned task that waits for something").await;
    let log = ends_well(server).await;
    assert_eq!(count(&log, "aborted"), 0, "{}", log.join("\n"));
}
