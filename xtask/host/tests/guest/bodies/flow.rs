//! Both directions at once: what is there is sent, and what is read need not be all.

use crate::ends_well;
use crate::guests::BODIES;
use doorway_host::testing::Raw;

/// Receives chunks until they hold this many bytes.
async fn receive(client: &mut Raw, bytes: usize) -> Vec<u8> {
    let mut received = Vec::new();
    while received.len() < bytes {
        match client.chunk().await {
            Some(chunk) if !chunk.is_empty() => received.extend(chunk),
            end => panic!("{end:?} after {received:?}"),
        }
    }
    received
}

#[tokio::test]
async fn a_response_may_start_before_its_request_has_arrived() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    client.send("POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n01234").await;
    assert_eq!(client.head().await.status(), 200);
    assert_eq!(receive(&mut client, 6).await, b"early\n");
    client.send("56789").await;
    assert_eq!(receive(&mut client, 14).await, b"then 10 bytes\n");
    assert_eq!(client.chunk().await, Some(Vec::new()), "the end");
    ends_well(server).await;
}

#[tokio::test]
async fn a_byte_is_passed_on_as_soon_as_it_comes() {
    let server = BODIES.start().await;
    for path in ["/splice", "/copy"] {
        let mut client = server.raw().await;
        client
            .send(format!("POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"))
            .await;
        for (at, byte) in "byte by byte".bytes().enumerate() {
            client.send([b"1\r\n", &[byte][..], b"\r\n"].concat()).await;
            if at == 0 {
                assert_eq!(client.head().await.status(), 200, "{path}");
            }
            assert_eq!(receive(&mut client, 1).await, [byte], "{path}");
        }
        client.send("0\r\n\r\n").await;
        assert_eq!(client.chunk().await, Some(Vec::new()), "{path}: the end");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_slow_upload_is_read_to_its_end() {
    let server = BODIES.start().await;
    let data = "slowly, a byte at a time";
    for path in ["/splice", "/splice-with-length", "/copy", "/collect"] {
        let mut client = server.raw().await;
        let length = data.len();
        client
            .send(format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n\
                 content-length: {length}\r\n\r\n"
            ))
            .await;
        let mut head = client.head().await;
        for byte in data.bytes() {
            client.send([byte]).await;
            tokio::task::yield_now().await;
        }
        if head.status() == 100 {
            head = client.head().await;
        }
        let answer = client.body(&head).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, data, true), "{path}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_task_runs_while_a_client_is_slow() {
    let server = BODIES.start().await;
    let mut nth = 0;
    // The client has more to send, which the guest waits for.
    for path in ["/splice?beside=1", "/copy?beside=1", "/collect?beside=1"] {
        let mut client = server.raw().await;
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n");
        client.send(head + "01234").await;
        nth += 1;
        server.log().wait_for_nth(nth, "guest: the task beside has finished").await;
        client.send("56789").await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), answer.complete), ("0123456789", true), "{path}");
    }
    // The client does not receive, so there is no room to write to: none of these fits on the way.
    for kind in ["full", "stream", "channel"] {
        let mut client = server.raw().await;
        client.send(crate::head("GET", &format!("/{kind}?bytes=16777216&beside=1"))).await;
        nth += 1;
        server.log().wait_for_nth(nth, "guest: the task beside has finished").await;
        let answer = client.answer().await;
        assert!(answer.complete && answer.body.len() == 16 << 20, "{kind}");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_handler_need_not_wait_for_a_body() {
    let server = BODIES.start().await;
    let mut client = server.raw().await;
    client.send("POST /impatient HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n01234").await;
    assert_eq!(client.answer().await.text(), "not done within 1ms\n");
    ends_well(server).await;
}
