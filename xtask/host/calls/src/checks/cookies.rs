//! Cookies ([RFC 6265](https://www.rfc-editor.org/rfc/rfc6265)).

use doorway::client::Client;
use serde_json::json;

use super::{get, staying, told};
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
