//! Statuses: all of them.

use doorway::client::{Client, Error};
use futures_util::future::join_all;
use http::Method;

use super::{field, get, staying};
use crate::Target;

/// Asks for many statuses, some at a time.
async fn all_of(at: &Target, method: &Method, statuses: impl Iterator<Item = u16>) {
    let statuses: Vec<_> = statuses.collect();
    let client = staying();
    for some in statuses.chunks(20) {
        join_all(some.iter().map(|status| comes_back(&client, at, method, *status))).await;
    }
}

async fn comes_back(client: &Client, at: &Target, method: &Method, status: u16) {
    let url = at.url(&format!("/status/{status}"));
    let response = client.request(method.clone(), &url).send().await;
    let response = response.unwrap_or_else(|error| panic!("{method} {url}: {error:?}"));
    assert_eq!(response.status(), status);
    assert_eq!(response.url().to_string(), url);
    let is_error = (400..600).contains(&status);
    match response.error_for_status_ref() {
        Ok(_) => assert!(!is_error, "{status}"),
        Err(error) => assert!(is_error && error.status().unwrap() == status, "{error:?}"),
    }
    let content = response.text().await.unwrap();
    let has_content = matches!(status, 402 | 406 | 418) && *method != Method::HEAD;
    assert_eq!(!content.is_empty(), has_content, "{status}: {content}");
}

pub(crate) async fn every_one_of_success_and_redirection_comes_back(at: Target) {
    all_of(&at, &Method::GET, 200..400).await;
}

pub(crate) async fn every_one_of_an_error_comes_back(at: Target) {
    all_of(&at, &Method::GET, 400..600).await;
}

pub(crate) async fn those_beyond_the_registry_come_back(at: Target) {
    all_of(&at, &Method::GET, [600, 601, 700, 799, 888, 998, 999].into_iter()).await;
}

pub(crate) async fn other_methods_get_them_too(at: Target) {
    for method in [Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let some = [200, 201, 204, 205, 206, 301, 303, 304, 307, 308, 400, 404, 418, 500, 503];
        all_of(&at, &method, some.into_iter()).await;
    }
}

/// A server that sends one and nothing after it has sent no response.
pub(crate) async fn an_interim_one_is_not_the_response(at: Target) {
    for status in [100, 102, 103, 150, 199] {
        let url = at.url(&format!("/status/{status}"));
        let error = Client::new().get(&url).send().await.unwrap_err();
        assert!(error.is_request() && !error.is_connect(), "{status}: {error:?}");
        assert!(!error.is_timeout() && error.code().is_some(), "{status}: {error:?}");
        assert_eq!(error.url().unwrap().to_string(), url);
    }
}

pub(crate) async fn those_without_content_have_none(at: Target) {
    for status in [204, 304] {
        let response = get(at.url(&format!("/status/{status}"))).await;
        assert_eq!(field(response.headers(), "content-length"), "");
        let mut response = response;
        assert_eq!(response.chunk().await.unwrap(), None);
        assert_eq!(response.trailers().await.unwrap(), None);
    }
}

pub(crate) async fn the_teapot_tells_what_it_is(at: Target) {
    let response = get(at.url("/status/418")).await;
    assert_eq!(field(response.headers(), "x-more-info"), "http://tools.ietf.org/html/rfc2324");
    assert!(response.text().await.unwrap().contains("teapot"));
}

pub(crate) async fn an_error_tells_status_and_url(at: Target) {
    async fn planets(url: String) -> Result<String, Error> {
        Client::new().get(url).send().await?.error_for_status()?.text().await
    }
    let error = planets(at.url("/status/503")).await.unwrap_err();
    assert!(error.is_status() && !error.is_request() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.url().unwrap().to_string(), at.url("/status/503"));
    let message = error.to_string();
    assert!(message.contains(&at.url("/status/503")) && message.contains("503"), "{message}");
    assert!(planets(at.url("/robots.txt")).await.unwrap().contains("Disallow"));
}
