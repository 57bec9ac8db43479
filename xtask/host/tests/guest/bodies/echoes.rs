//! A request's body that comes back as the response's.

use super::{SIZES, assert_same, chunked, pattern};
use crate::guests::BODIES;
use crate::{ends_well, head, post};
use doorway_host::testing::Answer;
use http::Request;

/// The route, and whether the response has a `content-length` when the request has one, and when
/// it is chunked.
const ROUTES: [(&str, bool, bool); 4] = [
    ("/splice", false, false),
    ("/splice-with-length", true, false),
    ("/copy", false, false),
    ("/collect", true, true),
];

fn check(answer: &Answer, data: &[u8], has_length: bool, what: &str) {
    assert_eq!((answer.status, answer.complete), (200, true), "{what}");
    assert_same(&answer.body, data, what);
    let length = has_length.then(|| data.len().to_string());
    assert_eq!(answer.header("content-length"), length.unwrap_or_default(), "{what}");
}

#[tokio::test]
async fn every_byte_comes_back_in_order() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for (path, length_for_length, length_for_chunks) in ROUTES {
            let what = format!("{path}, {bytes} bytes");
            let answer = server.request(post(path, data.clone())).await;
            check(&answer, &data, length_for_length, &format!("{what} with their length"));

            let request = Request::post(path).body(chunked(data.clone())).unwrap();
            let answer = server.request(request).await;
            check(&answer, &data, length_for_chunks, &format!("{what} in chunks"));
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn every_byte_comes_back_in_order_over_http_2() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for (path, length_for_length, length_for_chunks) in ROUTES {
            let what = format!("{path}, {bytes} bytes");
            let answer = server.request_h2(post(path, data.clone())).await;
            check(&answer, &data, length_for_length, &format!("{what} with their length"));

            let request = Request::post(path).body(chunked(data.clone())).unwrap();
            let answer = server.request_h2(request).await;
            check(&answer, &data, length_for_chunks, &format!("{what} without their length"));
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_without_a_byte_or_a_length_comes_back_empty() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    for (path, ..) in ROUTES {
        // An empty chunked body, and no body at all.
        let post = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"
        );
        for request in [post, head("GET", path)] {
            client.send(&request).await;
            let answer = client.answer().await;
            assert_eq!((answer.status, answer.text(), answer.complete), (200, "", true), "{path}");
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn the_size_of_a_body_is_its_content_length() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let answer = server.request(post("/count", pattern(bytes))).await;
        assert_eq!(answer.text(), format!("Some({bytes}) {bytes}"));
        let request = Request::post("/count").body(chunked(pattern(bytes))).unwrap();
        assert_eq!(server.request(request).await.text(), format!("None {bytes}"));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn what_was_not_read_is_passed_on() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for known in [true, false] {
            let answer = match known {
                true => server.request(post("/read-one-then-splice", data.clone())).await,
                false => {
                    let request = Request::post("/read-one-then-splice");
                    server.request(request.body(chunked(data.clone())).unwrap()).await
                }
            };
            let read: usize = answer.header("x-read").parse().unwrap();
            assert_eq!((answer.complete, read > 0), (true, bytes > 0));
            assert_same(&answer.body, &data[read..], &format!("{bytes} bytes, {read} of them read"));
        }
    }
    ends_well(server).await;
}
