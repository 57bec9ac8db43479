//! Another implementation, of an older wRPC: `xtask/host/wrpc-peer`.

use crate::{BODIES, Served, gateway, head, pattern};
use doorway_host::testing::{Raw, within};
use std::path::PathBuf;
use std::process::{Output, Stdio};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
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

/// Sends a request by the peer to a worker.
async fn call(served: &Served, method: &str, target: &str, body: Vec<u8>) -> Output {
    let mut command = peer().await;
    command.args(["call", &served.worker.addr().to_string(), method, target]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    within("an answer to the peer", async {
        stdin.write_all(&body).await.unwrap();
        drop(stdin);
        child.wait_with_output().await.unwrap()
    })
    .await
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn it_calls_a_worker() {
    for guest in [BODIES, BODIES.p3()] {
        let served = Served::start(guest).await;
        for size in [0, 1, 64 * 1024, 4 << 20] {
            for path in ["/copy", "/splice", "/collect"] {
                let output = call(&served, "POST", path, pattern(size)).await;
                let told = told(&output);
                assert!(output.status.success() && told.starts_with("status 200\n"), "{told}");
                assert!(output.stdout == pattern(size), "{path} {size}: {}", output.stdout.len());
            }
        }
        let output = call(&served, "GET", "/trailers/stream?bytes=100000", Vec::new()).await;
        assert_eq!(output.stdout, pattern(100_000));
        let (_, trailers) = told(&output)
            .split_once("trailers\n")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        assert_eq!(trailers, "x-checksum: c0ffee\nx-twice: 1\nx-twice: 2\n");
        served.ends().await;
    }
}

#[tokio::test]
async fn it_answers_a_gateway() {
    let mut child = peer().await.arg("serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = within("the peer", lines.next_line()).await.unwrap().unwrap();
    let (gateway, log) = gateway(line.strip_prefix("tcp://").unwrap().parse().unwrap()).await;
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
    let head_with_trailers = "PUT / HTTP/1.1\r\nhost: x\r\nte: trailers\r\nconnection: te\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(head_with_trailers).await;
    client.send("5\r\nhello\r\n0\r\nx-sum: 42\r\n\r\n").await;
    assert_eq!(client.answer().await.text(), "hello");
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
