//! Bodies that are longer than a handler takes, or that it does not read at all.

use super::get_on;
use crate::guests::FAULTS;
use crate::{count, ends_well, post};

const SIZES: [(usize, usize); 7] =
    [(0, 0), (1, 0), (5, 4), (5, 5), (5, 6), (100_000, 99_999), (100_000, 100_000)];

#[tokio::test]
async fn a_body_up_to_the_limit_is_read_and_a_longer_one_is_a_413() {
    let server = FAULTS.start().await;
    for (bytes, limit) in SIZES {
        let path = format!("/collect?limit={limit}");
        let body = "x".repeat(bytes);
        let known = server.request(post(&path, body.clone())).await;

        let mut client = server.raw().await;
        let chunk = if bytes > 0 { format!("{bytes:x}\r\n{body}\r\n") } else { String::new() };
        client
            .send(format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n{chunk}0\r\n\r\n"
            ))
            .await;
        let chunked = client.answer().await;
        for answer in [known, chunked] {
            let read = (200, &*format!("{bytes} bytes\n"));
            let expected = if bytes <= limit { read } else { (413, "") };
            assert_eq!((answer.status, answer.text()), expected, "{bytes} bytes, {limit} at most");
        }
    }
    let log = ends_well(server).await;
    let over = SIZES.iter().filter(|(bytes, limit)| bytes > limit).count();
    assert_eq!(count(&log, "answered 413: the body is longer than its limit of"), 2 * over);
}

#[tokio::test]
async fn a_body_that_is_declared_too_long_is_not_even_asked_for() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    client
        .send(
            "POST /collect?limit=10 HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
             content-length: 11\r\n\r\n",
        )
        .await;
    // An invitation to continue would be a 100.
    assert_eq!(client.answer().await.status, 413);
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_turns_out_too_long_is_not_read_on() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    client
        .send(
            "POST /collect?limit=10 HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
             transfer-encoding: chunked\r\n\r\n",
        )
        .await;
    assert_eq!(client.head().await.status(), 100);
    client.send("6\r\nwithin\r\n").await;
    client.send("6\r\nbeyond\r\n").await;
    // The end was never sent.
    assert_eq!(client.answer().await.status, 413);
    ends_well(server).await;
}

#[tokio::test]
async fn a_body_that_is_not_read_does_not_hold_up_the_response() {
    let server = FAULTS.start().await;
    let answer = server.request(post("/ignore", vec![b'x'; 1 << 20])).await;
    assert_eq!((answer.status, answer.text(), answer.complete), (200, "ignored\n", true));

    // Not a byte of it has been sent.
    let mut client = server.raw().await;
    client.send("POST /ignore HTTP/1.1\r\nhost: x\r\ncontent-length: 1048576\r\n\r\n").await;
    assert_eq!(client.answer().await.text(), "ignored\n");
    ends_well(server).await;
}

#[tokio::test]
async fn a_small_body_that_is_not_read_leaves_the_connection_good() {
    let server = FAULTS.start().await;
    let mut client = server.raw().await;
    for _ in 0..3 {
        client.send("POST /ignore HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody").await;
        assert_eq!(client.answer().await.text(), "ignored\n");
    }
    assert_eq!(get_on(&mut client, "/next").await.text(), "GET x /next -\n");
    ends_well(server).await;
}
