//! Retries against a server that fails now and then.

use doorway::client::{Client, retry};
use doorway::time::Duration;
use http::StatusCode;

use crate::Target;

fn client(most: u32) -> Client {
    let policy = retry::Policy::new(most)
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(2));
    Client::builder().retry(policy).build().unwrap()
}

/// It fails every other time, by chance: 40 times in a row is once in a million million.
pub(crate) async fn what_fails_now_and_then_is_repeated(at: Target) {
    for _ in 0..10 {
        let response = client(40).get(at.url("/status/200,503")).send().await.unwrap();
        assert_eq!(response.status(), 200);
    }
}

pub(crate) async fn what_fails_always_is_given_in_the_end(at: Target) {
    for status in [408, 429, 502, 503, 504] {
        let request = client(2).get(at.url(&format!("/status/{status}")));
        assert_eq!(request.send().await.unwrap().status(), status);
    }
}

pub(crate) async fn what_will_not_pass_is_not_repeated(at: Target) {
    // It would end with 200 if it were.
    let mut seen = Vec::new();
    for _ in 0..40 {
        let response = client(40).get(at.url("/status/200,404")).send().await.unwrap();
        seen.push(response.status());
    }
    assert!(seen.contains(&StatusCode::NOT_FOUND), "{seen:?}");
}

pub(crate) async fn a_post_is_not_repeated_unless_it_may_be(at: Target) {
    let mut seen = Vec::new();
    for _ in 0..40 {
        let response = client(40).post(at.url("/status/200,503")).send().await.unwrap();
        seen.push(response.status());
    }
    assert!(seen.contains(&StatusCode::SERVICE_UNAVAILABLE), "{seen:?}");
    let policy = retry::Policy::new(40).base_delay(Duration::from_millis(1)).all_methods();
    let client = Client::builder().retry(policy).build().unwrap();
    let response = client.post(at.url("/status/200,503")).body("again").send().await.unwrap();
    assert_eq!(response.status(), 200);
}
