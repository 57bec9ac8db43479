//! Clients that leave, and time limits: the component and its upstream learn of it.

use anyhow::{Result, ensure};
use doorway_loopback::Upstream;
use tokio::sync::mpsc;

use crate::probe::YES;
use crate::served::{Served, head, is};

pub(super) async fn endless_body(served: Served) -> Result<String> {
    leave(&served, "/endless", "the endless body has stopped").await
}

pub(super) async fn endless_stream(served: Served) -> Result<String> {
    leave(&served, "/endless-stream", "the endless stream was dropped").await
}

async fn leave(served: &Served, path: &str, line: &str) -> Result<String> {
    let mut client = served.raw().await;
    client.send(head("GET", path, "")).await;
    ensure!(client.head().await.status() == 200, "the status is not 200");
    ensure!(client.chunk().await.is_some_and(|chunk| !chunk.is_empty()), "there is no body");
    client.reset();
    served.log.wait_for(line).await?;
    Ok(YES.to_owned())
}

/// An event of a connection to the upstream.
#[derive(Debug, PartialEq)]
enum Event {
    Asked,
    Left,
}

/// An upstream that sends this, then nothing, and tells what it sees.
async fn stalling(begin: &'static str) -> (Upstream, mpsc::UnboundedReceiver<Event>) {
    let (events, seen) = mpsc::unbounded_channel();
    let upstream = Upstream::raw(move |mut connection| {
        let events = events.clone();
        async move {
            connection.head().await;
            let _ = events.send(Event::Asked);
            connection.send(begin).await;
            connection.rest().await;
            let _ = events.send(Event::Left);
        }
    })
    .await;
    (upstream, seen)
}

async fn next(seen: &mut mpsc::UnboundedReceiver<Event>, event: Event) -> Result<()> {
    let next = seen.recv().await;
    ensure!(next.as_ref() == Some(&event), "the upstream sees {next:?}, not {event:?}");
    Ok(())
}

pub(super) async fn time_limit(served: Served) -> Result<String> {
    let (upstream, mut seen) = stalling("").await;
    let answer = served.get(&format!("/timeout?ms=200&url={}", upstream.url("/"))).await;
    ensure!(answer.status == 504, "the status is {}", answer.status);
    next(&mut seen, Event::Asked).await?;
    next(&mut seen, Event::Left).await?;
    Ok(YES.to_owned())
}

pub(super) async fn before_the_head(served: Served) -> Result<String> {
    let (upstream, mut seen) = stalling("").await;
    let mut client = served.raw().await;
    client.send(head("GET", &format!("/forward?url={}", upstream.url("/")), "")).await;
    next(&mut seen, Event::Asked).await?;
    client.reset();
    next(&mut seen, Event::Left).await?;
    Ok(YES.to_owned())
}

pub(super) async fn in_the_body(served: Served) -> Result<String> {
    let begin = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n";
    let (upstream, mut seen) = stalling(begin).await;
    let mut client = served.raw().await;
    client.send(head("GET", &format!("/forward?url={}", upstream.url("/")), "")).await;
    ensure!(client.head().await.status() == 200, "the status is not 200");
    ensure!(client.chunk().await.as_deref() == Some(b"part"), "there is no part of the body");
    next(&mut seen, Event::Asked).await?;
    client.reset();
    next(&mut seen, Event::Left).await?;
    // The host is as good as before.
    is(&served.get("/").await, 200, b"no such thing to do\n")?;
    Ok(YES.to_owned())
}
