//! A request's body that comes back as the response's.

use super::{SIZES, assert_same, chunked, pattern, sized};
use crate::guests::BODIES;
use crate::{IS_P3, count, ends_well, head};
use doorway_host::Options;
use doorway_host::testing::Answer;
use http::Request;

/// The route, and whether the response has a `content-length` when the request has one, and when
/// it is chunked.
const ROUTES: [(&str, bool, bool); 6] = [
    ("/splice", false, false),
    ("/splice-parts", false, false),
    ("/splice-http", false, false),
    ("/splice-with-length", true, false),
    ("/copy", false, false),
    ("/collect", true, true),
];

fn check(answer: &Answer, data: &[u8], has_length: bool, what: &str) {
    assert_eq!((answer.status, answer.complete), (200, true), "{what}");
    assert_same(&answer.body, data, what);
    let told = answer.header("content-length");
    // On WASI 0.3 a body that is passed on is the host's own, which may know how long it is.
    if !IS_P3 || has_length || !told.is_empty() {
        let length = (has_length || IS_P3).then(|| data.len().to_string());
        assert_eq!(told, length.unwrap_or_default(), "{what}");
    }
}

#[tokio::test]
async fn every_byte_comes_back_in_order() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for (path, length_for_length, length_for_chunks) in ROUTES {
            let what = format!("{path}, {bytes} bytes");
            let answer = server.request(sized(path, data.clone())).await;
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
            let answer = server.request_h2(sized(path, data.clone())).await;
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
        let answer = server.request(sized("/count", pattern(bytes))).await;
        assert_eq!(answer.text(), format!("Some({bytes}) {bytes}"));
        let request = Request::post("/count").body(chunked(pattern(bytes))).unwrap();
        assert_eq!(server.request(request).await.text(), format!("None {bytes}"));
    }
    ends_well(server).await;
}

#[tokio::test]
async fn unread_bodies_are_passed_on() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for known in [true, false] {
            let answer = match known {
                true => server.request(sized("/read-one-then-splice", data.clone())).await,
                false => {
                    let request = Request::post("/read-one-then-splice");
                    server.request(request.body(chunked(data.clone())).unwrap()).await
                }
            };
            let read: usize = answer.header("x-read").parse().unwrap();
            assert_eq!((answer.complete, read > 0), (true, bytes > 0));
            assert_same(
                &answer.body,
                &data[read..],
                &format!("{bytes} bytes, {read} of them read"),
            );
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_is_passed_on_keeps_a_declared_length_or_is_aborted() {
    let server = BODIES.start().await;
    for bytes in [10, 100_000] {
        for known in [true, false] {
            for (declared, complete) in [(bytes, true), (bytes - 1, false), (bytes + 1, false)] {
                let path = format!("/splice-declared?bytes={declared}");
                let what = format!("{path}, {bytes} bytes, known: {known}");
                let data = pattern(bytes);
                // In one write, so that the client has sent everything before the server closes the
                // connection.
                let framing = match known {
                    true => format!("content-length: {bytes}\r\n\r\n"),
                    false => format!("transfer-encoding: chunked\r\n\r\n{bytes:x}\r\n"),
                };
                let end = if known { "" } else { "\r\n0\r\n\r\n" };
                let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\n{framing}");
                let mut client = server.raw().await;
                client.send([head.as_bytes(), &data, end.as_bytes()].concat()).await;
                let answer = client.answer().await;
                assert_eq!((answer.status, answer.complete), (200, complete), "{what}");
                assert_eq!(answer.header("content-length"), declared.to_string(), "{what}");
                match complete {
                    true => assert_same(&answer.body, &data, &what),
                    false => assert!(answer.body.len() < declared, "{what}"),
                }
            }
        }
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: aborted the response: its content-length says"), 8);
}

#[tokio::test]
async fn bodies_are_passed_on_beside_a_task() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        let data = pattern(bytes);
        for path in ["/splice", "/splice-with-length", "/copy", "/collect"] {
            let path = format!("{path}?beside=200");
            let answer = server.request(sized(&path, data.clone())).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
            assert_same(&answer.body, &data, &path);
        }
        for kind in ["full", "stream", "channel"] {
            let path = format!("/{kind}?bytes={bytes}&beside=200");
            let answer = server.get(&path).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
            assert_same(&answer.body, &data, &path);
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_larger_than_the_memory_passes_through() {
    let server = BODIES.start_with(Options { memory: 4 << 20, ..Options::default() }).await;
    let data = pattern(32 << 20);
    for path in ["/splice", "/splice-with-length", "/copy", "/splice-declared?bytes=33554432"] {
        let answer = server.request(sized(path, data.clone())).await;
        assert_eq!((answer.status, answer.complete), (200, true), "{path}");
        assert_same(&answer.body, &data, path);
    }
    ends_well(server).await;
}

#[tokio::test]
async fn an_instance_keeps_nothing_of_the_bodies_it_has_had() {
    // Less than a tenth of what passes through.
    let options =
        Options { memory: 12 << 20, reuse: 1000, max_concurrent: 1, ..Options::default() };
    let server = BODIES.start_with(options).await;
    let data = pattern(1 << 20);
    for _ in 0..20 {
        for path in ["/splice", "/copy", "/collect", "/read-one-then-splice", "/early", "/count"] {
            let answer = server.request(sized(path, data.clone())).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
        }
    }
    ends_well(server).await;
}
