//! HTTP through a gateway, wRPC and a worker to a component, on real sockets.

mod bodies;
mod broken;
mod cancel;
mod faults;
mod flow;
mod heads;
mod outgoing;
mod peer;
mod process;
mod table;

use doorway_cli::wrpc::{Listening, Worker};
use doorway_host::testing::{Guest, Raw};
use doorway_host::{Capture, Log, Options};
use doorway_wrpc::{Client, Gateway};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

const BODIES: Guest = Guest::new("bodies");
const FAULTS: Guest = Guest::new("faults");
const LOAD: Guest = Guest::new("load");
const PROXY: Guest = Guest::new("proxy");
const TABLE: Guest = Guest::new("table");
const TASKS: Guest = Guest::new("tasks");

/// A component at a port of wRPC, and a gateway in front of it.
struct Served {
    worker: Worker,
    gateway: Gateway,
    log: Capture,
    gateway_log: Capture,
}

impl Served {
    async fn start(guest: Guest) -> Self {
        Self::start_with(guest, Options::default()).await
    }

    async fn start_with(guest: Guest, options: Options) -> Self {
        let (log, capture) = Log::capture();
        let options = Options { log, ..options };
        let anywhere = Listening("127.0.0.1:0".to_owned());
        let worker = Worker::start(&guest.component(), options, &anywhere).await.unwrap();
        let (gateway, gateway_log) = gateway(worker.addr()).await;
        Self { worker, gateway, log: capture, gateway_log }
    }

    async fn raw(&self) -> Raw {
        Raw::connect(self.gateway.addr()).await
    }

    /// Stops both, which have nothing left to do, and gives the worker's log.
    async fn ends(mut self) -> Vec<String> {
        self.gateway.finish().await;
        let finished = self.worker.shutdown().await;
        assert!(finished, "guests are still at work:\n{}", self.log.lines().join("\n"));
        self.log.lines()
    }
}

/// A gateway in front of a worker.
async fn gateway(worker: SocketAddr) -> (Gateway, Capture) {
    let (log, capture) = captured();
    let client = Client::new([worker.to_string()], Duration::from_secs(60));
    let gateway = Gateway::start(anywhere().await, client, log).unwrap();
    (gateway, capture)
}

fn captured() -> (doorway_wrpc::Log, Capture) {
    let (log, capture) = Log::capture();
    (doorway_wrpc::Log::new(move |line| log.line(line)), capture)
}

async fn anywhere() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// The bytes of a request without a body.
fn head(method: &str, target: &str) -> String {
    format!("{method} {target} HTTP/1.1\r\nhost: x\r\n\r\n")
}

/// As the guest `bodies` makes them.
fn pattern(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8).collect()
}
