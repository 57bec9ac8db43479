//! The table of requests, of which each is answered as without wRPC.

use crate::{Served, TABLE};
use doorway_host::Options;
use doorway_host::testing::Guest;
use doorway_table::{Answer, Ask, Content, Way, rows};

/// A response with the request's body. On WASI 0.3 that is the host's own, which may know how long it is.
const PASSED_ON: [&[u8]; 2] = [b"/body/as-it-is", b"/body/request"];

#[tokio::test]
async fn every_row_has_its_answer() {
    agree(TABLE, Options::default()).await;
}

#[tokio::test]
async fn every_row_has_its_answer_by_a_reused_instance() {
    let reused = || Options { reuse: 1_000_000, max_concurrent: 1, ..Options::default() };
    for guest in [TABLE, TABLE.p3()] {
        agree(guest, reused()).await;
    }
}

async fn agree(guest: Guest, options: Options) {
    let served = Served::start_with(guest, options).await;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for row in rows().iter().filter(|row| matches!(row.ask.way, Way::Any | Way::OnSocket)) {
        asked += 1;
        let mut answer = answer(&served, &row.ask).await;
        if guest == TABLE.p3() && PASSED_ON.iter().any(|path| row.ask.target.starts_with(path)) {
            answer.headers.remove("content-length");
        }
        let faults = row.faults(&answer);
        if !faults.is_empty() {
            wrong.push(format!("{}\n    {}", row.name(), faults.join("\n    ")));
        }
    }
    println!("{asked} rows");
    assert!(asked > 100);
    assert!(wrong.is_empty(), "{} rows are not:\n{}", wrong.len(), wrong.join("\n"));
    served.ends().await;
}

/// Sends a request byte for byte on a connection of its own.
async fn answer(served: &Served, ask: &Ask) -> Answer {
    let (head, body) = ask.message();
    let ends = matches!(ask.content, Content::CutOff(..));
    let answer = served.raw().await.exchange(&head, &body, ends).await;
    Answer {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
        complete: answer.complete,
    }
}
