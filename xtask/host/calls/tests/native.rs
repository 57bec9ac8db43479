//! The checks natively: an in-process double answers in the place of each server.

use doorway::ErrorCode;
use doorway::testing::TestClient;
use doorway_calls::{app, double};

/// Runs a check with the servers at these origins; it panics here.
fn run(check: &str, client: TestClient, origins: [&str; 2]) {
    let [base, other] = origins;
    let response = client.get(format!("/{check}?base={base}&other={other}")).send();
    assert_eq!((response.status().as_u16(), &*response.text()), (200, "ok"));
}

const ORIGINS: [&str; 2] = ["http://server.test", "http://server.test:8080"];

fn httpbin(check: &str) {
    let client = TestClient::new(app())
        .upstream(ORIGINS[0], double::httpbin())
        .upstream(ORIGINS[1], double::httpbin());
    run(check, client, ORIGINS);
}

fn nginx(check: &str) {
    let client = TestClient::new(app())
        .upstream(ORIGINS[0], double::nginx())
        .upstream(ORIGINS[1], double::nginx());
    run(check, client, ORIGINS);
}

fn faults(check: &str) {
    let client = TestClient::new(app())
        .upstream(ORIGINS[0], double::faults())
        .upstream_error(ORIGINS[1], ErrorCode::ConnectionRefused);
    run(check, client, ORIGINS);
}

macro_rules! tests {
    ($run:ident: $($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[test]
            fn $check() {
                super::$run(concat!(stringify!($group), "/", stringify!($check)));
            })*
        })*
    };
}

macro_rules! httpbin_tests {
    ($($groups:tt)*) => { tests!(httpbin: $($groups)*); };
}

macro_rules! nginx_tests {
    ($($groups:tt)*) => { tests!(nginx: $($groups)*); };
}

macro_rules! fault_tests {
    ($($groups:tt)*) => { tests!(faults: $($groups)*); };
}

doorway_calls::every_httpbin_check!(httpbin_tests);
doorway_calls::every_nginx_check!(nginx_tests);
doorway_calls::every_fault_check!(fault_tests);
