//! Another implementation, of an older wRPC: `xtask/host/wrpc-peer`.

mod outgoing;

use crate::{BODIES, Served, gateway, head, pattern};
use doorway_host::testing::{Raw, within};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::OnceCell;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../xtask/host/wrpc-peer");

/// The program, built once.
async fn peer() -> Command {
    static BUILT: OnceCell<PathBuf> = OnceCell::const_new();
    let built = BUILT.get_or_init(async || {
        let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrpc-peer");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--locked", "--quiet", "--manifest-path"]);
        build.arg(format!("{FOLDER}/Cargo.toml")).arg("--target-dir").arg(&target);
        assert!(build.status().await.unwrap().success(), "the peer does not build");
        target.join("debug/wrpc-peer")
    });
    let mut command = Command::new(built.await);
    command.kill_on_drop(true);
    command
}

/// The peer's report of a response.
struct Told {
    succeeded: bool,
    body: Vec<u8>,
    /// The status, the fields and the trailers, or an error.
    told: String,
}

/// Sends a request by the peer.
async fn ask(args: &[&str], body: Vec<u8>) -> Told {
    let mut command = peer().await;
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = within("an answer to the peer", async {
        stdin.write_all(&body).await.unwrap();
        drop(stdin);
        child.wait_with_output().await.unwrap()
    })
    .await;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Told { succeeded: output.status.success(), body: output.stdout, told }
}

/// The peer as a server, and its address.
async fn serving() -> (Child, SocketAddr) {
    let mut child = peer().await.arg("serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = within("the peer", lines.next_line()).await.unwrap().unwrap();
    (child, line.strip_prefix("tcp://").unwrap().parse().unwrap())
}

#[tokio::test]
async fn it_calls_a_worker() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        let worker = served.worker.addr().to_string();
        for size in [0, 1, 64 * 1024, 4 << 20] {
            for path in ["/copy", "/splice", "/collect"] {
                let Told { succeeded, body, told } =
                    ask(&["call", &worker, "POST", path], pattern(size)).await;
                assert!(succeeded && told.starts_with("status 200\n"), "{told}");
                assert!(body == pattern(size), "{path} {size}: {}", body.len());
            }
        }
        let args = ["call", &worker, "GET", "/trailers/stream?bytes=100000"];
        let answer = ask(&args, Vec::new()).await;
        assert_eq!(answer.body, pattern(100_000));
        let (_, trailers) = answer.told.split_once("trailers\n").unwrap();
        assert_eq!(trailers, "x-checksum: c0ffee\nx-twice: 1\nx-twice: 2\n");
        // An empty part would be the end to this one.
        let args = ["call", &worker, "GET", "/empty-chunks"];
        assert_eq!(ask(&args, Vec::new()).await.body, b"ab");
        let sent = ask(&["call", &worker, "POST", "/splice", "x-sum=42"], pattern(5)).await;
        assert_eq!(sent.body, pattern(5));
        assert!(sent.told.ends_with("trailers\nx-sum: 42\n"), "{}", sent.told);
        served.ends().await;
    }
}

#[tokio::test]
async fn it_answers_a_gateway() {
    let (mut child, addr) = serving().await;
    let (gateway, log) = gateway(addr).await;
    for size in [0, 1, 64 * 1024, 1 << 20] {
        let mut client = Raw::connect(gateway.addr()).await;
        let head = format!("PUT /a?b HTTP/1.1\r\nhost: x.test\r\ncontent-length: {size}\r\n\r\n");
        client.send(head).await;
        client.send(pattern(size)).await;
        let answer = client.answer().await;
        assert_eq!((answer.status, answer.complete), (201, true), "{size}");
        assert_eq!(answer.header("x-seen"), "PUT http://x.test/a?b");
        assert!(!answer.headers.contains_key("x-hop"));
        assert!(answer.body == pattern(size), "{size}: {}", answer.body.len());
    }
    let mut client = Raw::connect(gateway.addr()).await;
    let head_with_trailers = "PUT / HTTP/1.1\r\nhost: x\r\nte: trailers\r\ntrailer: x-sum\r\nconnection: te\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(head_with_trailers).await;
    client.send("5\r\nhello\r\n0\r\nx-sum: 42\r\n\r\n").await;
    let answer = client.answer().await;
    assert_eq!((answer.text(), &answer.trailers["x-sum"]), ("hello", &"42".parse().unwrap()));
    let mut client = Raw::connect(gateway.addr()).await;
    client.send(head("GET", "/denied")).await;
    assert_eq!(client.answer().await.status, 403);
    log.wait_for("GET /denied 403").await;
    // Its end in the middle of a body is no end of the body.
    let mut client = Raw::connect(gateway.addr()).await;
    client
        .send("PUT / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n")
        .await;
    let head = client.head().await;
    assert_eq!(client.chunk().await.as_deref(), Some(&b"hello"[..]));
    child.kill().await.unwrap();
    assert!(!client.body(&head).await.complete);
}
