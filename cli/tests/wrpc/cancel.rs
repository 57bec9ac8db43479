//! Clients that leave.

use crate::{BODIES, Served, TASKS, head};

#[tokio::test]
async fn a_client_that_leaves_before_the_head_stops_the_guest() {
    for guest in [TASKS, TASKS.p3()] {
        for reset in [false, true] {
            let served = Served::start(guest).await;
            let mut client = served.raw().await;
            client.send(head("GET", "/sleep?ms=3600000")).await;
            served.log.wait_for("guest: falls asleep").await;
            if reset {
                client.reset();
            } else {
                drop(client);
            }
            served.log.wait_for("GET /sleep?ms=3600000 -").await;
            // The guest would sleep for an hour.
            let log = served.ends().await;
            assert!(
                log.iter().any(|line| line.ends_with("(the connection ended before the response)"))
            );
            assert!(!log.iter().any(|line| line.contains("trapped")), "{log:?}");
        }
    }
}

#[tokio::test]
async fn a_client_that_leaves_after_the_head_stops_the_guest() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/full?bytes=67108864")).await;
        assert_eq!(client.head().await.status(), 200);
        drop(client);
        served.log.wait_for("(the connection ended before the body)").await;
        served.ends().await;
    }
}

#[tokio::test]
async fn a_client_that_leaves_in_its_upload_stops_the_guest() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send("POST /splice HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n01234").await;
        assert_eq!(client.head().await.status(), 200);
        drop(client);
        served.log.wait_for("POST /splice 200").await;
        served.ends().await;
    }
}

#[tokio::test]
async fn other_requests_of_an_instance_go_on() {
    let options = doorway_host::Options { reuse: 100, ..Default::default() };
    let served = Served::start_with(TASKS.p3(), options).await;
    let mut leaving = served.raw().await;
    leaving.send(head("GET", "/sleep?ms=3600000")).await;
    served.log.wait_for("guest: falls asleep").await;
    let mut staying = served.raw().await;
    staying.send(head("GET", "/sleep?ms=200")).await;
    served.log.wait_for_nth(2, "guest: falls asleep").await;
    drop(leaving);
    served.log.wait_for("GET /sleep?ms=3600000 -").await;
    assert_eq!(staying.answer().await.text(), "slept true\n");
}
