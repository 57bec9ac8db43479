//! Broken messages do not look whole, and do no harm to others.

use crate::{BODIES, FAULTS, Served, TASKS, gateway, head};
use doorway_host::Options;
use doorway_host::testing::{Raw, Upstream};
use std::time::Duration;

async fn still_answers(served: &Served) {
    let mut client = served.raw().await;
    client.send(head("GET", "/full?bytes=10")).await;
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn a_body_that_fails_in_the_guest_is_cut_off() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/panic-in-body")).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, "a part", false));
        served.log.wait_for("trapped").await;
        served.ends().await;
    }
}

#[tokio::test]
async fn a_guest_without_a_response_is_a_500() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/panic")).await;
        assert_eq!(client.answer().await.status, 500);
        served.gateway_log.wait_for("GET /panic 500").await;
        served.ends().await;
    }
}

#[tokio::test]
async fn a_guest_that_takes_too_long_is_a_504() {
    let options = Options { timeout: Duration::from_millis(200), ..Options::default() };
    let served = Served::start_with(TASKS, options).await;
    let mut client = served.raw().await;
    client.send(head("GET", "/sleep?ms=3600000")).await;
    assert_eq!(client.answer().await.status, 504);
    served.ends().await;
}

#[tokio::test]
async fn a_request_whose_body_is_no_http_does_not_end_for_the_guest() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        for path in ["/copy", "/splice", "/collect"] {
            let mut client = served.raw().await;
            let head =
                "HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nno length";
            client.send(format!("POST {path} {head}")).await;
            let (answer, _) = client.rest().await;
            let answer = String::from_utf8_lossy(&answer);
            assert!(!answer.ends_with("0\r\n\r\n"), "{path}: {answer}");
        }
        still_answers(&served).await;
        served.ends().await;
    }
}

#[tokio::test]
async fn a_worker_that_cannot_be_reached_is_a_502() {
    let nobody = Upstream::refusing().await;
    let (gateway, log) = gateway(nobody.addr()).await;
    let mut client = Raw::connect(gateway.addr()).await;
    client.send(head("GET", "/a?b")).await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.text()), (502, ""));
    let line = log.wait_for("GET /a?b 502").await;
    assert!(line.contains(&format!("cannot connect to {}", nobody.addr())), "{line}");
}

#[tokio::test]
async fn a_worker_that_breaks_the_connection_is_a_502() {
    let rude = Upstream::raw(async |connection| connection.reset()).await;
    let polite = Upstream::raw(async |mut connection| connection.half_close().await).await;
    for worker in [rude, polite] {
        let (gateway, log) = gateway(worker.addr()).await;
        let mut client = Raw::connect(gateway.addr()).await;
        client.send(head("GET", "/")).await;
        assert_eq!(client.answer().await.status, 502);
        log.wait_for("GET / 502").await;
    }
}

#[tokio::test]
async fn a_request_without_a_host_is_a_400() {
    let served = Served::start(BODIES).await;
    let mut client = served.raw().await;
    client.send("GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(client.answer().await.status, 400);
}

#[tokio::test]
async fn what_is_no_invocation_is_refused() {
    let served = Served::start(BODIES).await;
    let name = b"wrpc:http/outgoing-handler@0.1.0";
    let other = [b"\0\x20", &name[..], b"\x06handle\0\0"].concat();
    let garbage = b"\x07no version of it".to_vec();
    let endless = [b"\0\xff\xff\xff\x7f", &[b'a'; 2000][..]].concat();
    let large =
        [&other[..2], b"wrpc:http/incoming-handler@0.1.0\x06handle\0\xff\xff\xff\x7f"].concat();
    let invalid =
        [&other[..2], b"wrpc:http/incoming-handler@0.1.0\x06handle\0\x03\xff\xff\xff"].concat();
    for bytes in [other, garbage, endless, large, invalid] {
        let mut peer = Raw::connect(served.worker.addr()).await;
        peer.send(&bytes).await;
        assert_eq!(peer.rest().await.0, "", "{bytes:?}");
    }
    for line in [
        "no function `handle` of `wrpc:http/outgoing-handler@0.1.0` is served here",
        "unsupported version byte: 7",
        "the name of a function has more than 1024 bytes",
        "the head has more than 1048576 bytes",
    ] {
        served.log.wait_for(line).await;
    }
    still_answers(&served).await;
    served.ends().await;
}

#[tokio::test]
async fn half_an_invocation_keeps_nobody_waiting() {
    let served = Served::start(BODIES).await;
    let mut peer = Raw::connect(served.worker.addr()).await;
    peer.send("\0\u{20}wrpc:http/incoming").await;
    still_answers(&served).await;
    assert_eq!(peer.rest().await.0, "");
    served.log.wait_for("no whole invocation within 5s").await;
    served.ends().await;
}
