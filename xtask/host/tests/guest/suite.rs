//! The tests that go for every version of WASI.

mod bodies;
mod calls;
mod client;
mod concurrent;
mod contract;
mod costs;
mod counter;
mod examples;
mod faults;
mod files;
mod keyvalue;
mod load;
mod measure;
mod pages;
mod proxy;
mod python;
mod server;
mod table;
mod tasks;
mod world;

use crate::IS_P3;
use bytes::Bytes;
use doorway_host::testing::TestServer;
use http::Request;
use http_body_util::{Empty, Full};

/// A request without a body.
pub(crate) fn get(path: &str) -> Request<Empty<Bytes>> {
    Request::get(path).body(Empty::new()).unwrap()
}

/// A request with a body that is there at once.
pub(crate) fn post(path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::post(path).body(Full::new(body.into())).unwrap()
}

/// The bytes of a request without a body.
pub(crate) fn head(method: &str, target: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: x\r\n\r\n")
}

/// Stops a server and gives its log, in which no guest may have trapped.
pub(crate) async fn ends_well(server: TestServer) -> Vec<String> {
    let log = ends(server).await;
    assert!(!log.iter().any(|line| line.contains("trapped")), "{}", log.join("\n"));
    log
}

/// Stops a server, whose guests have nothing left to do, and gives its log.
pub(crate) async fn ends(server: TestServer) -> Vec<String> {
    let log = server.log().clone();
    let finished = server.shutdown().await;
    let lines = log.lines();
    assert!(finished, "guests are still at work:\n{}", lines.join("\n"));
    lines
}

/// Waits for the log line of a body that was passed on and cut off. On WASI 0.3 the body is the
/// host's own, and the guest does not notice.
pub(crate) async fn broke_off(server: &TestServer) {
    let line = match IS_P3 {
        true => "(aborted: ",
        false => "doorway: aborted the response: the other side broke off",
    };
    server.log().wait_for(line).await;
}

/// How many lines contain `needle`.
pub(crate) fn count(lines: &[String], needle: &str) -> usize {
    lines.iter().filter(|line| line.contains(needle)).count()
}
