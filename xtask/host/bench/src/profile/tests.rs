//! Profiles of components that `cargo xtask build --all` has built.

use super::*;
use doorway_host::testing::Guest;

fn get(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

/// That it adds up to wasmtime's count, `profile` itself sees to.
#[test]
fn the_rewritten_component_answers_and_its_counts_add_up() {
    let profile = profile(&Guest::new("hello").bytes(), &get("/"), 1).unwrap();
    let stages: u64 = profile.stages.values().sum();
    assert!(profile.fuel > 0);
    assert_eq!(stages, profile.fuel);
    assert_eq!(profile.host_calls["wasi:http/types@0.2.0 [static]response-outparam.set"], 1);
}

#[test]
fn copied_bytes_and_later_requests_add_up_too() {
    let contract = Guest::new("contract").bytes();
    let body = Bytes::from_static(br#"{"name":"abc","values":[1,2,3.5]}"#);
    let request = Request::post("/json").header("content-type", "application/json");
    let request = request.body(body).unwrap();
    for nth in [1, 2] {
        let profile = profile(&contract, &request, nth).unwrap();
        assert!(profile.functions.iter().any(|row| row.copied > 0));
    }
}

#[test]
fn what_is_no_component_is_an_error() {
    assert!(profile(b"\0asm\x0d\0\x01\0\x01", &get("/"), 1).is_err());
    assert!(component::rewrite(b"").is_err());
}
