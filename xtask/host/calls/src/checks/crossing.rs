//! Redirects to another origin: what is for one is not for the other.

use doorway::client::{Client, RequestBuilder};
use http::{HeaderValue, Method};
use serde_json::{Value, json};

use super::{encoded, told};
use crate::Target;

/// A request with secrets, which leads to a URL.
fn secretly(method: Method, at: &Target, to: &str) -> RequestBuilder {
    let url = at.url(&format!("/redirect-to?status_code=307&url={}", encoded(to)));
    let mut secret = HeaderValue::from_static("secret");
    secret.set_sensitive(true);
    Client::new()
        .request(method, url)
        .bearer_auth("secret")
        .header("cookie", "session=secret")
        .header("proxy-authorization", "Basic c2VjcmV0")
        .header("x-key", secret)
        .header("x-open", "open")
}

/// Which of its fields arrived.
fn arrived(seen: &Value) -> Vec<&str> {
    let names = ["Authorization", "Cookie", "Proxy-Authorization", "X-Key", "X-Open"];
    names.into_iter().filter(|name| !seen["headers"][name].is_null()).collect()
}

pub(crate) async fn within_one_origin_secrets_are_kept(at: Target) {
    let request = secretly(Method::GET, &at, &at.url("/anything"));
    let seen = told(request.send().await.unwrap()).await;
    // The host keeps `proxy-authorization` for itself.
    assert_eq!(arrived(&seen), ["Authorization", "Cookie", "X-Key", "X-Open"], "{seen}");
}

pub(crate) async fn another_origin_gets_no_secrets(at: Target) {
    for method in [Method::GET, Method::POST] {
        let request = secretly(method.clone(), &at, &at.other_url("/anything"));
        let response = request.send().await.unwrap();
        assert_eq!(response.url().to_string(), at.other_url("/anything"));
        let seen = told(response).await;
        assert_eq!((&seen["method"], arrived(&seen)), (&json!(method.as_str()), vec!["X-Open"]));
    }
}

pub(crate) async fn nor_does_the_first_once_it_was_left(at: Target) {
    let back = format!("/redirect-to?status_code=307&url={}", encoded(at.url("/anything")));
    let request = secretly(Method::GET, &at, &at.other_url(&back));
    let response = request.send().await.unwrap();
    assert_eq!(response.url().to_string(), at.url("/anything"));
    assert_eq!(arrived(&told(response).await), ["X-Open"]);
}

pub(crate) async fn a_body_goes_where_it_is_asked_for(at: Target) {
    let request = secretly(Method::PUT, &at, &at.other_url("/anything")).json(&["body"]);
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!((&seen["method"], &seen["json"]), (&json!("PUT"), &json!(["body"])));
    assert_eq!(arrived(&seen), ["X-Open"]);
}
