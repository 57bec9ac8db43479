//! Instances: how many requests each has, one after the other and at once.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::future::select_all;
use tokio::task::JoinHandle;

use crate::probe::YES;
use crate::served::{Served, head, is};

/// How many requests are sent to see how long an instance lives.
const REQUESTS: usize = 300;

/// The most requests that one instance has counted.
pub(super) async fn life(served: Served) -> Result<String> {
    let mut most = 0;
    let mut client = served.raw().await;
    for _ in 0..REQUESTS {
        client.send(head("GET", "/served", "")).await;
        let answer = client.answer().await;
        let count: usize = answer.text().parse().context("it is no count")?;
        most = most.max(count);
    }
    Ok(if most >= REQUESTS { "all".to_owned() } else { most.to_string() })
}

/// Requests that all wait for their bodies, which are then sent in reverse.
pub(super) async fn many_at_once(served: Served) -> Result<String> {
    let mut clients = Vec::new();
    for _ in 0..64 {
        let mut client = served.raw().await;
        client.send(head("POST", "/hold", "content-length: 4\r\n")).await;
        clients.push(client);
    }
    for mut client in clients.into_iter().rev() {
        client.send("body").await;
        is(&client.answer().await, 200, b"4 bytes\n")?;
    }
    Ok(YES.to_owned())
}

pub(super) async fn task(served: Served) -> Result<String> {
    is(&served.get("/after?ms=100").await, 200, b"answered\n")?;
    served.log.wait_for("the task has finished").await?;
    Ok(YES.to_owned())
}

/// Requests that wait for a bell, which another request rings for those of its instance.
pub(super) async fn shared(served: Served) -> Result<String> {
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let served = served.clone();
            tokio::spawn(async move { served.get("/wait").await })
        })
        .collect();
    // A host may have several instances, and nothing tells when all requests are there.
    while served.post("/ring", b"").await.text() == "0 waited\n" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (answer, _, others) = select_all(waiting).await;
    is(&answer?, 200, b"rung\n")?;
    others.iter().for_each(JoinHandle::abort);
    Ok(YES.to_owned())
}

/// Piece by piece, all in turns, so that each waits while all others are answered.
pub(super) async fn sixteen(served: Served) -> Result<String> {
    const AT_ONCE: usize = 16;
    let mut clients = Vec::new();
    for index in 0..AT_ONCE {
        let mut client = served.raw().await;
        let parent = format!("traceparent: 00-{:032x}-{:016x}-01\r\n", index + 1, index + 1);
        client.send(head("POST", "/named", &format!("{parent}content-length: 16\r\n"))).await;
        clients.push(client);
    }
    for piece in 0..4 {
        for (index, client) in clients.iter_mut().enumerate() {
            client.send(format!("{index:02}{piece}-")).await;
        }
    }
    for (index, client) in clients.iter_mut().enumerate().rev() {
        let answer = client.answer().await;
        let body: String = (0..4).map(|piece| format!("{index:02}{piece}-")).collect();
        let expected = format!("{:032x} true {body}\n", index + 1);
        ensure!(answer.status == 200 && answer.text() == expected, "{answer:?}");
    }
    Ok(YES.to_owned())
}
