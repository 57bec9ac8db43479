//! The table of requests.

use std::time::Duration;

use anyhow::{Result, bail};
use doorway_loopback::Raw;
use doorway_table::{Answer, Ask, Content, Row, Way, rows};
use tokio::net::TcpStream;

use crate::probe::{ALL_BUT, YES};
use crate::served::Served;

/// A response with the request's body. On WASI 0.3 that is the host's own, which may know how long it is.
const PASSED_ON: [&[u8]; 2] = [b"/body/as-it-is", b"/body/request"];

/// How long a row may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Sends each row on a connection of its own.
pub(super) async fn every_row(served: Served) -> Result<String> {
    let mut wrong = 0;
    for row in rows() {
        if !matches!(row.ask.way, Way::Any | Way::OnSocket) {
            continue;
        }
        let faults = faults(&served, &row).await;
        if !faults.is_empty() {
            println!("    {}", row.name());
            for fault in faults {
                println!("      {}", &fault[..fault.floor_char_boundary(200)]);
            }
            wrong += 1;
            if TcpStream::connect(served.addr).await.is_err() {
                bail!("nobody listens any longer");
            }
        }
    }
    Ok(all_but(wrong))
}

/// The cell of a table of which so many rows differ.
pub(super) fn all_but(wrong: usize) -> String {
    if wrong == 0 { YES.to_owned() } else { format!("{ALL_BUT} {wrong}") }
}

async fn faults(served: &Served, row: &Row) -> Vec<String> {
    let (addr, ask) = (served.addr, row.ask.clone());
    // A task, as an answer that is not HTTP is a panic.
    let task = tokio::spawn(async move { answer(Raw::connect(addr).await, &ask).await });
    match tokio::time::timeout(LIMIT, task).await {
        Ok(Ok(mut answer)) => {
            if PASSED_ON.iter().any(|path| row.ask.target.starts_with(path)) {
                answer.headers.remove("content-length");
            }
            row.faults(&answer)
        }
        // Some hosts have not sent the head yet when the body fails.
        Ok(Err(_)) if row.is_cut_off() => Vec::new(),
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
