//! Both directions at once, and readers that are slow.

use crate::{BODIES, Served, head, pattern};
use doorway_host::testing::{Raw, within};
use doorway_wrpc::{CHUNK, HELD, WINDOW, peak, peak_held};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const LARGE: usize = 32 << 20;

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
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send("POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n01234").await;
        assert_eq!(client.head().await.status(), 200);
        assert_eq!(receive(&mut client, 6).await, b"early\n");
        client.send("56789").await;
        assert_eq!(receive(&mut client, 14).await, b"then 10 bytes\n");
        assert_eq!(client.chunk().await, Some(Vec::new()), "the end");
        served.ends().await;
    }
}

#[tokio::test]
async fn a_byte_is_passed_on_as_soon_as_it_comes() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        for path in ["/splice", "/copy"] {
            let mut client = served.raw().await;
            let head = "HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
            client.send(format!("POST {path} {head}")).await;
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
        served.ends().await;
    }
}

/// No more than a window is between a body and the connection, however slowly it is read. What the system keeps of
/// connections is a small part of these bodies.
#[tokio::test]
async fn memory_does_not_depend_on_the_reader() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", &format!("/full?bytes={LARGE}"))).await;
        assert_eq!(client.head().await.status(), 200);
        // One turn of all other tasks for each small piece.
        for _ in 0..64 {
            assert!(client.skip(1024).await);
            tokio::task::yield_now().await;
        }
        assert!(client.skip(LARGE - 64 * 1024).await, "all of it comes");
        drop(client);

        let stream = tokio::net::TcpStream::connect(served.gateway.addr()).await.unwrap();
        let (mut read, mut write) = stream.into_split();
        let sending = tokio::spawn(async move {
            let head = format!(
                "POST /copy HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {LARGE}\r\n\r\n"
            );
            write.write_all(head.as_bytes()).await.unwrap();
            write.write_all(&pattern(LARGE)).await.unwrap();
            write
        });
        let mut received = 0;
        let mut small = [0; 1024];
        for _ in 0..64 {
            received += within("a piece", read.read(&mut small)).await.unwrap();
            tokio::task::yield_now().await;
        }
        let mut rest = Vec::new();
        within("the rest", read.read_to_end(&mut rest)).await.unwrap();
        assert!(received + rest.len() > LARGE);
        sending.await.unwrap();
        served.ends().await;
    }
    // The peak of all tests which this process has run so far.
    assert!(peak() >= WINDOW / 2 && peak() <= WINDOW + CHUNK + 8, "{} bytes", peak());
    // A reader that waits may get a little more at once; so may that of the other tests, whose bodies are smaller.
    assert!(peak_held() >= HELD && peak_held() <= LARGE / 4, "{} bytes", peak_held());
}
