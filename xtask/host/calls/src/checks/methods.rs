//! Methods: each arrives, with what it brings.

use doorway::client::Client;
use serde_json::{Value, json};

use crate::Target;

pub(crate) async fn get_shows_what_was_sent(at: Target) {
    let request = Client::new().get(at.url("/get?a=1&b=2")).header("x-check", "planets");
    let response = request.send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.url().path()), (200, "/get"));
    assert_eq!(response.headers()["content-type"], "application/json");
    let seen: Value = response.json().await.unwrap();
    assert_eq!(seen["args"], json!({ "a": "1", "b": "2" }));
    assert_eq!(seen["headers"]["X-Check"], "planets");
    assert_eq!(seen["headers"]["Host"], at.authority());
    assert_eq!(seen["url"], at.url("/get?a=1&b=2"));
}

pub(crate) async fn head_has_the_fields_of_get_and_no_body(at: Target) {
    let got = Client::new().get(at.url("/robots.txt")).send().await.unwrap();
    let length = got.content_length().unwrap();
    assert_eq!(got.bytes().await.unwrap().len() as u64, length);
    let response = Client::new().head(at.url("/robots.txt")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-length"], length.to_string());
    assert_eq!(response.bytes().await.unwrap(), "");
}
