//! The table of requests, of which each is answered as without wRPC.

use crate::{Served, TABLE};
use doorway_table::{Answer, Ask, Content, Way, rows};

#[tokio::test]
async fn every_row_has_its_answer() {
    let served = Served::start(TABLE).await;
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for row in rows().iter().filter(|row| matches!(row.ask.way, Way::Any | Way::OnSocket)) {
        asked += 1;
        let faults = row.faults(&answer(&served, &row.ask).await);
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
    let mut client = served.raw().await;
    let (head, body) = message(ask);
    client.send(head).await;
    let _ = client.try_send(body).await;
    if let Content::CutOff(..) = ask.content {
        client.half_close().await;
    }
    let head = client.head().await;
    if ask.method == "HEAD" {
        // Any bytes after the head would be a body.
        let (body, complete) = client.rest().await;
        return Answer { status: head.status(), headers: head.headers, body, complete };
    }
    let answer = client.body(&head).await;
    Answer {
        status: answer.status,
        headers: answer.headers,
        body: answer.body,
        complete: answer.complete,
    }
}

/// The bytes of a request: its head, and its body as it is framed.
fn message(ask: &Ask) -> (Vec<u8>, Vec<u8>) {
    let mut head = [ask.method.as_bytes(), b" ", &ask.target, b" HTTP/1.1\r\n"].concat();
    let mut field = |name: &str, value: &[u8]| {
        head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    };
    for (name, value) in &ask.fields {
        field(name, value);
    }
    if !ask.fields.iter().any(|(name, _)| name == "host") {
        field("host", b"test.local");
    }
    if ask.method == "HEAD" {
        field("connection", b"close");
    }
    let body = match &ask.content {
        Content::None => Vec::new(),
        Content::Whole(body) => {
            field("content-length", body.len().to_string().as_bytes());
            body.to_vec()
        }
        Content::Chunks(chunks) => {
            field("transfer-encoding", b"chunked");
            let chunk = |chunk: &&[u8]| {
                let size = format!("{:x}\r\n", chunk.len());
                [size.as_bytes(), chunk, b"\r\n"].concat()
            };
            [chunks.iter().flat_map(chunk).collect(), b"0\r\n\r\n".to_vec()].concat()
        }
        Content::CutOff(length, sent) => {
            field("content-length", length.to_string().as_bytes());
            sent.to_vec()
        }
    };
    head.extend(b"\r\n");
    (head, body)
}
