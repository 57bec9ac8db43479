//! Bodies of any length take no more memory than short ones.
//!
//! An instance that asks for more than it may have ends in a trap, so that a limit is proof.

use super::to;
use crate::guests::LOAD;
use crate::{ends_well, get};
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::{TestServer, Upstream, within};
use http::{Request, Response};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use std::convert::Infallible;

const GIB: usize = 1 << 30;

/// The memory limit of an instance, including its stack and its static data.
const MEMORY: usize = 2 << 20;

/// How much an upstream sends at a time.
const CHUNK: usize = 1 << 20;

async fn start() -> TestServer {
    LOAD.start_with(Options { memory: MEMORY, ..Options::default() }).await
}

/// An upstream that sends 1 GiB, in chunks or with its length declared.
async fn long(framing: &'static str) -> Upstream {
    Upstream::raw(move |mut connection| async move {
        connection.head().await;
        connection.send(format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n")).await;
        let chunked = framing.ends_with("chunked");
        let data = vec![b'd'; CHUNK];
        let chunk = match chunked {
            true => [format!("{CHUNK:x}\r\n").as_bytes(), &data, b"\r\n"].concat(),
            false => data,
        };
        for _ in 0..GIB / CHUNK {
            // A client that has had enough may leave.
            if connection.try_send(&chunk).await.is_err() {
                return;
            }
        }
        if chunked {
            connection.send("0\r\n\r\n").await;
        }
    })
    .await
}

const FRAMINGS: [&str; 2] = ["content-length: 1073741824", "transfer-encoding: chunked"];

#[tokio::test]
async fn a_gibibyte_is_read_chunk_by_chunk() {
    let server = start().await;
    for framing in FRAMINGS {
        let upstream = long(framing).await;
        assert_eq!(server.get(&to("/download", &upstream)).await.text(), "1073741824 bytes\n");
    }
    ends_well(server).await;
}

#[tokio::test]
async fn a_gibibyte_is_passed_on() {
    let server = start().await;
    let upstream = long(FRAMINGS[1]).await;
    let body = server.send(get(&to("/pass", &upstream))).await.into_body();
    assert_eq!(length(body).await, GIB);
    ends_well(server).await;
}

#[tokio::test]
async fn a_gibibyte_is_uploaded() {
    let upstream = Upstream::new(counting).await;
    let server = start().await;
    let path = format!("{}&bytes={GIB}", to("/upload", &upstream));
    assert_eq!(server.get(&path).await.text(), "1073741824 bytes\n");
    ends_well(server).await;
}

#[tokio::test]
async fn a_gibibyte_is_passed_on_to_the_upstream() {
    let upstream = Upstream::new(counting).await;
    let server = start().await;
    static DATA: [u8; CHUNK] = [b'u'; CHUNK];
    let frames =
        (0..GIB / CHUNK).map(|_| Ok::<_, Infallible>(Frame::data(Bytes::from_static(&DATA))));
    let frames = futures_util::stream::iter(frames);
    let request = Request::post(to("/pass-both", &upstream)).body(StreamBody::new(frames)).unwrap();
    assert_eq!(server.request(request).await.text(), "1073741824 bytes\n");
    ends_well(server).await;
}

/// A length that is declared is refused at once, another one when it is over the limit.
#[tokio::test]
async fn a_gibibyte_is_refused_by_buffering_extractors() {
    let server = start().await;
    let limit = 64 * 1024;
    for framing in FRAMINGS {
        let upstream = long(framing).await;
        let answer = server.get(&format!("{}&bytes={limit}", to("/bytes", &upstream))).await;
        let over = format!("is longer than the limit of {limit} bytes");
        let is_told = answer.text().starts_with("body: ") && answer.text().contains(&over);
        assert!(is_told, "{framing}: {answer:?}");
    }
    ends_well(server).await;
}

/// Answers with the length of the body.
async fn counting(request: Request<Incoming>) -> Response<Full<Bytes>> {
    let length = length(request.into_body()).await;
    Response::new(Full::new(format!("{length} bytes\n").into()))
}

async fn length(mut body: Incoming) -> usize {
    let mut length = 0;
    while let Some(frame) = within("more of the body", body.frame()).await {
        length += frame.unwrap().data_ref().map_or(0, Bytes::len);
    }
    length
}
