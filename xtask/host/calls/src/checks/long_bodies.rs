//! A body of 1 GiB: read in chunks, refused at once, passed on.

use std::pin::pin;

use doorway::client::{Client, Error, Response};
use futures_util::StreamExt;
use http::StatusCode;

use crate::Target;

const GIB: usize = 1 << 30;

/// With its length declared, and without.
const PATHS: [&str; 2] = ["/long/declared", "/long/chunked"];

async fn get(at: &Target, path: &str) -> Response {
    Client::new().get(at.url(path)).send().await.unwrap()
}

pub(crate) async fn are_read_chunk_by_chunk(at: Target) {
    let mut response = get(&at, PATHS[0]).await;
    assert_eq!(response.content_length(), Some(GIB as u64));
    let mut length = 0;
    while let Some(chunk) = response.chunk().await.unwrap() {
        assert!(!chunk.is_empty() && chunk.len() <= 64 * 1024);
        length += chunk.len();
    }
    assert_eq!(length, GIB);

    let mut stream = pin!(get(&at, PATHS[1]).await.bytes_stream());
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        length += chunk.unwrap().len();
    }
    assert_eq!(length, GIB);
}

#[track_caller]
fn is_told(error: Error, url: &str, limit: usize) {
    assert!(error.is_body() && !error.is_timeout() && !error.is_decode(), "{url}: {error:?}");
    assert!(error.to_string().contains(&limit.to_string()), "{url}: {error}");
    assert_eq!(error.url().unwrap().to_string(), url);
    // It is not the client of a handler that has sent too much.
    assert_eq!(doorway::Error::from(error).status(), StatusCode::BAD_GATEWAY, "{url}");
}

pub(crate) async fn are_over_the_limit_of_what_reads_them_at_once(at: Target) {
    const LIMIT: usize = 16 * 1024 * 1024;
    for path in PATHS {
        let url = at.url(path);
        is_told(get(&at, path).await.bytes().await.unwrap_err(), &url, LIMIT);
        is_told(get(&at, path).await.text().await.unwrap_err(), &url, LIMIT);
        let error = get(&at, path).await.json::<serde_json::Value>().await.unwrap_err();
        is_told(error, &url, LIMIT);

        let response = Client::new().get(&url).body_limit(1000).send().await.unwrap();
        is_told(response.bytes().await.unwrap_err(), &url, 1000);
        let client = Client::builder().body_limit(100_000).build().unwrap();
        let response = client.get(&url).send().await.unwrap();
        is_told(response.bytes().await.unwrap_err(), &url, 100_000);
    }
}

pub(crate) async fn are_passed_on(at: Target) {
    for path in PATHS {
        let body = get(&at, path).await.into_body();
        let response = Client::new().post(at.url("/count")).body(body).send().await.unwrap();
        assert_eq!(response.text().await.unwrap(), GIB.to_string());
    }
}
