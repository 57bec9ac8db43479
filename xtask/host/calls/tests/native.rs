//! The checks natively: an in-process double answers in the place of each server.

use doorway::testing::TestClient;
use doorway_calls::{app, double};

/// Runs a check; it panics here.
fn run(check: &str) {
    let client = TestClient::new(app())
        .upstream("http://httpbin.test", double::httpbin())
        .upstream("http://httpbin.test:8080", double::httpbin());
    let origins = "base=http://httpbin.test&other=http://httpbin.test:8080";
    let response = client.get(format!("/{check}?{origins}")).send();
    assert_eq!((response.status().as_u16(), &*response.text()), (200, "ok"));
}

macro_rules! tests {
    ($($group:ident { $($check:ident)* })*) => {
        $(mod $group {
            $(#[test]
            fn $check() {
                super::run(concat!(stringify!($group), "/", stringify!($check)));
            })*
        })*
    };
}

doorway_calls::every_httpbin_check!(tests);
