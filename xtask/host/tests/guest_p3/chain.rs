//! Components in front of others, joined into one.

use crate::ends_well;
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::Guest;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Request};
use http_body::Frame;
use http_body_util::{BodyExt, Full, StreamBody};
use std::convert::Infallible;

/// Authentication in front of a todo API.
const TODOS: Guest = Guest::new("auth-chain+json-api").p3();

/// Twice in front of what passes bodies about.
const BODIES: Guest = Guest::new("auth-chain+auth-chain+bodies").p3();

/// Twice in front of the same, and changes what a field of the request names.
const TOUCHED: Guest = Guest::new("touching+touching+bodies").p3();

const TOKEN: &str = "Bearer open-sesame";

fn signed(mut request: Request<Full<Bytes>>) -> Request<Full<Bytes>> {
    request.headers_mut().insert("authorization", TOKEN.parse().unwrap());
    request
}

fn post(path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    signed(crate::post(path, body))
}

fn signed_get(path: &str) -> Request<Full<Bytes>> {
    signed(Request::get(path).body(Full::default()).unwrap())
}

#[tokio::test]
async fn the_one_in_front_lets_in_and_keeps_out() {
    let server = TODOS.start_with(Options { reuse: 1000, ..Options::default() }).await;
    let answer = server.get("/todos").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), r#"Bearer realm="todos""#);

    let mut request = post("/todos", r#"{"title":"Feed the cat"}"#);
    request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    let answer = server.request(request).await;
    assert_eq!(answer.status, 201);
    assert!(answer.header("location").starts_with("/todos/"), "{answer:?}");
    let answer = server.request(signed_get("/todos")).await;
    assert!(answer.text().contains("Feed the cat"), "{answer:?}");
    // A refusal of the next component is passed on unchanged.
    let answer = server.request(signed_get("/todos/first")).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    ends_well(server).await;
}

#[tokio::test]
async fn bodies_of_any_size_pass_in_both_directions() {
    let server = BODIES.start().await;
    for size in [0, 1, 4096, 65_537, 4 << 20] {
        let body: Bytes = (0..size).map(|at| (at * 7) as u8).collect();
        for path in ["/splice", "/copy", "/collect"] {
            let answer = server.request(post(path, body.clone())).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path} {size}");
            assert!(answer.body == body, "{path} {size}");
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn the_first_byte_is_through_before_the_last_is_sent() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    client
        .send(format!(
            "POST /splice HTTP/1.1\r\nhost: x\r\nauthorization: {TOKEN}\r\ntransfer-encoding: chunked\r\n\r\n"
        ))
        .await;
    client.send("4\r\nhalf\r\n").await;
    assert_eq!(client.head().await.status(), 200);
    // It comes back while the client has the other half.
    assert_eq!(client.chunk().await.as_deref(), Some(&b"half"[..]));
    client.send("4\r\ndone\r\n").await;
    assert_eq!(client.chunk().await.as_deref(), Some(&b"done"[..]));
    client.send("0\r\n\r\n").await;
    assert_eq!(client.chunk().await.as_deref(), Some(&b""[..]));
    ends_well(server).await;
}

#[tokio::test]
async fn trailers_pass_in_both_directions() {
    let server = BODIES.start().await;
    let mut request = signed_get("/trailers/full");
    request.headers_mut().insert("te", HeaderValue::from_static("trailers"));
    let answer = server.request(request).await;
    assert_eq!((answer.status, answer.text()), (200, "full"));
    assert_eq!(answer.trailers["x-checksum"], "c0ffee");

    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", HeaderValue::from_static("7"));
    let frames = [Frame::data(Bytes::from("content")), Frame::trailers(trailers.clone())];
    let body = StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>))).boxed_unsync();
    let request = Request::post("/collect").header("authorization", TOKEN).header("te", "trailers");
    let request = request.header("trailer", "x-sum").body(body).unwrap();
    let answer = server.request(request).await;
    assert_eq!((answer.text(), &answer.trailers), ("content", &trailers));
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_off_behind_and_in_front() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    client
        .send(format!(
            "POST /collect HTTP/1.1\r\nhost: x\r\nauthorization: {TOKEN}\r\ncontent-length: 8\r\n\r\nhalf"
        ))
        .await;
    client.half_close().await;
    let answer = client.answer().await;
    assert_eq!(answer.status, 400, "{answer:?}");
    ends_well(server).await;
}

fn touched(what: &'static str, path: &str, body: &'static str) -> Request<Full<Bytes>> {
    let mut request = crate::post(path, body);
    request.headers_mut().insert("x-touch", HeaderValue::from_static(what));
    request
}

#[tokio::test]
async fn what_a_link_changes_of_a_response_comes_out_changed() {
    let server = TOUCHED.start_with(Options { reuse: 1000, ..Options::default() }).await;
    for path in ["/splice-with-length", "/copy", "/collect"] {
        let came = server.request(touched("nothing", path, "content")).await;
        assert_eq!((came.status, came.text(), came.complete), (200, "content", true), "{path}");
        let length = came.headers.get("content-length");

        for same in ["same-field", "no-length", "body", "body-alone", "field", "status"] {
            let answer = server.request(touched(same, path, "content")).await;
            assert_eq!((answer.text(), answer.complete), ("content", true), "{path} {same}");
            let status = if same == "status" { 203 } else { 200 };
            assert_eq!(answer.status, status, "{path} {same}");
            let is_touched = answer.headers.contains_key("x-touched");
            assert_eq!(is_touched, same == "field", "{path} {same}");
            if ["same-field", "field", "status"].contains(&same) {
                assert_eq!(answer.headers.get("content-length"), length, "{path} {same}");
            }
        }
        let answer = server.request(touched("all", path, "content")).await;
        assert_eq!((answer.status, answer.text()), (200, "another"), "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn what_a_link_changes_of_a_request_arrives_changed() {
    let server = TOUCHED.start_with(Options { reuse: 1000, ..Options::default() }).await;
    for what in ["uri", "method"] {
        let answer = server.request(touched(what, "/copy?some=query", "content")).await;
        assert_eq!(
            (answer.status, answer.text(), answer.complete),
            (200, "content", true),
            "{what}"
        );
    }
    // The new request has no field for the second link.
    let answer = server.request(touched("request-body", "/copy", "content")).await;
    assert_ne!(answer.status, 502, "{answer:?}");
    ends_well(server).await;
}

#[tokio::test]
async fn responses_without_content_pass() {
    let server = TOUCHED.start_with(Options { reuse: 1000, ..Options::default() }).await;
    for what in ["nothing", "field", "status", "body"] {
        let mut request = Request::head("/full?bytes=5").body(Full::<Bytes>::default()).unwrap();
        request.headers_mut().insert("x-touch", HeaderValue::from_static(what));
        let answer = server.request(request).await;
        assert_eq!((answer.text(), answer.complete), ("", true), "{what}");
        let answer = server.request(touched(what, "/collect", "")).await;
        assert_eq!((answer.text(), answer.complete), ("", true), "{what}");
    }
    ends_well(server).await;
}

/// The costs of a link are the difference to the same request with one link less.
#[tokio::test]
async fn a_link_costs_little() {
    let fuel = async |guest: Guest| {
        let measured = guest.measure(signed_get("/full?bytes=5")).await.unwrap();
        assert_eq!(measured.status, 200);
        measured.fuel
    };
    let alone = fuel(Guest::new("bodies").p3()).await;
    let behind_two = fuel(BODIES).await;
    let link = (behind_two - alone) / 2;
    println!("alone {alone}, behind two links {behind_two}: {link} for each");
    // A token looked for, all fields of the request and of the response taken in and given on.
    // Both components of a link look at the target's length and for fields that `connection` names.
    assert!(link < 41_500, "{link}");
}
