//! Trailers. In HTTP/1.1 they are sent to a client that says `te: trailers`, if the response
//! announces them by name.

use crate::guests::BODIES;
use crate::{count, ends_well, get};
use bytes::Bytes;
use doorway_host::testing::{Answer, TestServer};
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use std::convert::Infallible;

/// A map with these entries, in this order.
fn map(entries: &[(&'static str, &'static str)]) -> HeaderMap {
    entries
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .fold(HeaderMap::new(), |mut map, (name, value)| {
            map.append(name, value);
            map
        })
}

/// A request with trailers of its own, which is announced as HTTP/1.1 wants it.
async fn send(server: &TestServer, path: &str, trailers: HeaderMap, h2: bool) -> Answer {
    let names: Vec<_> = trailers.keys().map(HeaderName::as_str).collect();
    let request = Request::post(path).header("te", "trailers").header("trailer", names.join(", "));
    let frames = [Frame::data(Bytes::from("content")), Frame::trailers(trailers)];
    let body = StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>))).boxed_unsync();
    let request = request.body(body).unwrap();
    if h2 { server.request_h2(request).await } else { server.request(request).await }
}

#[tokio::test]
async fn the_trailers_of_a_request_travel_with_its_body() {
    let server = BODIES.start().await;
    let trailers = map(&[("x-sum", "7"), ("x-list", "1"), ("x-list", "2")]);
    for h2 in [false, true] {
        for path in ["/splice", "/collect"] {
            let answer = send(&server, path, trailers.clone(), h2).await;
            assert_eq!((answer.text(), answer.complete), ("content", true), "{path}, h2: {h2}");
            assert_eq!(answer.trailers, trailers, "{path}, h2: {h2}");
        }
        let answer = send(&server, "/read-one-then-splice", trailers.clone(), h2).await;
        assert_eq!((answer.header("x-read"), answer.text()), ("7", ""), "h2: {h2}");
        assert_eq!(answer.trailers, trailers, "h2: {h2}");
        // A stream of data leaves them out, and says so in its documentation.
        let answer = send(&server, "/copy", trailers.clone(), h2).await;
        assert_eq!((answer.text(), answer.complete), ("content", true), "h2: {h2}");
        assert_eq!(answer.trailers, HeaderMap::new(), "h2: {h2}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_response_may_have_trailers_whatever_its_body_is() {
    let server = BODIES.start().await;
    let trailers = map(&[("x-checksum", "c0ffee"), ("x-twice", "1"), ("x-twice", "2")]);
    for (path, content) in [
        ("/trailers/full", "full"),
        ("/trailers/empty", ""),
        ("/trailers/stream", ""),
        ("/trailers/stream?bytes=3", "\0\u{1}\u{2}"),
        ("/trailers/splice", ""),
        ("/trailers/channel", "channel"),
    ] {
        let request = || Request::get(path).header("te", "trailers");
        let body = http_body_util::Empty::<Bytes>::new;
        let h1 = server.request(request().body(body()).unwrap()).await;
        let h2 = server.request_h2(request().body(body()).unwrap()).await;
        for answer in [h1, h2] {
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
            assert_eq!(answer.text(), content, "{path}");
            assert_eq!(answer.trailers, trailers, "{path}");
            assert_eq!(answer.header("content-length"), "", "{path}");
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn trailers_are_added_to_those_that_a_body_brings() {
    let server = BODIES.start().await;
    let expected = map(&[("x-checksum", "c0ffee"), ("x-twice", "1"), ("x-twice", "2")]);
    let own = map(&[("x-sum", "7")]);
    let mut all = expected;
    all.insert("x-sum", HeaderValue::from_static("7"));
    for h2 in [false, true] {
        let answer = send(&server, "/trailers/splice", own.clone(), h2).await;
        assert_eq!((answer.text(), answer.complete), ("content", true), "h2: {h2}");
        assert_eq!(answer.trailers, all, "h2: {h2}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_client_that_wants_no_trailers_gets_the_content() {
    let server = BODIES.start().await;
    let answer = server.request(get("/trailers/full")).await;
    assert_eq!((answer.text(), answer.complete), ("full", true));
    assert!(answer.trailers.is_empty(), "{:?}", answer.trailers);
    let log = ends_well(server).await;
    assert_eq!(count(&log, "aborted"), 0, "{}", log.join("\n"));
}

#[tokio::test]
async fn a_forbidden_trailer_is_left_out() {
    let server = BODIES.start().await;
    let answer = server.request_h2(get("/trailers/forbidden")).await;
    assert_eq!((answer.text(), answer.complete), ("full", true));
    assert_eq!(
        answer.trailers,
        map(&[("x-checksum", "c0ffee"), ("x-twice", "1"), ("x-twice", "2")])
    );
    let line = "doorway: left out the trailer field `transfer-encoding`: the host forbids it";
    server.log().wait_for(line).await;
    ends_well(server).await;
}

#[tokio::test]
async fn trailers_that_are_too_large_are_left_out() {
    let server = BODIES.start().await;
    let answer = server.request_h2(get("/trailers/large?bytes=200000")).await;
    assert_eq!((answer.text(), answer.complete), ("full", true));
    assert!(answer.trailers.is_empty());
    server.log().wait_for("doorway: left out the trailers: together they are too large").await;
    ends_well(server).await;
}

/// A host counts all fields of a message's trailers, wherever they come from.
#[tokio::test]
async fn trailers_that_are_too_large_together_are_left_out() {
    let server = BODIES.start().await;
    // Neither of the two clients here takes 70 kB of trailers: what they get is the content.
    for path in ["/trailers/large-twice", "/trailers/large-finish"] {
        let answer = server.get(path).await;
        assert_eq!((answer.text(), answer.complete), ("full", true), "{path}");
    }
    let value = HeaderValue::try_from("x".repeat(1000)).unwrap();
    let own = (0..14).fold(HeaderMap::new(), |mut own, _| {
        own.append("x-a", value.clone());
        own
    });
    let answer = send(&server, "/trailers/large-added", own.clone(), true).await;
    assert_eq!((answer.text(), answer.complete), ("content", true));
    assert_eq!(answer.trailers, own);
    let log = ends_well(server).await;
    let line = "doorway: left out the trailers: together they are too large";
    assert_eq!(count(&log, line), 3, "{}", log.join("\n"));
}

#[tokio::test]
async fn trailers_that_are_too_many_to_announce_do_not_trap() {
    let server = BODIES.start().await;
    let answer = server.get("/trailers/many").await;
    assert_eq!((answer.status, answer.text()), (500, ""));
    server.log().wait_for("the fields of the response are too large together").await;
    ends_well(server).await;
}

#[tokio::test]
async fn trailers_beside_a_content_length_do_not_harm_the_content() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    for _ in 0..2 {
        client.send("GET /trailers/declared HTTP/1.1\r\nhost: x\r\nte: trailers\r\n\r\n").await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), answer.complete), ("full", true));
    }
    ends_well(server).await;
}
