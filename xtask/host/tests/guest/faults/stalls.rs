//! Futures that nothing will ever wake: they end at once, instead of keeping a client waiting.
//!
//! On WASI 0.3 another request of the instance may wake them, even one that has not come yet, so nobody
//! can know; they end when the host's patience does.

use super::get_raw;
use crate::guests::FAULTS;
use crate::{IS_P3, count, ends_well};
use doorway_host::Options;
use std::time::Duration;

/// The host's.
fn patience() -> Options {
    let timeout = if IS_P3 { Duration::from_millis(500) } else { Duration::from_secs(600) };
    Options { timeout, ..Options::default() }
}

#[tokio::test]
async fn a_handler_that_stalls_is_a_500() {
    let server = FAULTS.start_with(patience()).await;
    for (nth, path) in [(1, "/stalls"), (2, "/sends-before-answering")] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.text()), (if IS_P3 { 504 } else { 500 }, ""), "{path}");
        if IS_P3 {
            continue;
        }
        let line = "answered 500: the handler is deadlocked: nothing can wake it";
        server.log().wait_for_nth(nth, line).await;
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_stalls_is_aborted() {
    let server = FAULTS.start_with(patience()).await;
    let answer = get_raw(&server, "/stalled-body").await;
    assert_eq!((answer.status, answer.complete, answer.body.len()), (200, false, 0));
    if IS_P3 {
        server.log().wait_for("(aborted: the guest took too long)").await;
        return;
    }
    let line = "aborted the response: its body is deadlocked: nothing can wake it";
    server.log().wait_for(line).await;
    ends_well(server).await;
}

#[tokio::test]
async fn a_task_that_stalls_is_dropped_after_the_response() {
    let server = FAULTS.start_with(patience()).await;
    let answer = server.get("/stalled-task").await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "answered\n", true));
    if IS_P3 {
        return;
    }
    server.log().wait_for("doorway: dropped a spawned task that is deadlocked").await;
    let log = ends_well(server).await;
    assert_eq!(count(&log, "aborted"), 0, "{}", log.join("\n"));
}
