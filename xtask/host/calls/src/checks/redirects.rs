//! Redirects within one server ([RFC 9110, 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).

use doorway::Body;
use doorway::client::{Client, redirect};
use futures_util::stream;
use http::Method;
use serde_json::json;

use super::{encoded, field, get, staying, told};
use crate::Target;

/// The URL of a redirect.
fn leading(at: &Target, status: u16, to: &str) -> String {
    at.url(&format!("/redirect-to?status_code={status}&url={}", encoded(to)))
}

fn limited(most: usize) -> Client {
    Client::builder().redirect(redirect::Policy::limited(most)).build().unwrap()
}

pub(crate) async fn chains_are_followed_to_their_end(at: Target) {
    for path in [
        "/redirect/3",
        "/redirect/3?absolute=true",
        "/relative-redirect/3",
        "/absolute-redirect/3",
        "/redirect/10",
    ] {
        let response = get(at.url(path)).await;
        assert_eq!(response.url().to_string(), at.url("/get"), "{path}");
        assert_eq!(told(response).await["url"], at.url("/get"));
    }
    assert_eq!(get(at.url("/links/5")).await.url().path(), "/links/5/0");
}

pub(crate) async fn statuses_that_lead_somewhere_are_followed(at: Target) {
    for status in [301, 302, 303, 307] {
        let response = get(at.url(&format!("/status/{status}"))).await;
        assert_eq!((response.status().as_u16(), response.url().path()), (200, "/get"), "{status}");
    }
    for status in [300, 304, 305, 306, 308] {
        let response = get(at.url(&format!("/status/{status}"))).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.url().path(), format!("/status/{status}"));
    }
}

pub(crate) async fn one_without_a_place_is_the_response(at: Target) {
    let response = get(at.url("/drip?numbytes=1&duration=0&code=302")).await;
    assert_eq!((response.status().as_u16(), response.url().path()), (302, "/drip"));
    assert_eq!(response.text().await.unwrap(), "*");
}

pub(crate) async fn the_status_decides_about_method_and_body(at: Target) {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    for status in [301, 302, 303, 307, 308] {
        for method in methods.map(|method| Method::try_from(method).unwrap()) {
            let url = leading(&at, status, "/anything?seen=1");
            let mut request = Client::new().request(method.clone(), url).header("x-kept", "yes");
            if method != Method::GET {
                request = request.json(&["body"]);
            }
            let response = request.send().await.unwrap();
            assert_eq!(response.url().to_string(), at.url("/anything?seen=1"));
            let seen = told(response).await;
            let becomes_get = match status {
                301 | 302 => method == Method::POST,
                303 => true,
                _ => false,
            };
            let expected = if becomes_get { Method::GET } else { method.clone() };
            assert_eq!(seen["method"], expected.as_str(), "{method} {status}");
            let content = if expected == Method::GET {
                (json!(null), json!(""))
            } else {
                (json!(["body"]), json!("[\"body\"]"))
            };
            assert_eq!(
                (&seen["json"], &seen["data"]),
                (&content.0, &content.1),
                "{method} {status}"
            );
            let content_type = &seen["headers"]["Content-Type"];
            assert_eq!(content_type == "application/json", expected != Method::GET, "{seen}");
            assert_eq!(seen["headers"]["X-Kept"], "yes");
        }
    }
}

pub(crate) async fn head_stays_head(at: Target) {
    for status in [301, 302, 303, 307, 308] {
        let response = Client::new().head(leading(&at, status, "/anything")).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.url().path()), (200, "/anything"));
        assert_ne!(field(response.headers(), "content-length"), "");
        assert_eq!(response.bytes().await.unwrap(), "");
    }
}

pub(crate) async fn a_stream_is_not_sent_again(at: Target) {
    for status in [301, 302, 303, 307, 308] {
        let chunks = [Ok::<_, std::io::Error>("one "), Ok("two")];
        let request = Client::new().post(leading(&at, status, "/anything"));
        let request = request.body(Body::from_stream(stream::iter(chunks)));
        let response = request.send().await.unwrap();
        if matches!(status, 307 | 308) {
            // It would be asked for again: here is the redirect.
            assert_eq!(response.status(), status);
            assert_eq!(field(response.headers(), "location"), "/anything");
        } else {
            let seen = told(response).await;
            assert_eq!((&seen["method"], &seen["data"]), (&json!("GET"), &json!("")), "{status}");
        }
    }
}

pub(crate) async fn places_are_relative_to_what_was_asked(at: Target) {
    for (to, url) in [
        ("anything/a", "/anything/a"),
        ("./anything/./b/../c?d=e", "/anything/c?d=e"),
        ("/anything?f=g#part", "/anything?f=g"),
        ("/anything/two%20words", "/anything/two%20words"),
        (&format!("//{}/anything/h", at.authority()), "/anything/h"),
        (&at.url("/anything/i"), "/anything/i"),
    ] {
        let response = get(leading(&at, 302, to)).await;
        assert_eq!(
            (response.status().as_u16(), response.url().to_string()),
            (200, at.url(url)),
            "{to}"
        );
    }
}

pub(crate) async fn places_where_no_client_goes_are_not_gone_to(at: Target) {
    for to in ["ftp://127.0.0.1/", "mailto:a@b.c", "http://"] {
        let response = get(leading(&at, 302, to)).await;
        assert_eq!(
            (response.status().as_u16(), response.url().path()),
            (302, "/redirect-to"),
            "{to}"
        );
    }
}

pub(crate) async fn a_place_with_a_user_in_it_is_an_error(at: Target) {
    let place = at.url("/get").replace("http://", "http://earth:moon@");
    let error = Client::new().get(leading(&at, 302, &place)).send().await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
    assert!(!error.to_string().contains("moon"), "{error}");
}

pub(crate) async fn over_the_limit_it_is_an_error(at: Target) {
    assert_eq!(limited(2).get(at.url("/redirect/2")).send().await.unwrap().status(), 200);
    for (client, path) in
        [(limited(2), "/redirect/3"), (limited(0), "/redirect/1"), (Client::new(), "/redirect/11")]
    {
        let error = client.get(at.url(path)).send().await.unwrap_err();
        assert!(error.is_redirect() && !error.is_request(), "{path}: {error:?}");
        assert!(error.url().is_some() && error.status().is_none(), "{error:?}");
    }
}

pub(crate) async fn a_loop_is_an_error(at: Target) {
    let url = leading(&at, 302, "#again");
    let error = Client::new().get(&url).send().await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
}

pub(crate) async fn whoever_follows_none_gets_the_redirect(at: Target) {
    let response = staying().get(at.url("/relative-redirect/2")).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.url().path()), (302, "/relative-redirect/2"));
    assert_eq!(field(response.headers(), "location"), "/relative-redirect/1");
    assert!(response.error_for_status().is_ok());
}

pub(crate) async fn a_policy_of_ones_own_decides(at: Target) {
    let policy = redirect::Policy::custom(|attempt| match attempt.url().path() {
        "/relative-redirect/1" => attempt.stop(),
        "/absolute-redirect/1" => attempt.error("not there"),
        _ => attempt.follow(),
    });
    let client = Client::builder().redirect(policy).build().unwrap();
    let response = client.get(at.url("/relative-redirect/3")).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.url().path()), (302, "/relative-redirect/2"));
    let error = client.get(at.url("/absolute-redirect/3")).send().await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
    assert_eq!(client.get(at.url("/redirect/1")).send().await.unwrap().url().path(), "/get");
}
