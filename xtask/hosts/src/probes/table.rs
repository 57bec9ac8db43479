//! The table of requests.

use std::time::Duration;

use anyhow::Result;
use doorway_loopback::Raw;
use doorway_table::{Answer, Ask, Content, Row, Way, rows};
use http::HeaderValue;
use http::header::CONTENT_LENGTH;

use crate::rows::ask_all;
use crate::served::Served;

/// A response with the request's body. On WASI 0.3 that is the host's own, which may know how long it is.
const PASSED_ON: [&[u8]; 2] = [b"/body/as-it-is", b"/body/request"];

/// How long a row may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Sends each row on a connection of its own.
pub(super) async fn every_row(served: Served) -> Result<String> {
    let mut rows = rows();
    rows.retain(|row| matches!(row.ask.way, Way::Any | Way::OnSocket));
    ask_all(served, rows, Row::name, faults).await
}

async fn faults(served: Served, row: Row) -> Vec<String> {
    let (addr, ask) = (served.addr, row.ask.clone());
    // A task, as an answer that is not HTTP is a panic.
    let task = tokio::spawn(async move { answer(Raw::connect(addr).await, &ask).await });
    match tokio::time::timeout(LIMIT, task).await {
        Ok(Ok(mut answer)) => {
            if PASSED_ON.iter().any(|path| row.ask.target.starts_with(path)) {
                answer.headers.remove("content-length");
            }
            let faults = row.faults(&answer);
            if !faults.is_empty() && answer.complete && answer.body.is_empty() {
                // No body in chunks is no body.
                answer.headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
                return row.faults(&answer);
            }
            faults
        }
        // Some hosts have not sent the head yet when the body fails.
        Ok(Err(_)) if row.is_cut_off() && served.listens().await => Vec::new(),
        Ok(Err(_)) => vec!["there is no response".to_owned()],
        Err(_) => vec![format!("no response within {LIMIT:?}")],
    }
}

async fn answer(mut client: Raw, ask: &Ask) -> Answer {
    let (head, body) = ask.message();
    let ends = matches!(ask.content, Content::CutOff(..));
    let answer = client.exchange(&head, &body, ends).await;
    Answer {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
        complete: answer.complete,
    }
}
