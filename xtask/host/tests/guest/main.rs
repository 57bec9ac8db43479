//! Guests at work: every program in `guests/examples` and every example, served and measured as a
//! host would.

mod bodies;
mod budgets;
mod calls;
mod client;
mod contract;
mod counter;
mod examples;
mod faults;
mod growth;
mod load;
mod measure;
mod pages;
mod proxy;
mod server;
mod table;
mod tasks;
mod world;

/// One constant for each program. One that no test mentions does not compile.
#[deny(dead_code)]
mod guests {
    include!(concat!(env!("OUT_DIR"), "/guests.rs"));
}

use bytes::Bytes;
use doorway_host::testing::TestServer;
use http::Request;
use http_body_util::{Empty, Full};

/// A request without a body.
fn get(path: &str) -> Request<Empty<Bytes>> {
    Request::get(path).body(Empty::new()).unwrap()
}

/// A request with a body that is there at once.
fn post(path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::post(path).body(Full::new(body.into())).unwrap()
}

/// The bytes of a request without a body.
fn head(method: &str, target: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: x\r\n\r\n")
}

/// Stops a server and gives its log, in which no guest may have trapped.
async fn ends_well(server: TestServer) -> Vec<String> {
    let log = ends(server).await;
    assert!(!log.iter().any(|line| line.contains("trapped")), "{}", log.join("\n"));
    log
}

/// Stops a server, whose guests have nothing left to do, and gives its log.
async fn ends(server: TestServer) -> Vec<String> {
    let log = server.log().clone();
    let finished = server.shutdown().await;
    let lines = log.lines();
    assert!(finished, "guests are still at work:\n{}", lines.join("\n"));
    lines
}

/// How many lines contain `needle`.
fn count(lines: &[String], needle: &str) -> usize {
    lines.iter().filter(|line| line.contains(needle)).count()
}
