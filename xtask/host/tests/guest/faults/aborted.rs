//! Bodies that end before their end.

use super::get_raw;
use crate::guests::FAULTS;
use crate::{count, ends_well, get};

/// The path, what the client gets, and what the log says.
const BROKEN: [(&str, &str, &str); 4] = [
    ("/fails", "first second ", "doorway: aborted the response: the stream broke"),
    ("/fails-at-once", "", "doorway: aborted the response: the stream was broken"),
    ("/aborts", "a part", "doorway: aborted the response: no more to come"),
    (
        "/unfinished",
        "a part",
        "doorway: aborted the response: the body's sender was dropped before it called `finish`",
    ),
];

#[tokio::test]
async fn a_body_that_fails_half_way_is_aborted() {
    let server = FAULTS.start().await;
    for (path, part, line) in BROKEN {
        let answer = get_raw(&server, path).await;
        assert_eq!((answer.status, answer.complete), (200, false), "{path}");
        assert_eq!(answer.header("transfer-encoding"), "chunked");
        assert_eq!(answer.text(), part, "what came until then");
        server.log().wait_for(line).await;
        assert_eq!(server.get("/next").await.status, 200);
    }
    let log = ends_well(server).await;
    assert_eq!(count(&log, "doorway: "), BROKEN.len(), "{}", log.join("\n"));
}

#[tokio::test]
async fn a_body_that_fails_half_way_is_aborted_over_http_2() {
    let server = FAULTS.start().await;
    for (path, part, line) in BROKEN {
        let answer = server.request_h2(get(path)).await;
        assert_eq!((answer.status, answer.complete), (200, false), "{path}");
        assert!(part.starts_with(answer.text()), "{path}: {answer:?}");
        server.log().wait_for(line).await;
    }
    ends_well(server).await;
}
