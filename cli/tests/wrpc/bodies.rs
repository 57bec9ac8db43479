//! Bodies and trailers, both ways.

use crate::{BODIES, Served, head, pattern};
use doorway_host::testing::{Answer, Guest, within};

const SIZES: [usize; 5] = [0, 1, 64 * 1024, 64 * 1024 + 1, 4 << 20];

/// Sends a body, chunked or with its length, beside receiving the response.
async fn echo(served: &Served, path: &str, body: Vec<u8>, chunked: bool) -> Answer {
    let addr = served.gateway.addr();
    let stream = tokio::net::TcpStream::connect(addr).await.unwrap();
    let (read, mut write) = stream.into_split();
    let (framing, body) = match chunked {
        false => (format!("content-length: {}", body.len()), body),
        true => {
            let chunk =
                |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
            let chunks: Vec<_> = body.chunks(50_000).flat_map(chunk).collect();
            (
                "transfer-encoding: chunked".to_owned(),
                [chunks, b"0\r\nx-sum: 42\r\n\r\n".to_vec()].concat(),
            )
        }
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ntrailer: x-sum\r\nte: trailers\r\nconnection: te, close\r\n{framing}\r\n\r\n"
    );
    let sending = async {
        use tokio::io::AsyncWriteExt;
        write.write_all(head.as_bytes()).await.unwrap();
        write.write_all(&body).await.unwrap();
        write
    };
    let receiving = async {
        use tokio::io::AsyncReadExt;
        let mut read = read;
        let mut all = Vec::new();
        read.read_to_end(&mut all).await.unwrap();
        all
    };
    let (_write, all) = within("an echo", async { tokio::join!(sending, receiving) }).await;
    parse(&all).await
}

/// An answer that was received whole.
async fn parse(all: &[u8]) -> Answer {
    let upstream = crate::anywhere().await;
    let addr = upstream.local_addr().unwrap();
    let all = all.to_vec();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        let (mut socket, _) = upstream.accept().await.unwrap();
        socket.write_all(&all).await.unwrap();
    });
    doorway_host::testing::Raw::connect(addr).await.answer().await
}

async fn echoes(guest: Guest, sizes: &[usize]) {
    let served = Served::start(guest).await;
    for &size in sizes {
        for path in ["/copy", "/splice", "/collect"] {
            for chunked in [false, true] {
                let body = pattern(size);
                let answer = echo(&served, path, body.clone(), chunked).await;
                assert_eq!(
                    (answer.status, answer.complete),
                    (200, true),
                    "{path} {size} {chunked}"
                );
                assert!(answer.body == body, "{path} {size} {chunked}: {}", answer.body.len());
                if chunked && path != "/copy" {
                    assert_eq!(answer.trailers["x-sum"], "42", "{path} {size}");
                }
            }
        }
    }
    served.ends().await;
}

#[tokio::test]
async fn a_body_comes_back_as_it_was() {
    for guest in [BODIES, BODIES.p3()] {
        echoes(guest, &SIZES).await;
    }
}

#[tokio::test]
#[ignore = "64 MiB six times on each WASI take more than a minute"]
async fn a_long_body_comes_back_as_it_was() {
    for guest in [BODIES, BODIES.p3()] {
        echoes(guest, &[64 << 20]).await;
    }
}

#[tokio::test]
async fn trailers_follow_a_response() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        for (path, body) in [("full", "full"), ("channel", "channel"), ("empty", "")] {
            let mut client = served.raw().await;
            client.send(format!("GET /trailers/{path} HTTP/1.1\r\nhost: x\r\nte: trailers\r\nconnection: te\r\n\r\n")).await;
            let answer = client.answer().await;
            assert_eq!((answer.text(), answer.complete), (body, true), "{path}");
            assert_eq!(answer.trailers["x-checksum"], "c0ffee", "{path}");
            let twice: Vec<_> = answer.trailers.get_all("x-twice").iter().collect();
            assert_eq!(twice, ["1", "2"], "{path}");
        }
        served.ends().await;
    }
}

#[tokio::test]
async fn empty_parts_are_no_end() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/empty-chunks")).await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), answer.complete), ("ab", true));
        served.ends().await;
    }
}

#[tokio::test]
async fn head_has_the_fields_and_no_body() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client
            .send("HEAD /full?bytes=100000 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await;
        let head = client.head().await;
        assert_eq!(
            (head.status(), &head.headers["content-length"]),
            (200, &"100000".parse().unwrap())
        );
        assert_eq!(client.rest().await.0, "");
        served.ends().await;
    }
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let served = Served::start(BODIES).await;
    let mut client = served.raw().await;
    for bytes in [0, 10, 100_000] {
        client.send(head("GET", &format!("/full?bytes={bytes}"))).await;
        let answer = client.answer().await;
        assert_eq!((answer.body.len(), answer.complete), (bytes, true));
    }
    drop(client);
    served.ends().await;
}
