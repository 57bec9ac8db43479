//! Handlers that trap or fail: the client gets a bare 500.

use super::get_raw;
use crate::guests::FAULTS;
use crate::{count, ends, ends_well, post};
use doorway_host::Options;

#[tokio::test]
async fn a_panic_is_a_500_with_its_message_and_place_in_the_log() {
    let server = FAULTS.start().await;
    let answer = server.get("/panic").await;
    assert_eq!((answer.status, answer.text()), (500, ""));

    let place = server.log().wait_for("panicked at ").await;
    let (_, place) = place.split_once("faults.rs:").expect("the place names the file");
    let line = place.split(':').next().unwrap_or_default();
    assert!(line.parse::<u32>().is_ok_and(|line| line > 0), "no line number in {place:?}");
    server.log().wait_for("guest: the handler's last words").await;
    server.log().wait_for("GET /panic: the guest trapped").await;

    assert_eq!(server.get("/next").await.status, 200);
    let log = ends(server).await;
    // std has looked for RUST_BACKTRACE; that this is unset is no news to the program.
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
    assert_eq!(count(&log, "trapped"), 1, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_panic_in_a_body_aborts_the_response() {
    let server = FAULTS.start().await;
    let answer = get_raw(&server, "/panic-in-body").await;
    assert_eq!((answer.status, answer.complete), (200, false));
    server.log().wait_for("guest: the body's last words").await;
    assert_eq!(server.get("/next").await.status, 200);
}

#[tokio::test]
async fn a_panic_in_a_task_comes_after_the_response() {
    let server = FAULTS.start().await;
    assert_eq!(server.get("/panic-in-task").await.status, 200);
    server.log().wait_for("guest: the task's last words").await;
    server.log().wait_for("GET /panic-in-task: the guest trapped").await;
    assert_eq!(server.get("/next").await.status, 200);
}

#[tokio::test]
async fn a_stack_overflow_is_a_500() {
    let server = FAULTS.start().await;
    let answer = server.get("/overflow").await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("GET /overflow: the guest trapped").await;
    assert_eq!(server.get("/next").await.status, 200);
}

#[tokio::test]
async fn memory_that_runs_out_is_a_500() {
    let server = FAULTS.start_with(Options { memory: 8 << 20, ..Options::default() }).await;
    let answer = server.request(post("/upload", vec![b'x'; 16 << 20])).await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("guest: memory allocation of ").await;
    server.log().wait_for("POST /upload: the guest trapped").await;
    assert_eq!(server.get("/next").await.status, 200);
}

#[tokio::test]
async fn an_error_is_a_bare_500_and_its_detail_is_in_the_log_alone() {
    let server = FAULTS.start().await;
    let answer = server.get("/error").await;
    assert_eq!((answer.status, answer.text(), answer.complete), (500, "", true));
    assert_eq!(answer.header("content-type"), "");
    assert!(!format!("{:?}", answer.headers).contains("secret"), "{:?}", answer.headers);
    server.log().wait_for("guest: doorway: answered 500: the secret detail").await;
    ends_well(server).await;
}
