//! The table of requests: a component in this host answers each row as the row says.

use crate::guests::TABLE;
use crate::{IS_P3, count, ends_well};
use bytes::Bytes;
use doorway_host::Options;
use doorway_host::testing::TestServer;
use doorway_table::{Answer, Ask, Content, Row, Way, rows, sweeps};
use http::Request;
use http_body_util::Full;

/// Where a body is passed back. On WASI 0.3 that is the host's own, which may know how long it is.
const PASSED_ON: [&[u8]; 2] = [b"/body/as-it-is", b"/body/request"];

#[tokio::test]
async fn every_row_has_its_answer_by_a_fresh_instance() {
    let server = TABLE.start().await;
    agree(&server, &rows()).await;
    let log = ends_well(server).await;
    // Errors are logged, and the access log has a line for each request.
    for line in [
        "guest: doorway: answered 500: the secret detail",
        "guest: doorway: aborted the response: the rest is missing",
        "guest: INFO doorway::access: GET /logged/7 200 1B ",
        "guest: INFO doorway::access: GET /logged/%0A 400 ",
    ] {
        assert_eq!(count(&log, line), 1, "{line}\n{}", log.join("\n"));
    }
}

#[tokio::test]
async fn truncated_forms_are_answered() {
    let server = TABLE.start().await;
    agree(&server, &sweeps()).await;
    ends_well(server).await;
}

/// The state of one request must not show in the next, and routes are found in another way.
#[tokio::test]
async fn every_row_has_its_answer_by_a_reused_instance() {
    let options = Options { reuse: 1_000_000, max_concurrent: 1, ..Options::default() };
    let server = TABLE.start_with(options).await;
    agree(&server, &rows()).await;
    ends_well(server).await;
}

/// Compares the answers to all rows with what the rows say, which is all that a client sees. The
/// same is done natively, where the app is: so both agree.
async fn agree(server: &TestServer, rows: &[Row]) {
    let mut wrong = Vec::new();
    let rows = rows.iter().filter(|row| row.ask.way != Way::Natively);
    let mut asked = 0;
    for row in rows {
        asked += 1;
        let mut answer = answer(server, &row.ask).await;
        if IS_P3 && PASSED_ON.iter().any(|path| row.ask.target.starts_with(path)) {
            answer.headers.remove("content-length");
        }
        let faults = row.faults(&answer);
        if !faults.is_empty() {
            wrong.push(format!("{}\n    {}", row.name(), faults.join("\n    ")));
        }
    }
    println!("{asked} rows");
    assert!(wrong.is_empty(), "{} rows are not:\n{}", wrong.len(), wrong.join("\n"));
}

async fn answer(server: &TestServer, ask: &Ask) -> Answer {
    match ask.way {
        Way::OffSocket => called(ask).await,
        Way::Natively => unreachable!("it is left out"),
        Way::Any | Way::OnSocket => on_socket(server, ask).await,
    }
}

async fn on_socket(server: &TestServer, ask: &Ask) -> Answer {
    let (head, body) = ask.message();
    let ends = matches!(ask.content, Content::CutOff(..));
    let answer = server.raw().await.exchange(&head, &body, ends).await;
    Answer {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
        complete: answer.complete,
    }
}

/// Calls a component as a host would, without a socket.
async fn called(ask: &Ask) -> Answer {
    let Content::None = ask.content else { panic!("{:?} is sent on a socket", ask.content) };
    let mut request = Request::builder().method(ask.method).uri(&*ask.target);
    for (name, value) in &ask.fields {
        request = request.header(&**name, &**value);
    }
    let request = request.body(Full::<Bytes>::default()).unwrap();
    let measured = TABLE.measure(request).await.unwrap();
    Answer {
        status: measured.status.as_u16(),
        headers: measured.headers,
        body: measured.body,
        complete: true,
    }
}
