//! The message of a layer that needs tokio's runtime. The program under test is this one again, as
//! a process has one panic hook.

use std::time::Duration;

use doorway::testing::TestClient;
use doorway::tower::from_tower;
use doorway::{Router, routing::get};
use tower::ServiceBuilder;
use tower::timeout::TimeoutLayer;

use crate::support::program;

/// Runs one of the programs below, and gives what it wrote to stderr.
fn run(name: &str) -> String {
    let output = program::run(module_path!(), name);
    assert!(!output.status.success(), "{output:?}");
    program::stderr(output)
}

fn hello() -> Router {
    Router::new().route("/", get(|| async { "Hello!" }))
}

const LIMIT: Duration = Duration::from_secs(1);

#[test]
#[ignore = "run by another test"]
fn layer() {
    TestClient::new(hello().layer(TimeoutLayer::new(LIMIT))).get("/").send();
}

#[test]
#[ignore = "run by another test"]
fn service() {
    let service = ServiceBuilder::new().layer(TimeoutLayer::new(LIMIT)).service(hello());
    TestClient::new(from_tower(service)).get("/").send();
}

#[test]
#[ignore = "run by another test"]
fn other() {
    async fn panics() -> &'static str {
        panic!("nobody knows why")
    }
    let app = Router::new().route("/", get(panics)).layer(tower::layer::layer_fn(|inner| inner));
    TestClient::new(app).get("/").send();
}

#[test]
fn a_layer_that_needs_tokio_names_an_alternative() {
    for program in ["layer", "service"] {
        let stderr = run(program);
        assert!(stderr.contains("there is no reactor running"), "{stderr}");
        let (_, hint) = stderr.split_once("doorway: ").unwrap();
        let expected = "a layer or service needs tokio's runtime for its timers or tasks, and a \
                        component has none. `doorway::middleware::TimeoutLayer`, `doorway::time` \
                        and `doorway::task` do without; the docs of `doorway::tower` say more\n";
        assert!(hint.starts_with(expected), "{stderr}");
    }
    let stderr = run("other");
    assert!(stderr.contains("nobody knows why") && !stderr.contains("doorway: "), "{stderr}");
}
