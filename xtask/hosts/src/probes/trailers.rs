//! Trailers, in and out.

use anyhow::{Result, ensure};
use doorway_loopback::Answer;
use http::{HeaderMap, HeaderValue};

use crate::probe::YES;
use crate::served::{Served, head, is};

pub(super) async fn of_a_request(served: Served) -> Result<String> {
    let mut client = served.raw().await;
    client
        .send(head("POST", "/read-trailers", "transfer-encoding: chunked\r\ntrailer: x-sum\r\n"))
        .await;
    client.send("4\r\nbody\r\n0\r\nx-sum: 42\r\n\r\n").await;
    is(&client.answer().await, 200, b"4 bytes\nx-sum: 42\n")?;
    Ok(YES.to_owned())
}

pub(super) async fn of_a_request_over_http2(served: Served) -> Result<String> {
    let trailers = HeaderMap::from_iter([("x-sum".parse()?, HeaderValue::from_static("42"))]);
    let answer = served.over_http2("POST", "/read-trailers", "body", trailers).await?;
    is(&answer, 200, b"4 bytes\nx-sum: 42\n")?;
    Ok(YES.to_owned())
}

pub(super) async fn of_a_response(served: Served) -> Result<String> {
    let mut client = served.raw().await;
    client.send(head("GET", "/trailers/full", "te: trailers\r\nconnection: te\r\n")).await;
    follow(&client.answer().await)
}

pub(super) async fn of_a_response_over_http2(served: Served) -> Result<String> {
    follow(&served.over_http2("GET", "/trailers/full", "", HeaderMap::new()).await?)
}

fn follow(answer: &Answer) -> Result<String> {
    is(answer, 200, b"full")?;
    let twice: Vec<_> = answer.trailers.get_all("x-twice").iter().collect();
    let sum = answer.trailers.get("x-checksum").map(|sum| sum.as_bytes());
    ensure!(sum == Some(b"c0ffee"), "the trailers are {:?}", answer.trailers);
    Ok(if twice == ["1", "2"] { YES } else { "one of a name" }.to_owned())
}
