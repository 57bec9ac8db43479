//! Requests of the component, which somebody else sends.

use crate::{LOAD, Served, captured, head};
use bytes::Bytes;
use doorway_cli::wrpc::{Address, by_wrpc, egress};
use doorway_host::testing::{Answer, Guest, Upstream, within};
use doorway_host::{Capture, Log, Options, Outgoing};
use doorway_wrpc::Server;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Notify;

/// A component whose requests an egress sends.
struct Apart {
    served: Served,
    egress: Server,
    egress_log: Capture,
}

impl Apart {
    async fn start(guest: Guest) -> Self {
        let (log, egress_log) = captured();
        let egress = egress::start(crate::anywhere().await, log).unwrap();
        let options = Options { outgoing: Some(by(egress.addr())), ..Options::default() };
        Self { served: Served::start_with(guest, options).await, egress, egress_log }
    }

    async fn get(&self, target: &str) -> Answer {
        let mut client = self.served.raw().await;
        client.send(head("GET", target)).await;
        client.answer().await
    }

    async fn ends(mut self) {
        self.served.ends().await;
        self.egress.finish().await;
    }
}

pub(crate) fn by(addr: SocketAddr) -> Outgoing {
    by_wrpc(&Address(addr.to_string()), Log::off())
}

async fn echo(request: Request<hyper::body::Incoming>) -> Response<Full<Bytes>> {
    let host = request.headers()["host"].clone();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    Response::builder().header("x-host", host).body(Full::new(body)).unwrap()
}

#[tokio::test]
async fn bodies_go_out_and_come_back() {
    let upstream = Upstream::new(echo).await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let url = upstream.url("/");
        let uploaded = apart.get(&format!("/upload?url={url}&bytes=4194304")).await;
        assert_eq!((uploaded.status, uploaded.body.len()), (200, 4 << 20));
        assert_eq!(uploaded.header("x-host"), upstream.addr().to_string());
        let mut client = apart.served.raw().await;
        let head = format!("POST /pass-both?url={url} HTTP/1.1\r\nhost: x\r\n");
        client.send(format!("{head}content-length: 5\r\n\r\nhello")).await;
        assert_eq!(client.answer().await.text(), "hello");
        apart.ends().await;
    }
}

#[tokio::test]
async fn a_server_that_refuses_is_an_error_of_its_name() {
    let nobody = Upstream::refusing().await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let answer = apart.get(&format!("/deadline?url={}&ms=30000", nobody.url("/"))).await;
        assert!(answer.text().starts_with("connect"), "{}", answer.text());
        apart.egress_log.wait_for(&format!("GET {}", nobody.url("/"))).await;
        apart.ends().await;
    }
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_cut_off_for_the_client() {
    let upstream = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n").await;
    })
    .await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let answer = apart.get(&format!("/pass?url={}", upstream.url("/"))).await;
        assert_eq!((answer.status, answer.text(), answer.complete), (200, "half", false));
        apart.ends().await;
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_ends_at_its_server() {
    let ended = Arc::new(Notify::new());
    let notify = Arc::clone(&ended);
    let upstream = Upstream::raw(move |mut connection| {
        let ended = Arc::clone(&notify);
        async move {
            if connection.head().await.line.contains("/then") {
                within("the end of the other", ended.notified()).await;
                connection.send("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nthen").await;
            } else {
                connection.rest().await;
                ended.notify_one();
            }
        }
    })
    .await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let answer = apart.get(&format!("/give-up?url={}&ms=50", upstream.url("/"))).await;
        assert_eq!(answer.text(), "given up: true, then\n");
        apart.ends().await;
    }
}

#[tokio::test]
async fn no_egress_is_an_error_of_the_connection() {
    let nobody = Upstream::refusing().await;
    let options = Options { outgoing: Some(by(nobody.addr())), ..Options::default() };
    let served = Served::start_with(LOAD, options).await;
    let mut client = served.raw().await;
    client.send(head("GET", "/deadline?url=http://example.com/&ms=30000")).await;
    let answer = client.answer().await;
    assert!(answer.text().starts_with("connect"), "{}", answer.text());
    served.ends().await;
}
