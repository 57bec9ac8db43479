use std::io::Read;

use doorway::testing::{TestClient, TestResponse};
use flate2::read::GzDecoder;
use serde_json::Value;

fn client() -> TestClient {
    TestClient::new(super::app())
}

fn me(token: &str) -> TestResponse {
    client().get("/me").bearer_auth(token).send()
}

#[test]
fn a_token_tells_the_user() {
    assert_eq!(me("sesame").json::<Value>()["name"], "Ali");
    assert_eq!(me("alohomora").json::<Value>()["name"], "Hermione");
}

#[test]
fn an_unknown_token_is_a_401() {
    let basic = client().get("/me").header("authorization", "Basic c2VzYW1l").send();
    for response in [client().get("/me").send(), me("please"), me(""), basic] {
        assert_eq!(response.status(), 401);
        assert_eq!(response.header("www-authenticate"), Some("Bearer"));
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
        let problem: Value = response.json();
        assert_eq!(problem["status"], 401);
    }
    // Only these routes need a token.
    assert_eq!(client().get("/nowhere").send().status(), 404);
    assert_eq!(client().get("/").send().status(), 200);
}

#[test]
fn private_data_is_not_cached() {
    assert_eq!(me("sesame").header("cache-control"), Some("no-store"));
    assert_eq!(me("please").header("cache-control"), Some("no-store"));
    assert_eq!(client().get("/").send().header("cache-control"), None);
}

#[test]
fn a_note_has_a_limit() {
    let post = |length| client().post("/notes").bearer_auth("sesame").body("x".repeat(length));
    assert_eq!(post(1024).send().text(), "Ali wrote 1024 bytes\n");
    let response = post(1025).send();
    assert_eq!(response.status(), 413);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
}

#[test]
fn operators_have_a_token_of_their_own() {
    let request = || client().get("/admin");
    assert_eq!(request().bearer_auth("open-up").send().text(), "all is well\n");
    assert_eq!(request().bearer_auth("sesame").send().status(), 401);
    assert_eq!(request().send().status(), 401);
}

#[test]
fn a_body_is_compressed_for_those_who_read_it() {
    let plain = client().get("/").send();
    assert_eq!(plain.header("content-encoding"), None);

    let packed = client().get("/").header("accept-encoding", "gzip").send();
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("vary"), Some("accept-encoding"));
    assert!(packed.bytes().len() < plain.bytes().len() / 10);
    let mut text = String::new();
    GzDecoder::new(&packed.bytes()[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
}

#[test]
fn each_request_has_an_id() {
    let response = me("sesame");
    let id = response.header("x-request-id").unwrap().to_owned();
    assert_eq!(id.len(), 36);
    assert_eq!(response.json::<Value>()["request"], id);
    assert_ne!(client().get("/").send().header("x-request-id"), Some(&*id));

    let request = client().get("/").header("x-request-id", "theirs");
    assert_eq!(request.send().header("x-request-id"), Some("theirs"));
}

#[test]
fn a_trace_is_continued() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    let parent = format!("00-{TRACE}-b7ad6b7169203331-01");
    let request = client().get("/me").bearer_auth("sesame").header("traceparent", parent);
    assert_eq!(request.send().json::<Value>()["trace"], TRACE);

    let begun: Value = me("sesame").json();
    assert_eq!(begun["trace"].as_str().unwrap().len(), 32);
    assert_ne!(begun["trace"], TRACE);
}

#[test]
fn patience_has_its_limit() {
    assert_eq!(client().get("/patience/1").send().text(), "Thank you for waiting.\n");
    let response = client().get("/patience/3600000").send();
    assert_eq!(response.status(), 503);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
}

#[test]
fn every_answer_has_the_security_headers() {
    for path in ["/", "/me", "/admin", "/nowhere"] {
        let response = client().get(path).send();
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{path}");
        let policy = response.header("content-security-policy");
        assert_eq!(policy, Some("default-src 'none'"), "{path}");
        assert!(response.header("x-request-id").is_some(), "{path}");
    }
}

#[test]
fn one_page_may_read_the_answers() {
    let request = client().options("/notes").header("origin", "https://app.example");
    let response = request.header("access-control-request-method", "POST").send();
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("access-control-allow-origin"), Some("https://app.example"));
    assert_eq!(response.header("access-control-allow-methods"), Some("GET,POST"));
    assert_eq!(response.header("access-control-allow-headers"), Some("authorization,content-type"));
    // The page can read an error, too.
    let response = client().get("/me").header("origin", "https://app.example").send();
    assert_eq!(response.status(), 401);
    assert_eq!(response.header("access-control-allow-origin"), Some("https://app.example"));
    assert_eq!(response.header("access-control-expose-headers"), Some("x-request-id"));
}
