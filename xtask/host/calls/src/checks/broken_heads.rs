//! Servers that give no response that deserves the name.

use std::error::Error as _;

use doorway::client::{Client, Error};
use http::StatusCode;

use crate::Target;

/// The error of an exchange that failed before there was a response.
#[track_caller]
fn is_told(error: Error, method: &str, url: &str) {
    assert!(error.is_request(), "{url}: {error:?}");
    assert!(!error.is_timeout() && !error.is_connect() && !error.is_body(), "{url}: {error:?}");
    assert!(!error.is_builder() && !error.is_decode() && !error.is_status(), "{url}: {error:?}");
    assert_eq!((error.url().unwrap().to_string(), error.status()), (url.to_owned(), None));
    // The failed exchange, and then the reason.
    assert_eq!(error.to_string(), format!("{method} {url} failed"));
    let code = error.code().unwrap().to_string();
    assert_eq!(error.source().unwrap().to_string(), code);
    assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY, "{url}");
}

async fn fails(at: Target, path: &str) {
    let url = at.url(path);
    is_told(Client::new().get(&url).send().await.unwrap_err(), "GET", &url);
    // The same for who has something to say meanwhile.
    let error = Client::new().post(&url).body("content").send().await.unwrap_err();
    is_told(error, "POST", &url);
}

pub(crate) async fn nothing(at: Target) {
    fails(at, "/head/nothing").await;
}

pub(crate) async fn nothing_but_a_reset(at: Target) {
    fails(at, "/head/nothing-reset").await;
}

pub(crate) async fn half_a_line(at: Target) {
    fails(at, "/head/half-line").await;
}

pub(crate) async fn half_a_head(at: Target) {
    fails(at, "/head/half").await;
}

pub(crate) async fn half_a_head_and_a_reset(at: Target) {
    fails(at, "/head/half-reset").await;
}

pub(crate) async fn another_protocol(at: Target) {
    fails(at, "/head/another-protocol").await;
}

pub(crate) async fn a_status_that_is_none(at: Target) {
    fails(at, "/head/no-status").await;
}

pub(crate) async fn two_lengths(at: Target) {
    fails(at, "/head/two-lengths").await;
}

pub(crate) async fn a_thousand_fields(at: Target) {
    fails(at, "/head/thousand-fields").await;
}

/// It ends all the same: no host reads heads without a limit.
pub(crate) async fn a_head_without_an_end(at: Target) {
    fails(at, "/head/endless").await;
}

/// Nobody listens at the other origin.
pub(crate) async fn nobody_is_there(at: Target) {
    let url = at.other_url("/");
    let error = Client::new().get(&url).send().await.unwrap_err();
    assert!(error.is_connect() && error.is_request() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.code(), Some(&doorway::ErrorCode::ConnectionRefused));
    assert_eq!(error.to_string(), format!("GET {url} failed"));
    assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY);
}
