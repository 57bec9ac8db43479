//! Long bodies, and those that come bit by bit.

use anyhow::{Result, bail, ensure};
use bytes::Bytes;
use http::HeaderMap;

use crate::probe::YES;
use crate::served::{Served, head, is, pattern};

const LONG: usize = 16 << 20;

/// So much is sent of a duplex echo before the same has to come back. Hosts hold that much.
const PART: usize = 256 << 10;

pub(super) async fn http2(served: Served) -> Result<String> {
    let answer = served.over_http2("GET", "/full?bytes=1000", "", HeaderMap::new()).await?;
    is(&answer, 200, &pattern(1000))?;
    Ok(YES.to_owned())
}

pub(super) async fn streamed(served: Served) -> Result<String> {
    is(&served.get(&format!("/stream?bytes={LONG}")).await, 200, &pattern(LONG))?;
    Ok(YES.to_owned())
}

pub(super) async fn echo_copied(served: Served) -> Result<String> {
    echo(served, "/copy").await
}

pub(super) async fn echo_passed_on(served: Served) -> Result<String> {
    echo(served, "/splice").await
}

async fn echo(served: Served, path: &'static str) -> Result<String> {
    let body = Bytes::from(pattern(LONG));
    is(&served.over_http1("POST", path, body.clone()).await?, 200, &body)?;
    Ok(YES.to_owned())
}

pub(super) async fn duplex_copied(served: Served) -> Result<String> {
    duplex(served, "/copy").await
}

pub(super) async fn duplex_passed_on(served: Served) -> Result<String> {
    duplex(served, "/splice").await
}

/// Sends a part when the one before has come back.
async fn duplex(served: Served, path: &str) -> Result<String> {
    let mut client = served.raw().await;
    client.send(head("POST", path, "transfer-encoding: chunked\r\n")).await;
    let mut status = None;
    for round in 0..LONG / PART {
        let part: Vec<u8> = (0..PART).map(|at| ((at + round) % 251) as u8).collect();
        client.send(format!("{PART:x}\r\n")).await;
        client.send(&part).await;
        client.send("\r\n").await;
        if status.is_none() {
            let head = client.head().await;
            ensure!(head.status() == 200, "{}", head.line);
            status = Some(head);
        }
        let mut back = Vec::new();
        while back.len() < PART {
            match client.chunk().await {
                Some(chunk) if !chunk.is_empty() => back.extend(chunk),
                _ => bail!("the echo ended in part {round}"),
            }
        }
        ensure!(back == part, "part {round} is another");
    }
    client.send("0\r\n\r\n").await;
    ensure!(client.chunk().await.is_some_and(|last| last.is_empty()), "the echo does not end");
    Ok(YES.to_owned())
}

/// Events that are a quarter of a second apart come alone: a busy machine may join two of them, but not all.
pub(super) async fn events(served: Served) -> Result<String> {
    let mut client = served.raw().await;
    client.send(head("GET", "/events?every=250", "accept: text/event-stream\r\n")).await;
    let response = client.head().await;
    ensure!(response.status() == 200, "{}", response.line);
    let mut alone = 0;
    for _ in 0..4 {
        let events = client.chunk().await.unwrap_or_default();
        let events = String::from_utf8_lossy(&events);
        ensure!(events.starts_with("event: tick\n"), "not an event: {events:?}");
        alone += usize::from(events.matches("\n\n").count() == 1);
    }
    ensure!(alone >= 2, "only {alone} of 4 events came alone");
    Ok(YES.to_owned())
}
