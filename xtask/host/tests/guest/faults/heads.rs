//! HEAD, and header fields that a handler must not set.

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
    assert_eq!(get_on(&mut client, "/next").await.text(), "GET /next -\n");
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
async fn forbidden_fields_are_left_out_and_named_in_the_log() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for _ in 0..2 {
        let answer = get_on(&mut client, "/forbidden").await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, "intact", true));
        let kept: Vec<_> = answer.headers.get_all("x-kept").iter().collect();
        assert_eq!(kept, ["1", "2"]);
        assert!(!answer.headers.values().any(|value| value == "x"), "{:?}", answer.headers);
    }
    let log = ends_well(server).await;
    for name in
        ["connection", "transfer-encoding", "host", "upgrade", "keep-alive", "http2-settings"]
    {
        let line = format!("doorway: left out the response field `{name}`: the host forbids it");
        assert_eq!(count(&log, &line), 2, "{name}:\n{}", log.join("\n"));
    }
    assert_eq!(count(&log, "left out"), 12);
}
