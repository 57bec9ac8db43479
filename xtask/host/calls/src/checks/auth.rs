//! Credentials.

use doorway::client::Client;
use serde_json::json;

use super::{field, get, told};
use crate::Target;

pub(crate) async fn basic_credentials_are_let_in(at: Target) {
    for (user, password, path) in [
        ("earth", "moon", "/basic-auth/earth/moon"),
        ("earth", "moon", "/hidden-basic-auth/earth/moon"),
        ("a user", "p:a=s+s w", "/basic-auth/a%20user/p%3Aa%3Ds+s%20w"),
        ("Zoë", "größer", "/basic-auth/Zo%C3%AB/gr%C3%B6%C3%9Fer"),
    ] {
        let request = Client::new().get(at.url(path)).basic_auth(user, Some(password));
        let seen = told(request.send().await.unwrap()).await;
        assert_eq!(seen, json!({ "authenticated": true, "user": user }));
    }
}

pub(crate) async fn other_basic_credentials_are_a_401(at: Target) {
    let url = at.url("/basic-auth/earth/moon");
    for request in [
        Client::new().get(&url),
        Client::new().get(&url).basic_auth("earth", Some("sun")),
        Client::new().get(&url).basic_auth("earth", None::<&str>),
        Client::new().get(&url).bearer_auth("moon"),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401);
        assert_eq!(field(response.headers(), "www-authenticate"), r#"Basic realm="Fake Realm""#);
        let error = response.error_for_status().unwrap_err();
        assert!(error.is_status(), "{error:?}");
        assert_eq!(error.status().unwrap(), 401);
        assert_eq!(error.url().unwrap().to_string(), url);
    }
}

pub(crate) async fn what_is_hidden_is_a_404(at: Target) {
    let response = get(at.url("/hidden-basic-auth/earth/moon")).await;
    assert_eq!(response.status(), 404);
    assert_eq!(field(response.headers(), "www-authenticate"), "");
}

pub(crate) async fn a_bearers_token_arrives(at: Target) {
    let request = Client::new().get(at.url("/bearer")).bearer_auth("abc.DEF-123_~+/==");
    let seen = told(request.send().await.unwrap()).await;
    assert_eq!(seen, json!({ "authenticated": true, "token": "abc.DEF-123_~+/==" }));
    let response = get(at.url("/bearer")).await;
    assert_eq!(response.status(), 401);
    assert_eq!(field(response.headers(), "www-authenticate"), "Bearer");
}

pub(crate) async fn a_challenge_arrives(at: Target) {
    let response = get(at.url("/digest-auth/auth/earth/moon")).await;
    assert_eq!(response.status(), 401);
    let challenge = field(response.headers(), "www-authenticate");
    assert!(challenge.starts_with("Digest realm="), "{challenge}");
    assert!(challenge.contains("nonce="), "{challenge}");
}

pub(crate) async fn a_user_in_the_url_is_refused(at: Target) {
    let url = at.url("/basic-auth/earth/moon").replace("http://", "http://earth:moon@");
    let error = Client::new().get(url).send().await.unwrap_err();
    assert!(error.is_builder(), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("moon@"), "{error:?}");
}
