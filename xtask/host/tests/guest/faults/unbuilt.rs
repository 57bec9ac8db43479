//! An app that cannot be built answers, and the log has the story.

use super::get_on;
use crate::guests::UNBUILT;
use crate::{count, ends_well};

#[tokio::test]
async fn an_app_that_cannot_be_built_is_a_500() {
    let server = UNBUILT.start().await;
    let mut client = server.raw().await;
    for path in ["/", "/other"] {
        let answer = get_on(&mut client, path).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (500, "", true), "{path}");
    }
    drop(client);
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: answered 500: the app could not be built: "), 2, "{log:?}");
    assert_eq!(count(&log, "s3cret"), 0, "{log:?}");
}
