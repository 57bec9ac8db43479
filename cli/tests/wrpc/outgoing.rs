//! Requests of the component, which somebody else sends.

use crate::{LOAD, PROXY, Served, captured, head, pattern};
use bytes::Bytes;
use doorway_cli::wrpc::{Address, Allowed, by_wrpc, egress};
use doorway_host::testing::{Answer, Guest, Upstream, within};
use doorway_host::{Capture, Log, Options, Outgoing};
use doorway_wrpc::{CHUNK, Server, WINDOW, peak, peak_held};
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
        Self::start_with(guest, Options::default(), Vec::new()).await
    }

    /// With an egress that sends to these hosts only, if there are any.
    async fn start_with(guest: Guest, options: Options, allowed: Vec<Allowed>) -> Self {
        let (log, egress_log) = captured();
        let egress = egress::start(crate::anywhere().await, allowed, log).unwrap();
        let options = Options { outgoing: Some(by(egress.addr())), ..options };
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

/// As [`crate::flow`] has it for the requests of clients.
#[tokio::test]
async fn memory_does_not_depend_on_the_reader_of_a_response() {
    const LARGE: usize = 32 << 20;
    let upstream = Upstream::new(async |_| Response::new(Full::new(pattern(LARGE).into()))).await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let mut client = apart.served.raw().await;
        client.send(head("GET", &format!("/pass?url={}", upstream.url("/")))).await;
        assert_eq!(client.head().await.status(), 200);
        for _ in 0..64 {
            assert!(client.skip(1024).await);
            tokio::task::yield_now().await;
        }
        assert!(client.skip(LARGE - 64 * 1024).await, "all of it comes");
        drop(client);
        apart.ends().await;
    }
    assert!(peak() <= WINDOW + CHUNK + 8, "{} bytes", peak());
    assert!(peak_held() <= LARGE / 4, "{} bytes", peak_held());
}

#[tokio::test]
#[ignore = "64 MiB both ways on each WASI take long"]
async fn a_long_body_goes_out_and_comes_back() {
    let upstream = Upstream::new(echo).await;
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        let answer = apart.get(&format!("/upload?url={}&bytes=67108864", upstream.url("/"))).await;
        assert_eq!((answer.complete, answer.body.len()), (true, 64 << 20));
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
async fn a_host_that_is_not_allowed_is_denied() {
    let (upstream, other) = (Upstream::new(echo).await, Upstream::new(echo).await);
    let allowed = ["*.example.com".to_owned(), upstream.addr().to_string()];
    let allowed = allowed.map(|allowed| allowed.parse().unwrap());
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start_with(guest, Options::default(), allowed.to_vec()).await;
        let answer = apart.get(&format!("/deadline?url={}&ms=30000", upstream.url("/"))).await;
        assert_eq!(answer.text(), "0 bytes\n");
        for url in [other.url("/"), "http://example.com/".to_owned()] {
            assert_eq!(apart.get(&format!("/pass?url={url}")).await.status, 502);
            let failed = format!("GET {url} failed: the host denies this request");
            apart.served.log.wait_for(&failed).await;
            let line = apart.egress_log.wait_for(&format!("GET {url}: ")).await;
            assert!(line.ends_with("; --allow has not this host"), "{line}");
        }
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
async fn an_upstream_that_refuses_or_breaks_is_a_502_and_a_late_one_a_504() {
    let rude = Upstream::raw(async |mut connection| {
        connection.head().await;
        connection.reset();
    })
    .await;
    let silent = Upstream::raw(async |mut connection| drop(connection.rest().await)).await;
    let upstreams = [(Upstream::refusing().await, 502), (rude, 502), (silent, 504)];
    for guest in [LOAD, LOAD.p3()] {
        let apart = Apart::start(guest).await;
        for (upstream, status) in &upstreams {
            let limit = if *status == 504 { 200 } else { 30_000 };
            let url = upstream.url("/");
            let answer = apart.get(&format!("/pass-deadline?url={url}&ms={limit}")).await;
            assert_eq!((answer.status, answer.text()), (*status, ""));
            apart.served.log.wait_for(&format!("answered {status}: ")).await;
        }
        apart.ends().await;
    }
}

#[tokio::test]
async fn fields_about_a_connection_do_not_go_out_or_come_back() {
    let upstream = Upstream::raw(async |mut connection| {
        let head = connection.head().await;
        let names: Vec<_> = head.headers.keys().map(|name| name.as_str()).collect();
        let names = names.join(" ");
        let hop =
            "connection: x-theirs, close\r\nx-theirs: 1\r\nkeep-alive: timeout=5\r\nupgrade: h2c";
        let head = format!("HTTP/1.1 200 OK\r\n{hop}\r\nx-kept: down\r\nx-names: {names}\r\n");
        connection.send(format!("{head}content-length: 2\r\n\r\nok")).await;
    })
    .await;
    for guest in [PROXY, PROXY.p3()] {
        let env = vec![("UPSTREAM".to_owned(), upstream.url(""))];
        let options = Options { env, ..Options::default() };
        let apart = Apart::start_with(guest, options, Vec::new()).await;
        let mut client = apart.served.raw().await;
        client
            .send(
                "GET / HTTP/1.1\r\nhost: x\r\nconnection: keep-alive, x-mine\r\nx-mine: 1\r\n\
                 keep-alive: timeout=5\r\nproxy-authorization: Basic x\r\nte: gzip\r\n\
                 upgrade: h2c\r\nx-kept: up\r\n\r\n",
            )
            .await;
        let answer = client.answer().await;
        assert_eq!((answer.text(), answer.header("x-kept")), ("ok", "down"));
        let mut names: Vec<_> = answer.header("x-names").split(' ').collect();
        names.retain(|name| {
            !["forwarded", "via"].contains(name) && !name.starts_with("x-forwarded")
        });
        names.sort_unstable();
        assert_eq!(names, ["host", "x-kept"]);
        for name in ["x-theirs", "keep-alive", "upgrade"] {
            assert!(!answer.headers.contains_key(name), "{name}");
        }
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
