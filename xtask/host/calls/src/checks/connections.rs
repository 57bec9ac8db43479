//! The connections that nginx sees.

use std::collections::HashSet;

use doorway::client::Client;

use crate::Target;

/// Connections are the host's. This one keeps none: each request comes by its own.
pub(crate) async fn each_request_has_its_own(at: Target) {
    let client = Client::new();
    let mut seen = HashSet::new();
    for _ in 0..4 {
        let response = client.get(at.url("/connection")).send().await.unwrap();
        assert_eq!(response.headers()["x-connection-requests"], "1");
        assert!(seen.insert(response.headers()["x-connection"].clone()));
        assert_eq!(response.text().await.unwrap(), "ok");
    }
}
