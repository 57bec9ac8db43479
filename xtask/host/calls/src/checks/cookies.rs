//! Cookies ([RFC 6265](https://www.rfc-editor.org/rfc/rfc6265)).

use std::sync::Arc;

use doorway::client::Client;
use doorway::client::cookie::{CookieStore, Jar};
use serde_json::json;

use super::{encoded, get, staying, told};
use crate::Target;

pub(crate) async fn what_is_sent_by_hand_arrives(at: Target) {
    let request = Client::new().get(at.url("/cookies")).header("cookie", "moon=Phobos; n=1");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": { "moon": "Phobos", "n": "1" } }));
}

pub(crate) async fn what_is_set_is_seen(at: Target) {
    let response = staying().get(at.url("/cookies/set?moon=Phobos&n=1")).send().await.unwrap();
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["moon=Phobos; Path=/", "n=1; Path=/"]);
    assert_eq!(response.status(), 302);
    let response = staying().get(at.url("/cookies/delete?n")).send().await.unwrap();
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 1);
    assert!(cookies[0].to_str().unwrap().contains("Max-Age=0;"), "{cookies:?}");
}

pub(crate) async fn nothing_is_kept_unless_it_is_asked_for(at: Target) {
    let response = get(at.url("/cookies/set/moon/Phobos")).await;
    assert_eq!(response.url().path(), "/cookies");
    assert_eq!(told(response).await, json!({ "cookies": {} }));
}

pub(crate) async fn a_response_tells_its_cookies(at: Target) {
    let response = staying().get(at.url("/cookies/set?moon=Phobos&n=1")).send().await.unwrap();
    let cookies: Vec<_> = response.cookies().collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    assert_eq!((cookies[0].name(), cookies[0].value()), ("moon", "Phobos"));
    assert_eq!((cookies[1].name(), cookies[1].path()), ("n", Some("/")));
}

pub(crate) async fn a_store_keeps_them_through_redirects(at: Target) {
    let client = Client::builder().cookie_store(true).build().unwrap();
    let cookies = async |path: &str| {
        let response = client.get(at.url(path)).send().await.unwrap();
        assert_eq!(response.url().path(), "/cookies");
        told(response).await["cookies"].clone()
    };
    assert_eq!(cookies("/cookies").await, json!({}));
    assert_eq!(
        cookies("/cookies/set?moon=Phobos&n=1").await,
        json!({ "moon": "Phobos", "n": "1" })
    );
    assert_eq!(cookies("/cookies/set/n/2").await, json!({ "moon": "Phobos", "n": "2" }));
    assert_eq!(cookies("/cookies/delete?moon").await, json!({ "n": "2" }));
    assert_eq!(cookies("/cookies").await, json!({ "n": "2" }));
    // Clones are one client, and a new one is another.
    let seen = told(client.clone().get(at.url("/cookies")).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": { "n": "2" } }));
    let other = Client::builder().cookie_store(true).build().unwrap();
    let seen = told(other.get(at.url("/cookies")).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": {} }));
}

pub(crate) async fn cookies_are_of_a_host_and_not_of_a_port(at: Target) {
    let client = Client::builder().cookie_store(true).build().unwrap();
    client.get(at.url("/cookies/set/moon/Phobos")).send().await.unwrap();
    let seen = told(client.get(at.other_url("/cookies")).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": { "moon": "Phobos" } }));
    let url = at.url(&format!("/redirect-to?url={}", encoded(at.other_url("/cookies"))));
    let seen = told(client.get(url).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": { "moon": "Phobos" } }));
}

pub(crate) async fn a_jar_is_filled_and_looked_into(at: Target) {
    let (jar, url) = (Arc::new(Jar::default()), at.url("/cookies").parse().unwrap());
    jar.add_cookie_str("moon=Deimos; Path=/", &url);
    jar.add_cookie_str("elsewhere=1; Path=/get", &url);
    let client = Client::builder().cookie_provider(jar.clone()).build().unwrap();
    let seen = told(client.get(at.url("/cookies/set?n=1")).send().await.unwrap()).await;
    assert_eq!(seen, json!({ "cookies": { "moon": "Deimos", "n": "1" } }));
    assert_eq!(jar.cookies(&url).unwrap(), "moon=Deimos; n=1");
}
