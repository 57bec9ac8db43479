//! Paths and queries: they arrive as they were meant.

use doorway::client::{self, Client};
use serde_json::json;

use super::{get, told};
use crate::Target;

pub(crate) async fn a_query_is_built_of_pairs(at: Target) {
    let request = Client::new()
        .get(at.url("/get?first=1"))
        .query(&[("a", "1"), ("a", "2"), ("sum", "1+1=2 & more")])
        .query(&[("stadt", "Zürich"), ("empty", "")]);
    let seen = told(request.send().await.unwrap()).await;
    let args = json!({
        "first": "1",
        "a": ["1", "2"],
        "sum": "1+1=2 & more",
        "stadt": "Zürich",
        "empty": "",
    });
    assert_eq!(seen["args"], args);
}

pub(crate) async fn what_may_not_stand_in_a_url_is_encoded(at: Target) {
    let response = get(at.url("/anything/two words/Zürich?q=two words&r=ü")).await;
    let target = response.url().path_and_query().unwrap().as_str();
    assert_eq!(target, "/anything/two%20words/Z%C3%BCrich?q=two%20words&r=%C3%BC");
    let seen = told(response).await;
    assert_eq!(seen["args"], json!({ "q": "two words", "r": "ü" }));
}

pub(crate) async fn what_is_encoded_stays_so(at: Target) {
    let response = get(at.url("/anything/a%2Fb%20c?q=%26%3D+x")).await;
    assert_eq!(response.url().to_string(), at.url("/anything/a%2Fb%20c?q=%26%3D+x"));
    assert_eq!(told(response).await["args"], json!({ "q": "&= x" }));
}

pub(crate) async fn a_fragment_is_not_sent(at: Target) {
    let seen = told(client::get(at.url("/get?a=1#part")).send().await.unwrap()).await;
    assert_eq!((&seen["args"], &seen["url"]), (&json!({ "a": "1" }), &json!(at.url("/get?a=1"))));
}

pub(crate) async fn relative_urls_are_relative_to_the_base(at: Target) {
    let client = Client::builder().base_url(at.url("/anything/api/")).build().unwrap();
    for (relative, path) in [
        ("planets", "/anything/api/planets"),
        ("planets/3?moons=1", "/anything/api/planets/3?moons=1"),
        ("./planets", "/anything/api/planets"),
        ("../planets", "/anything/planets"),
        ("/anything", "/anything"),
        ("?page=2", "/anything/api/?page=2"),
    ] {
        let seen = told(client.get(relative).send().await.unwrap()).await;
        assert_eq!(seen["url"], at.url(path), "{relative}");
    }
    let seen = told(client.get(at.other_url("/get")).send().await.unwrap()).await;
    assert_eq!(seen["url"], at.other_url("/get"));
}

pub(crate) async fn https_only_means_no_http(at: Target) {
    let client = Client::builder().https_only(true).build().unwrap();
    let error = client.get(at.url("/get")).send().await.unwrap_err();
    assert!(error.is_builder(), "{error:?}");
}
