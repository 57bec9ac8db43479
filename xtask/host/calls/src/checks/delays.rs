//! Servers that take their time.

use doorway::client::Client;
use doorway::time::Duration;

use crate::Target;

/// Far less than a server takes that takes its time, and enough to connect.
const SHORT: Duration = Duration::from_millis(100);

/// Enough for anything.
const LONG: Duration = Duration::from_secs(30);

pub(crate) async fn a_response_within_the_time_limit_is_given(at: Target) {
    let response = Client::new().get(at.url("/delay/0.05")).timeout(LONG).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.bytes().await.unwrap();
}

pub(crate) async fn a_response_after_the_time_limit_is_a_timeout(at: Target) {
    let url = at.url("/delay/1");
    let error = Client::new().get(&url).timeout(SHORT).send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_request(), "{error:?}");
    assert_eq!(error.url().unwrap().to_string(), url);
}
