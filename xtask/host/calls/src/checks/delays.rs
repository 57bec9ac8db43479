//! Servers that take their time.

use doorway::client::Client;
use doorway::time::{Duration, timeout};
use futures_util::future::{Either, join_all, select};

use super::get;
use crate::Target;

/// Far less than a server takes that takes its time.
const SHORT: Duration = Duration::from_millis(100);

/// Enough for anything.
const LONG: Duration = Duration::from_secs(30);

pub(crate) async fn a_response_within_the_time_limits_is_given(at: Target) {
    let client = Client::builder()
        .connect_timeout(LONG)
        .first_byte_timeout(LONG)
        .between_bytes_timeout(LONG)
        .timeout(LONG)
        .build()
        .unwrap();
    let response = client.get(at.url("/delay/0.05")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.unwrap().contains("/delay/0.05"));
}

pub(crate) async fn a_response_after_the_time_limit_is_a_timeout(at: Target) {
    let url = at.url("/delay/5");
    let client = Client::builder().timeout(SHORT).build().unwrap();
    for request in [Client::new().get(&url).timeout(SHORT), client.get(&url)] {
        let error = request.send().await.unwrap_err();
        assert!(error.is_timeout() && error.is_request(), "{error:?}");
        assert!(!error.is_connect(), "{error:?}");
        assert_eq!(error.url().unwrap().to_string(), url);
    }
    // The request's own limit counts.
    let request = client.get(at.url("/delay/0.2")).timeout(LONG);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

pub(crate) async fn a_first_byte_after_its_limit_is_a_timeout(at: Target) {
    let client = Client::builder().first_byte_timeout(SHORT).build().unwrap();
    let error = client.get(at.url("/delay/5")).send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_request(), "{error:?}");
    assert!(error.code().is_some(), "{error:?}");
}

pub(crate) async fn a_pause_over_its_limit_is_a_timeout(at: Target) {
    let client = Client::builder().between_bytes_timeout(SHORT).build().unwrap();
    let response = client.get(at.url("/drip?numbytes=2&duration=10")).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.content_length()), (200, Some(2)));
    let error = response.bytes().await.unwrap_err();
    assert!(error.is_timeout() && error.is_body(), "{error:?}");
}

pub(crate) async fn the_time_limit_counts_for_the_body(at: Target) {
    let request = Client::new().get(at.url("/drip?numbytes=2&duration=10")).timeout(10 * SHORT);
    let mut response = request.send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "*");
    let error = response.chunk().await.unwrap_err();
    assert!(error.is_timeout() && error.is_body(), "{error:?}");
}

pub(crate) async fn a_request_that_is_given_up_harms_no_other(at: Target) {
    let slow = Client::new().get(at.url("/delay/5")).send();
    let quick = Client::new().get(at.url("/delay/0.05")).send();
    let Either::Right((response, slow)) = select(Box::pin(slow), Box::pin(quick)).await else {
        panic!("the slow one came first")
    };
    drop(slow);
    assert!(response.unwrap().text().await.unwrap().contains("/delay/0.05"));
    assert!(timeout(SHORT, get(at.url("/delay/5"))).await.is_err());
    assert_eq!(get(at.url("/get")).await.status(), 200);
}

pub(crate) async fn many_wait_at_once(at: Target) {
    let client = Client::builder().timeout(LONG).build().unwrap();
    let all = join_all(
        (0..16).map(|index| client.get(at.url("/delay/0.1")).query(&[("index", index)]).send()),
    );
    for (index, response) in all.await.into_iter().enumerate() {
        let url = response.unwrap().url().to_string();
        assert_eq!(url, at.url(&format!("/delay/0.1?index={index}")));
    }
}
