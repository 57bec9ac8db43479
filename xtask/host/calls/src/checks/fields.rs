//! Header fields, both ways.

use doorway::client::Client;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::{field, get, told};
use crate::Target;

pub(crate) async fn nothing_is_sent_that_nobody_said(at: Target) {
    let client = Client::builder().no_gzip().no_deflate().build().unwrap();
    let seen = told(client.get(at.url("/headers")).send().await.unwrap()).await;
    let Value::Object(fields) = &seen["headers"] else { panic!("{seen}") };
    let names: Vec<_> = fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["Host"], "{seen}");
}

pub(crate) async fn fields_of_the_request_come_before_the_clients(at: Target) {
    let mut defaults = HeaderMap::new();
    defaults.insert("x-default", HeaderValue::from_static("default"));
    defaults.insert("x-both", HeaderValue::from_static("default"));
    let client =
        Client::builder().default_headers(defaults).user_agent("checks/1.0").build().unwrap();
    let request = client.get(at.url("/headers")).header("x-both", "own").header("x-own", "own");
    let seen = told(request.send().await.unwrap()).await;
    let fields = &seen["headers"];
    assert_eq!(fields["X-Default"], "default");
    assert_eq!((&fields["X-Both"], &fields["X-Own"]), (&json!("own"), &json!("own")));
    assert_eq!(fields["User-Agent"], "checks/1.0");
    let seen = told(client.get(at.url("/user-agent")).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "user-agent": "checks/1.0" }));
    let request = client.get(at.url("/user-agent")).header("user-agent", "own/2.0");
    assert_eq!(told(request.send().await.unwrap()).await, json!({ "user-agent": "own/2.0" }));
}

pub(crate) async fn a_field_may_come_more_than_once(at: Target) {
    let request = Client::new().get(at.url("/headers")).header("x-many", "1").header("x-many", "2");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen["headers"]["X-Many"], "1,2");
}

pub(crate) async fn the_host_is_the_urls(at: Target) {
    for url in [at.url("/headers"), at.other_url("/headers")] {
        let authority = url.trim_start_matches("http://").trim_end_matches("/headers");
        let seen = told(get(&url).await).await;
        assert_eq!(seen["headers"]["Host"], authority);
    }
}

pub(crate) async fn fields_of_the_response_come_in_order(at: Target) {
    let response = get(at.url("/response-headers?x-many=1&x-many=2&x-one=a%20b&x-many=3")).await;
    let many: Vec<_> = response.headers().get_all("x-many").iter().collect();
    assert_eq!(many, ["1", "2", "3"]);
    assert_eq!(field(response.headers(), "x-one"), "a b");
    let seen = told(response).await;
    assert_eq!((&seen["x-many"], &seen["x-one"]), (&json!(["1", "2", "3"]), &json!("a b")));
}

pub(crate) async fn fields_of_the_response_may_be_long_and_many(at: Target) {
    let long = "x".repeat(3000);
    let request =
        Client::new().get(at.url("/response-headers?x-long=")).query(&[("x-more", &long)]);
    let response = request.send().await.unwrap();
    assert_eq!(field(response.headers(), "x-more"), long);
    let many: Vec<_> = (0..60).map(|index| (format!("x-{index}"), index)).collect();
    let request = Client::new().get(at.url("/response-headers")).query(&many);
    let response = request.send().await.unwrap();
    for (name, index) in many {
        assert_eq!(field(response.headers(), &name), index.to_string());
    }
}
