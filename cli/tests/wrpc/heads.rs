//! Heads on their way, and the fields that are removed from them.

use crate::{BODIES, FAULTS, Served, captured, head, pattern};
use doorway_host::testing::{Answer, Raw, Upstream, within};
use doorway_wrpc::{Client, Gateway};
use http::Request;
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::time::Duration;

#[tokio::test]
async fn fields_about_a_connection_stay_with_it() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        let fields = "host: x.test\r\nconnection: x-private\r\nx-private: 1\r\nkeep-alive: 5\r\nx-public: 1\r\n";
        client.send(format!("GET /fields HTTP/1.1\r\n{fields}\r\n")).await;
        let answer = client.answer().await;
        assert!(answer.text().contains("x-public: 1\n"), "{}", answer.text());
        for gone in ["connection", "private", "keep-alive"] {
            assert!(!answer.text().contains(gone), "{}", answer.text());
        }
        served.ends().await;
    }
}

#[tokio::test]
async fn large_heads_pass() {
    for guest in [FAULTS, FAULTS.p3()] {
        let served = Served::start(guest).await;
        let mut client = served.raw().await;
        client.send(head("GET", "/many-fields?n=2&bytes=60000")).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.text()), (200, "intact"));
        assert_eq!(answer.header("x-1").len(), 60_000);
        let mut client = served.raw().await;
        let large = "x".repeat(60_000);
        client
            .send(format!(
                "GET /fields HTTP/1.1\r\nhost: x\r\nx-a: {large}\r\nx-b: {large}\r\n\r\n"
            ))
            .await;
        let answer = client.answer().await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.len() > 120_000, "{}", answer.body.len());
        served.ends().await;
    }
}

#[tokio::test]
async fn http_2_passes_with_trailers() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let addr = served.gateway.addr();
        let stream = tokio::net::TcpStream::connect(addr).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                .await
                .unwrap();
        tokio::spawn(connection);
        for (path, body) in [("/trailers/stream?bytes=100000", 100_000), ("/trailers/empty", 0)] {
            let url = format!("http://{addr}{path}");
            let request = Request::get(url).body(Full::<bytes::Bytes>::default()).unwrap();
            let response = within("a response", sender.send_request(request)).await.unwrap();
            let answer = within("its end", Answer::read(response)).await;
            assert_eq!((answer.body.len(), answer.complete), (body, true), "{path}");
            assert_eq!(answer.trailers["x-checksum"], "c0ffee", "{path}");
        }
        let request = Request::post(format!("http://{addr}/splice"));
        let request = request.body(Full::new(bytes::Bytes::from(pattern(1 << 20)))).unwrap();
        let response = within("a response", sender.send_request(request)).await.unwrap();
        assert_eq!(within("its end", Answer::read(response)).await.body, pattern(1 << 20));
        drop(sender);
        served.ends().await;
    }
}

#[tokio::test]
async fn a_worker_that_cannot_be_reached_is_passed_over() {
    let (nobody, served) = (Upstream::refusing().await, Served::start(BODIES).await);
    let workers = [nobody.addr().to_string(), served.worker.addr().to_string()];
    let client = Client::new(workers, Duration::from_secs(60));
    let gateway = Gateway::start(crate::anywhere().await, client, captured().0).unwrap();
    for _ in 0..4 {
        let mut client = Raw::connect(gateway.addr()).await;
        client.send(head("GET", "/full?bytes=1")).await;
        assert_eq!(client.answer().await.status, 200);
    }
}
