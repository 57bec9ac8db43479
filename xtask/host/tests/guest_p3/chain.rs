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
    assert!(link < 59_000, "{link}");
}
