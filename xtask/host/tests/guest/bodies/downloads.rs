//! Bodies that the guest makes.

use super::{SIZES, assert_same, pattern};
use crate::guests::BODIES;
use crate::{ends_well, get};

#[tokio::test]
async fn a_made_body_arrives_whole_and_only_a_known_length_is_declared() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        for kind in ["full", "stream", "channel"] {
            let path = format!("/{kind}?bytes={bytes}");
            let answer = server.get(&path).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
            assert_same(&answer.body, &pattern(bytes), &path);
            let framing = (answer.header("content-length"), answer.header("transfer-encoding"));
            match kind {
                "full" => assert_eq!(framing, (&*bytes.to_string(), ""), "{path}"),
                _ => assert_eq!(framing, ("", "chunked"), "{path}"),
            }
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_made_body_arrives_whole_over_http_2() {
    let server = BODIES.start().await;
    for bytes in SIZES {
        for kind in ["full", "stream", "channel"] {
            let path = format!("/{kind}?bytes={bytes}");
            let answer = server.request_h2(get(&path)).await;
            assert_eq!((answer.status, answer.complete), (200, true), "{path}");
            assert_same(&answer.body, &pattern(bytes), &path);
            let length = if kind == "full" { bytes.to_string() } else { String::new() };
            assert_eq!(answer.header("content-length"), length, "{path}");
        }
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_chunk_of_nothing_is_no_end() {
    let server = BODIES.start().await;
    let answer = server.get("/empty-chunks").await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "ab", true));
    ends_well(server).await;
}

#[tokio::test]
async fn a_client_of_http_1_0_gets_all_up_to_the_end_of_the_connection() {
    let server = BODIES.start().await;
    for kind in ["full", "stream", "channel"] {
        let mut client = server.raw().await;
        client.send(format!("GET /{kind}?bytes=100000 HTTP/1.0\r\nhost: x\r\n\r\n")).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.complete), (200, true), "{kind}");
        assert_same(&answer.body, &pattern(100_000), kind);
        assert_eq!(answer.header("transfer-encoding"), "", "{kind}");
    }
    ends_well(server).await;
}
