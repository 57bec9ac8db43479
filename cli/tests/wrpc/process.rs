//! Processes that get a SIGTERM, or are killed.

use crate::outgoing::by;
use crate::{BODIES, LOAD, Served, head, pattern};
use doorway_host::Options;
use doorway_host::testing::{Raw, Upstream, within};
use http::Response;
use http_body_util::Full;
use std::net::SocketAddr;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// More than the system keeps of connections.
const LARGE: usize = 48 << 20;

/// The command in a process of its own, with the address that it tells.
struct Process {
    child: Child,
    addr: SocketAddr,
}

impl Process {
    async fn start(args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_doorway"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = within("the first line", lines.next_line()).await.unwrap().unwrap();
        let (_, addr) = line.rsplit_once("://").unwrap_or_else(|| panic!("no address: {line}"));
        Self { child, addr: addr.parse().unwrap() }
    }

    async fn worker() -> Self {
        let file = BODIES.path();
        Self::start(&["serve", file.to_str().unwrap(), "--wrpc", "tcp://127.0.0.1:0"]).await
    }

    async fn gateway(worker: &Self) -> Self {
        let to = format!("tcp://{}", worker.addr);
        Self::start(&["gateway", "--to", &to, "--addr", "127.0.0.1:0"]).await
    }

    async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }

    async fn accepts_nobody(&self) {
        within("the end of the listener", async {
            while tokio::net::TcpStream::connect(self.addr).await.is_ok() {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    async fn exits(mut self) {
        let status = within("its end", self.child.wait()).await.unwrap();
        assert!(status.success(), "{status}");
    }
}

async fn download(gateway: &Process) -> Raw {
    let mut client = Raw::connect(gateway.addr).await;
    client.send(head("GET", &format!("/full?bytes={LARGE}"))).await;
    assert_eq!(client.head().await.status(), 200);
    assert!(client.skip(1024).await);
    client
}

#[tokio::test]
async fn a_worker_that_is_told_to_stop_finishes_what_it_has() {
    let worker = Process::worker().await;
    let gateway = Process::gateway(&worker).await;
    let mut client = download(&gateway).await;
    worker.terminate().await;
    worker.accepts_nobody().await;
    assert!(client.skip(LARGE - 1024).await, "all of it comes");
    worker.exits().await;
    let mut client = Raw::connect(gateway.addr).await;
    client.send(head("GET", "/full?bytes=1")).await;
    assert_eq!(client.answer().await.status, 502);
    gateway.terminate().await;
    gateway.exits().await;
}

#[tokio::test]
async fn a_gateway_that_is_told_to_stop_finishes_what_it_has() {
    let worker = Process::worker().await;
    let gateway = Process::gateway(&worker).await;
    let mut client = download(&gateway).await;
    gateway.terminate().await;
    gateway.accepts_nobody().await;
    assert!(client.skip(LARGE - 1024).await, "all of it comes");
    gateway.exits().await;
}

#[tokio::test]
async fn an_egress_that_is_told_to_stop_finishes_what_it_has() {
    let upstream = Upstream::new(async |_| Response::new(Full::new(pattern(LARGE).into()))).await;
    let allowed = upstream.addr().to_string();
    let args = ["egress", "--wrpc", "tcp://127.0.0.1:0", "--allow", &allowed];
    let egress = Process::start(&args).await;
    let options = Options { outgoing: Some(by(egress.addr)), ..Options::default() };
    let served = Served::start_with(LOAD, options).await;
    let mut client = served.raw().await;
    client.send(head("GET", &format!("/pass?url={}", upstream.url("/")))).await;
    assert_eq!(client.head().await.status(), 200);
    assert!(client.skip(1024).await);
    egress.terminate().await;
    egress.accepts_nobody().await;
    assert!(client.skip(LARGE - 1024).await, "all of it comes");
    egress.exits().await;
    drop(client);
    served.ends().await;
}

#[tokio::test]
async fn a_worker_that_is_killed_breaks_the_body() {
    let mut worker = Process::worker().await;
    let gateway = Process::gateway(&worker).await;
    let mut client = Raw::connect(gateway.addr).await;
    // In chunks, so that an end is possible.
    client.send(head("GET", &format!("/stream?bytes={LARGE}"))).await;
    let answer = client.head().await;
    assert_eq!(answer.status(), 200);
    worker.child.kill().await.unwrap();
    let body = client.body(&answer).await;
    assert!(!body.complete && body.body.len() < LARGE);
}

/// Many requests while a worker stops: each is answered, or was not accepted.
#[tokio::test]
async fn requests_beside_the_end_of_a_worker_are_answered_or_refused() {
    let worker = Process::worker().await;
    let gateway = Process::gateway(&worker).await;
    let (addr, mut clients) = (gateway.addr, tokio::task::JoinSet::new());
    for _ in 0..8 {
        clients.spawn(async move {
            let mut answered = 0;
            loop {
                let mut client = Raw::connect(addr).await;
                client.send(head("GET", "/full?bytes=100000")).await;
                let answer = client.answer().await;
                match answer.status {
                    200 => assert!(answer.complete && answer.body.len() == 100_000),
                    502 => return answered,
                    other => panic!("{other}"),
                }
                answered += 1;
            }
        });
    }
    let mut client = Raw::connect(addr).await;
    client.send(head("GET", "/full?bytes=1")).await;
    assert_eq!(client.answer().await.status, 200);
    worker.terminate().await;
    while let Some(answered) = clients.join_next().await {
        answered.unwrap();
    }
    worker.exits().await;
}
