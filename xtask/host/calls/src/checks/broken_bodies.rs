//! Bodies that are cut off.

use doorway::client::{Client, Error, Response};
use futures_util::future::join;
use http::StatusCode;

use crate::Target;

/// The part of all of them before they are cut off.
const HALF: &str = "half";

#[track_caller]
fn is_told(error: Error, url: &str) {
    assert!(error.is_body(), "{url}: {error:?}");
    assert!(!error.is_request() && !error.is_timeout() && !error.is_connect(), "{url}: {error:?}");
    assert!(!error.is_decode() && !error.is_status(), "{url}: {error:?}");
    assert_eq!((error.url().unwrap().to_string(), error.status()), (url.to_owned(), None));
    assert!(error.to_string().contains("broke off"), "{url}: {error}");
    assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY, "{url}");
}

async fn breaks_off(at: Target, path: &str) {
    let url = at.url(path);
    let get = async || -> Response {
        let response = Client::new().get(&url).send().await.unwrap();
        response.error_for_status().unwrap()
    };
    // The server waits for this, so that nothing is cut off before its half has arrived.
    let go = async || drop(Client::new().get(at.url("/go")).send().await.unwrap());
    let told = |error| is_told(error, &url);
    told(join(get().await.bytes(), go()).await.0.unwrap_err());
    told(join(get().await.text(), go()).await.0.unwrap_err());
    // Not that it is no JSON: it might have become some.
    told(join(get().await.json::<serde_json::Value>(), go()).await.0.unwrap_err());
    told(join(get().await.trailers(), go()).await.0.unwrap_err());

    let mut response = get().await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), HALF, "{url}");
    go().await;
    told(response.chunk().await.unwrap_err());
    // And then there is nothing.
    assert!(matches!(response.chunk().await, Ok(None) | Err(_)), "{url}");

    // A request with such a body fails in the same way: the connection or the protocol was broken.
    let body = get().await.into_body();
    let sent = Client::new().post(at.url("/count")).body(body).send();
    let error = join(sent, go()).await.0.map(|response| response.status()).unwrap_err();
    assert!(format!("{error:?}").contains("broke "), "{url}: {error:?}");
}

pub(crate) async fn short_of_its_length(at: Target) {
    breaks_off(at, "/body/short").await;
}

pub(crate) async fn short_of_its_length_by_a_reset(at: Target) {
    breaks_off(at, "/body/short-reset").await;
}

pub(crate) async fn without_the_last_chunk(at: Target) {
    breaks_off(at, "/body/no-last-chunk").await;
}

pub(crate) async fn without_the_last_chunk_by_a_reset(at: Target) {
    breaks_off(at, "/body/no-last-chunk-reset").await;
}

pub(crate) async fn within_a_chunk(at: Target) {
    breaks_off(at, "/body/half-chunk").await;
}

pub(crate) async fn a_chunk_that_is_none(at: Target) {
    breaks_off(at, "/body/bad-chunk").await;
}

pub(crate) async fn within_the_trailers(at: Target) {
    breaks_off(at, "/body/half-trailers").await;
}
