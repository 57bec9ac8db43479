//! HEAD: the head of what GET would answer.

use super::get_on;
use crate::guests::{BODIES, FAULTS};
use crate::{count, ends_well, head};
use doorway_host::testing::Head;
use http::HeaderMap;
use http::header::DATE;

/// All fields but the date.
fn fields(mut headers: HeaderMap) -> HeaderMap {
    headers.remove(DATE);
    headers
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    let get = get_on(&mut client, "/ignore").await;
    assert_eq!((get.header("content-length"), get.text()), ("8", "ignored\n"));

    client.send(head("HEAD", "/ignore")).await;
    let Head { line, headers } = client.head().await;
    assert_eq!(line, "HTTP/1.1 200 OK");
    assert_eq!(fields(headers), fields(get.headers));

    // Had there been a body, it would stand before this.
    assert_eq!(get_on(&mut client, "/next").await.text(), "GET x /next -\n");
    ends_well(server).await;
}

#[tokio::test]
async fn head_has_no_body_whatever_the_body_of_get_is() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    for path in
        ["/full?bytes=100000", "/stream?bytes=100000", "/channel?bytes=100000", "/trailers/full"]
    {
        client.send(head("HEAD", path)).await;
        let response = client.head().await;
        assert_eq!(response.status(), 200, "{path}");
        let length = response.headers.get("content-length").map(|length| length.to_str().unwrap());
        let expected = path.starts_with("/full").then_some("100000");
        assert_eq!(length, expected, "{path}");
        assert_eq!(get_on(&mut client, "/none").await.text(), "no such body\n", "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn head_to_an_endless_body_ends() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for path in ["/endless", "/endless-stream", "/fails", "/unfinished", "/stalled-body"] {
        client.send(head("HEAD", path)).await;
        assert_eq!(client.head().await.status(), 200, "{path}");
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "the endless body has stopped"), 1);
    assert_eq!(count(&log, "the endless stream was dropped"), 1);
    // Nothing was promised, so nothing was broken off.
    assert_eq!(count(&log, "aborted"), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn head_may_tell_a_length_without_a_body_that_has_it() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    client.send(head("HEAD", "/length?kind=empty&declared=1000000")).await;
    let response = client.head().await;
    assert_eq!(
        (response.status(), &response.headers["content-length"]),
        (200, &"1000000".parse().unwrap())
    );
    assert_eq!(get_on(&mut client, "/next").await.text(), "GET x /next -\n");
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), 0, "{}", log.join("\n"));
}
