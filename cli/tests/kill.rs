//! A server that is killed at any moment, and what it had said to have written.
//!
//! A few rounds, or as many as the environment variable `KILLS` says.
#![cfg(all(unix, feature = "serve"))]

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How many clients write at a time.
const CLIENTS: usize = 8;

/// How long anything may take.
const DEADLINE: Duration = Duration::from_secs(30);

struct Server {
    process: Child,
    addr: SocketAddr,
}

impl Server {
    /// Serves the guest of the tests, and waits until it listens.
    fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorway"));
        command.arg("serve").arg(guest()).args(["--addr", "127.0.0.1:0", "--data"]).arg(data);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        let stdout = process.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let addr = line.trim_end().rsplit_once("http://").and_then(|(_, addr)| addr.parse().ok());
        Self { process, addr: addr.unwrap_or_else(|| panic!("it says {line:?}")) }
    }

    /// Kills it, as a machine that fails does: no handler of its own runs.
    fn kill(self) {
        drop(self);
    }
}

/// After a test that failed, too.
impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// The component, which `cargo xtask build keyvalue` makes.
fn guest() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let file = Path::new(workspace).join(target).join("components/keyvalue.wasm");
    assert!(file.is_file(), "there is no {}: run `cargo xtask build --all`", file.display());
    file
}

/// The status and the body of a response; none if the connection ends before it is whole.
fn ask(addr: SocketAddr, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(addr).ok()?;
    stream.set_read_timeout(Some(DEADLINE)).ok()?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

/// The writes of one client: what was acknowledged last, and what was sent last.
#[derive(Default)]
struct Writes {
    acknowledged: Vec<usize>,
    sent: usize,
    /// Additions to a number.
    counted: usize,
    sent_to_count: usize,
}

/// Writes until the server is gone: a key that is written again and again, one for each write, and a number.
fn write(addr: SocketAddr, client: usize, so_far: &mut Writes, done: &AtomicUsize) {
    loop {
        so_far.sent += 1;
        let number = so_far.sent;
        for path in [format!("/values/last-{client}"), format!("/values/each-{client}-{number}")] {
            match ask(addr, "PUT", &path, &number.to_string()) {
                Some((204, _)) => {}
                Some(other) => panic!("{path}: {other:?}"),
                None => return,
            }
        }
        so_far.acknowledged.push(number);
        so_far.sent_to_count += 1;
        let Some((200, _)) = ask(addr, "POST", &format!("/increment/count-{client}/1"), "") else {
            return;
        };
        so_far.counted += 1;
        done.fetch_add(1, Ordering::Relaxed);
    }
}

fn number(addr: SocketAddr, path: &str) -> usize {
    match ask(addr, "GET", path, "").unwrap() {
        (404, _) => 0,
        (200, text) => text.parse().unwrap(),
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn nothing_that_was_acknowledged_is_lost() {
    let rounds = env::var("KILLS").map_or(5, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let mut all: BTreeMap<usize, Writes> =
        (0..CLIENTS).map(|client| (client, Writes::default())).collect();
    let mut in_all = 0;
    for round in 0..rounds {
        let server = Server::start(folder.path());
        let addr = server.addr;
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            let clients: Vec<_> = all
                .iter_mut()
                .map(|(client, writes)| {
                    let done = &done;
                    scope.spawn(move || write(addr, *client, writes, done))
                })
                .collect();
            // Another moment in each round: in the midst of writes, which never pause.
            while done.load(Ordering::Relaxed) < 5 + 7 * (round % 10) {
                let ended = clients.iter().all(|client| client.is_finished());
                assert!(!ended, "round {round}: the server fails before it is killed");
                thread::yield_now();
            }
            server.kill();
        });
        in_all += done.load(Ordering::Relaxed);

        let server = Server::start(folder.path());
        let addr = server.addr;
        for (client, writes) in &mut all {
            let last = number(addr, &format!("/values/last-{client}"));
            let told = writes.acknowledged.last().copied().unwrap_or_default();
            assert!(
                (told..=writes.sent).contains(&last),
                "round {round}: client {client} was told that {told} is written, and it is {last}"
            );
            for &earlier in writes.acknowledged.iter().rev().take(20) {
                assert_eq!(number(addr, &format!("/values/each-{client}-{earlier}")), earlier);
            }
            let (_, count) =
                ask(addr, "POST", &format!("/increment/count-{client}/0"), "").unwrap();
            let count: usize = count.parse().unwrap();
            assert!(
                (writes.counted..=writes.sent_to_count).contains(&count),
                "round {round}: client {client} has counted {}, and it is {count}",
                writes.counted
            );
            (writes.counted, writes.sent_to_count) = (count, count);
        }
        server.kill();
    }
    // All of them, at the end.
    let server = Server::start(folder.path());
    for (client, writes) in &all {
        for &number in &writes.acknowledged {
            let path = format!("/values/each-{client}-{number}");
            assert_eq!(self::number(server.addr, &path), number);
        }
    }
    server.kill();
    println!("{rounds} kills, {in_all} rounds of writes acknowledged");
}

#[test]
fn a_second_server_is_told_who_has_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::start(folder.path());
    let mut second = Command::new(env!("CARGO_BIN_EXE_doorway"));
    second.arg("serve").arg(guest()).args(["--addr", "127.0.0.1:0", "--data"]).arg(folder.path());
    let output = second.output().unwrap();
    first.kill();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    let (what, help) = stderr.split_once('\n').unwrap();
    assert!(what.starts_with("error: another process keeps its data in "), "{stderr}");
    assert!(help.starts_with("help: stop it, or choose another folder by --data"), "{stderr}");
}
