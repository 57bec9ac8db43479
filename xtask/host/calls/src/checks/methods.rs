//! Methods: each arrives, with what it brings.

use doorway::client::Client;
use http::Method;
use serde_json::json;

use super::{field, get, told};
use crate::Target;

pub(crate) async fn get_shows_what_was_sent(at: Target) {
    let request = Client::new().get(at.url("/get?a=1&b=2")).header("x-check", "planets");
    let response = request.send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.url().path()), (200, "/get"));
    assert_eq!(response.headers()["content-type"], "application/json");
    let seen = told(response).await;
    assert_eq!(seen["args"], json!({ "a": "1", "b": "2" }));
    assert_eq!(seen["headers"]["X-Check"], "planets");
    assert_eq!(seen["headers"]["Host"], at.authority());
    assert_eq!(seen["url"], at.url("/get?a=1&b=2"));
    assert_eq!(seen["origin"], "127.0.0.1");
}

pub(crate) async fn each_method_has_its_place_and_arrives_there(at: Target) {
    let client = Client::new();
    for (request, name) in [
        (client.post(at.url("/post")), "post"),
        (client.put(at.url("/put")), "put"),
        (client.patch(at.url("/patch")), "patch"),
        (client.delete(at.url("/delete")), "delete"),
    ] {
        let seen = told(request.body(format!("some {name}")).send().await.unwrap()).await;
        assert_eq!(seen["data"], format!("some {name}"), "{seen}");
    }
}

pub(crate) async fn each_method_arrives_without_a_body_too(at: Target) {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
        let method = Method::try_from(method).unwrap();
        let request = Client::new().request(method.clone(), at.url("/anything"));
        let seen = told(request.send().await.unwrap()).await;
        assert_eq!((&seen["method"], &seen["data"]), (&json!(method.as_str()), &json!("")));
    }
}

pub(crate) async fn a_get_may_have_a_body(at: Target) {
    let request = Client::new().get(at.url("/anything")).body("a search");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!((&seen["method"], &seen["data"]), (&json!("GET"), &json!("a search")));
}

pub(crate) async fn head_has_the_fields_of_get_and_no_body(at: Target) {
    let got = get(at.url("/robots.txt")).await;
    let length = got.content_length().unwrap();
    assert_eq!(got.bytes().await.unwrap().len() as u64, length);
    let response = Client::new().head(at.url("/robots.txt")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(field(response.headers(), "content-length"), length.to_string());
    assert_eq!(response.bytes().await.unwrap(), "");
}

pub(crate) async fn options_tells_the_methods(at: Target) {
    let response = Client::new().request(Method::OPTIONS, at.url("/get")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut allowed: Vec<_> = field(response.headers(), "allow").split(", ").collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "OPTIONS"]);
    assert_eq!(response.bytes().await.unwrap(), "");
}

pub(crate) async fn a_method_that_is_not_allowed_is_a_405(at: Target) {
    let propfind = Method::from_bytes(b"PROPFIND").unwrap();
    for (method, path) in [(Method::POST, "/get"), (Method::GET, "/post"), (propfind, "/anything")]
    {
        let request = Client::new().request(method.clone(), at.url(path));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 405, "{method} {path}");
        assert!(!field(response.headers(), "allow").contains(method.as_str()), "{response:?}");
        assert!(response.error_for_status().unwrap_err().is_status());
    }
}
