//! Faults of handlers and of clients: the client sees a status or an aborted response, the log has
//! the reason, and the next request is served.

mod aborted;
mod clients;
mod fields;
mod heads;
mod lengths;
mod limits;
mod panics;
mod reuse;
mod stalls;
mod statuses;
mod targets;
mod unbuilt;

use crate::head;
use doorway_host::testing::{Answer, Raw, TestServer};

/// Asks for a path on a connection of its own.
async fn get_raw(server: &TestServer, path: &str) -> Answer {
    let mut client = server.raw().await;
    get_on(&mut client, path).await
}

/// Asks for a path on a connection that may have been used before.
async fn get_on(client: &mut Raw, path: &str) -> Answer {
    client.send(head("GET", path)).await;
    client.answer().await
}

/// The rest of a response that a client must recognize as incomplete.
fn assert_aborted(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 200, "{what}");
    assert!(!answer.complete, "{what}: looks complete: {answer:?}");
    let declared = answer.header("content-length").parse::<usize>().ok();
    assert!(declared.is_none_or(|all| answer.body.len() < all), "{what}: {answer:?}");
}
