//! Faults in the bytes of a connection.

use doorway::client::Client;

use crate::Target;

/// Bytes after the end of a message are not a part of it. A host may also call this a broken
/// protocol.
pub(crate) async fn more_than_its_length_is_left_out(at: Target) {
    let read = async {
        let response = Client::new().get(at.url("/body/overlong")).send().await?;
        assert_eq!(response.content_length(), Some(4));
        response.text().await
    };
    match read.await {
        Ok(text) => assert_eq!(text, "half"),
        Err(error) => assert!(error.is_request() || error.is_body(), "{error:?}"),
    }
}

pub(crate) async fn a_body_without_a_length_ends_with_the_connection(at: Target) {
    let response = Client::new().get(at.url("/body/until-the-end")).send().await.unwrap();
    assert_eq!(response.content_length(), None);
    assert_eq!(response.text().await.unwrap(), "all of it");
}

/// Interim responses are the host's.
pub(crate) async fn interim_responses_are_left_out(at: Target) {
    let response = Client::new().get(at.url("/head/interim")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "ok");
}
