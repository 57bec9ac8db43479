//! Folders, runs of the command, and a client.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a build may take on a slow machine.
const DEADLINE: Duration = Duration::from_secs(300);

/// One build at a time: cargo would make the others wait for the target folder.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static BUILDS: Mutex<()> = Mutex::new(());
    BUILDS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An empty folder outside of this repository.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The target folder of this repository.
pub(crate) fn target() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_doorway"));
    program.parent().unwrap().parent().unwrap().to_owned()
}

/// A command in a folder that builds into the folder that all these tests share.
pub(crate) fn command(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target().join("cli-tests"));
    command
}

/// `doorway` with these arguments.
pub(crate) fn doorway(folder: &Path, args: &[&str]) -> Command {
    let mut command = command(env!("CARGO_BIN_EXE_doorway"), folder);
    command.args(args);
    command
}

/// Runs a command that has to succeed.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?} failed:\n{}", shown(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Both streams of a program.
pub(crate) fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// A crate of a template, with the versions of this repository.
pub(crate) fn new(folder: &Path, name: &str, template: &str) -> PathBuf {
    run(&mut doorway(folder, &["new", name, "--template", template]));
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, folder.join(name).join("Cargo.lock")).unwrap();
    folder.join(name)
}

/// `doorway serve`, which is killed when this is dropped.
pub(crate) struct Served {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
    /// The address that it listens on.
    pub(crate) addr: String,
}

impl Served {
    /// Serves at a free port, with these arguments in addition.
    #[track_caller]
    pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = doorway(folder, &["serve", "--addr", "127.0.0.1:0"]);
        let mut child =
            command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    // Nobody listens once the test is over.
                    let _ = sender.send(line);
                }
            });
        }
        let mut served = Self { child, lines, seen: Vec::new(), addr: String::new() };
        let line = served.wait_for("Serving ");
        line.rsplit_once("http://").unwrap().1.clone_into(&mut served.addr);
        served
    }

    /// The next line that contains this text.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let end = Instant::now() + DEADLINE;
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) if line.contains(text) => return line,
                Ok(line) => self.seen.push(line),
                Err(error) => {
                    let why = match error {
                        RecvTimeoutError::Timeout => "no such line in time",
                        RecvTimeoutError::Disconnected => "it has ended",
                    };
                    panic!("waiting for {text:?}: {why}; its lines:\n{}", self.seen.join("\n"));
                }
            }
        }
    }

    /// The status and the body of a request.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        request(&self.addr, method, path, body).unwrap()
    }

    /// Interrupts it, and waits for its end.
    pub(crate) fn stop(mut self) {
        run(Command::new("kill").arg(self.child.id().to_string()));
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request on a connection of its own.
pub(crate) fn request(
    addr: &str,
    method: &str,
    path: &str,
    body: &str,
) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(addr)?;
    let kind = if body.starts_with('{') {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {addr}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + body).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.get(9..12).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no answer: {answer:?}")))?;
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status, body.to_owned()))
}
