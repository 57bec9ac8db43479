//! Handlers that do what they should not.

use std::time::Duration;

use anyhow::{Result, ensure};
use doorway_loopback::Raw;
use doorway_table::{FAULTS, Fault};

use crate::probe::YES;
use crate::rows::ask_all;
use crate::served::{Served, head, is};

/// How long a fault may take.
const LIMIT: Duration = Duration::from_secs(5);

/// The faults, each on a connection of its own, on which there is then one more answer if the first was whole.
pub(super) async fn every_fault(served: Served) -> Result<String> {
    ask_all(served, FAULTS.to_vec(), |fault| fault.target.to_owned(), reasons).await
}

async fn reasons(served: Served, fault: Fault) -> Vec<String> {
    let addr = served.addr;
    let task = tokio::spawn(async move { answer(Raw::connect(addr).await, fault).await });
    let reason = match tokio::time::timeout(LIMIT, task).await {
        Ok(Ok(Ok(()))) => return Vec::new(),
        Ok(Ok(Err(error))) => format!("{error:#}"),
        // Some hosts have not sent the head yet when the body fails.
        Ok(Err(_)) if !fault.complete && served.listens().await => return Vec::new(),
        Ok(Err(_)) => "there is no response".to_owned(),
        Err(_) => format!("no response within {LIMIT:?}"),
    };
    vec![reason]
}

async fn answer(mut client: Raw, fault: Fault) -> Result<()> {
    client.send(head("GET", fault.target, "")).await;
    let answer = client.answer().await;
    // Of a body that fails a host may send less than it has got.
    let is_body = |body: &str| match fault.complete {
        true => answer.body == body,
        false => body.as_bytes().starts_with(&answer.body),
    };
    ensure!(
        (answer.status, answer.complete) == (fault.status, fault.complete)
            && fault.body.is_none_or(is_body),
        "{}, complete {}: {:?}",
        answer.status,
        answer.complete,
        String::from_utf8_lossy(&answer.body[..answer.body.len().min(100)])
    );
    let closes = answer.headers.get("connection").is_some_and(|value| value == "close");
    if fault.complete && !closes {
        // The bytes after it are the next response.
        client.send(head("GET", "/status?code=200", "")).await;
        is(&client.answer().await, 200, b"a body")?;
    }
    Ok(())
}

pub(super) async fn log(served: Served) -> Result<String> {
    served.get("/error").await;
    served.log.wait_for("answered 500: the secret detail").await?;
    Ok(YES.to_owned())
}

/// The app, which has begun to read, learns that the client has left.
pub(super) async fn cut_off_upload(served: Served) -> Result<String> {
    let mut client = served.raw().await;
    client.send(head("POST", "/upload", "content-length: 100\r\n")).await;
    client.send("0123456789").await;
    client.half_close().await;
    served.log.wait_for("the upload failed: ").await?;
    Ok(YES.to_owned())
}

pub(super) async fn panic(served: Served) -> Result<String> {
    let answer = served.get("/panic").await;
    ensure!(answer.status >= 500, "the status of the panic is {}", answer.status);
    is(&served.get("/status?code=200").await, 200, b"a body")?;
    Ok(YES.to_owned())
}
