//! Faults leave nothing behind on an instance that serves on.

use super::get_raw;
use crate::guests::FAULTS;
use crate::{IS_P3, count, ends_well, head, post};
use doorway_host::Options;

const ROUNDS: usize = 3;

#[tokio::test]
async fn an_instance_survives_every_fault_but_a_trap() {
    let options = Options { reuse: 1000, max_concurrent: 1, ..Options::default() };
    let server = FAULTS.start_with(options).await;
    let mut served = 0;
    for round in 0..ROUNDS {
        for (path, status, complete) in [
            ("/error", 500, true),
            ("/forbidden", 200, true),
            ("/length?kind=full&bytes=9&declared=10", 200, false),
            ("/length?kind=full&bytes=11&declared=10", 200, false),
            ("/length?kind=stream&bytes=9&declared=10", 200, false),
            ("/length?kind=stream&bytes=24&declared=16", 200, false),
            ("/status?code=204", 204, true),
            ("/status?code=101", 500, true),
            ("/fails", 200, false),
            ("/fails-at-once", 200, false),
            ("/aborts", 200, false),
            ("/unfinished", 200, false),
            ("/stalls", 500, true),
            ("/sends-before-answering", 500, true),
            ("/many-fields?n=2000&bytes=100", 500, true),
            ("/stalled-body", 200, false),
            ("/stalled-task", 200, true),
        ] {
            // There they wait for as long as the host does: `stalls` has them.
            if IS_P3 && (path.contains("stall") || path == "/sends-before-answering") {
                continue;
            }
            let answer = get_raw(&server, path).await;
            assert_eq!((answer.status, answer.complete), (status, complete), "{path}, {round}");
            served += 1;
        }
        assert_eq!(server.request(post("/collect?limit=3", "four")).await.status, 413);

        let mut client = server.raw().await;
        client.send("POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nhal").await;
        client.reset();

        let mut client = server.raw().await;
        client.send(head("GET", "/endless")).await;
        assert_eq!(client.head().await.status(), 200);
        drop(client);
        server.log().wait_for_nth(round + 1, "guest: the endless body has stopped").await;

        served += 4;
        assert_eq!(server.get("/served").await.text(), served.to_string());
    }
    let log = ends_well(server).await;
    // Once each time: then it is gone.
    let dropped = if IS_P3 { 0 } else { ROUNDS };
    assert_eq!(count(&log, "doorway: dropped a spawned task"), dropped, "{}", log.join("\n"));
}
