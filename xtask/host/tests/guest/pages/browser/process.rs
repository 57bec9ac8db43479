//! The browser's process.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Commands come in by its descriptor 3 and answers go out by 4; a shell makes these from what a
/// child can be given. It ends when nobody is left to command it.
const BY_3_AND_4: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

const OPTIONS: &[&str] = &[
    "--headless",
    "--remote-debugging-pipe",
    // Root cannot have one, and the pages are our own.
    "--no-sandbox",
    // Containers have little shared memory.
    "--disable-dev-shm-usage",
    // Nothing but the pages' own server is asked for anything.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
];

/// How long a browser may take to end when the test that used it has failed.
const GRACE: Duration = Duration::from_secs(5);

/// A browser that was started.
pub(super) struct Process {
    child: Child,
    /// `None` when it is to end.
    commands: Option<ChildStdin>,
    /// It has messages as long as the browser lives.
    messages: UnboundedReceiver<Vec<u8>>,
    ended: Receiver<()>,
    /// Where it keeps all it has, its last words too.
    home: TempDir,
}

impl Process {
    /// Starts a browser, as if it were there for the first time.
    pub(super) fn start() -> Self {
        let program = program();
        let home = TempDir::with_prefix("doorway-pages-").unwrap();
        let mut profile = OsString::from("--user-data-dir=");
        profile.push(home.path().join("profile"));
        let mut child = Command::new("sh")
            .args(["-c", BY_3_AND_4, "sh"])
            .arg(program)
            .args(OPTIONS)
            .arg(profile)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(stderr(&home)).unwrap())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start sh: {error}"));
        let commands = child.stdin.take();
        let answers = child.stdout.take().unwrap();
        let (to_messages, messages) = unbounded_channel();
        let (to_ended, ended) = channel();
        thread::spawn(move || read(answers, &to_messages, &to_ended));
        Self { child, commands, messages, ended, home }
    }

    /// Sends a message. That a browser is gone shows when it should answer.
    pub(super) fn send(&mut self, mut message: Vec<u8>) {
        message.push(0);
        let _ = self.commands.as_mut().map(|commands| commands.write_all(&message));
    }

    /// Waits for a message; `None` is the end of the browser.
    pub(super) async fn receive(&mut self) -> Option<Vec<u8>> {
        self.messages.recv().await
    }

    /// Its stderr.
    pub(super) fn last_words(&self) -> String {
        fs::read_to_string(stderr(&self.home)).unwrap_or_default()
    }
}

/// Hands on the messages, each of which ends with a NUL, until the browser ends.
fn read(answers: ChildStdout, messages: &UnboundedSender<Vec<u8>>, ended: &Sender<()>) {
    for message in BufReader::new(answers).split(0).map_while(Result::ok) {
        // If nobody wants to hear it, the end is still waited for.
        let _ = messages.send(message);
    }
    let _ = ended.send(());
}

fn stderr(home: &TempDir) -> PathBuf {
    home.path().join("stderr")
}

/// The browser. `cargo xtask test` names the one it found.
fn program() -> OsString {
    let program = env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into());
    assert!(
        is_there(&program),
        "there is no {}: install it (on Debian by `apt-get install chromium`), or set the \
         environment variable CHROMIUM to the path of a Chromium or Chrome",
        program.display()
    );
    program
}

/// Whether there is such a program, in a folder of `PATH` unless it is a path itself.
fn is_there(program: &OsStr) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

impl Drop for Process {
    fn drop(&mut self) {
        self.commands = None;
        if self.ended.recv_timeout(GRACE).is_err() {
            let _ = self.child.kill();
        }
        // Its folder is removed only when it has ended.
        let _ = self.child.wait();
    }
}
