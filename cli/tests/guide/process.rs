//! A process with all that it starts, and what it writes.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a build may take on a slow machine.
const DEADLINE: Duration = Duration::from_secs(600);

/// A process, which is killed with its children when this is dropped.
pub(crate) struct Process {
    child: Child,
    lines: Receiver<Line>,
    seen: Vec<Line>,
}

struct Line {
    is_stdout: bool,
    text: String,
}

/// A process that has ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<String>,
    /// Both streams, in the order of their lines.
    pub(crate) shown: String,
}

impl Process {
    pub(crate) fn start(mut command: Command) -> Result<Self, String> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().map_err(|error| format!("it does not start: {error}"))?;
        let (sender, lines) = channel();
        read(child.stdout.take(), true, sender.clone());
        read(child.stderr.take(), false, sender);
        Ok(Self { child, lines, seen: Vec::new() })
    }

    /// Waits for a line with this text.
    pub(crate) fn wait_for(&mut self, text: &str) -> Result<(), String> {
        let end = Instant::now() + DEADLINE;
        loop {
            match self.next(end) {
                Ok(line) if line.contains(text) => return Ok(()),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Err(format!("it did not write `{text}`")),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(format!("it has ended, and did not write `{text}`"));
                }
            }
        }
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Result<Ended, String> {
        let end = Instant::now() + DEADLINE;
        loop {
            match self.next(end) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!("it does not end:\n{}", self.shown()));
                }
            }
        }
        let status = self.child.wait().map_err(|error| error.to_string())?;
        let stdout = self.seen.iter().filter(|line| line.is_stdout);
        let stdout = stdout.map(|line| line.text.clone()).collect();
        Ok(Ended { status, stdout, shown: self.shown() })
    }

    /// All lines until now.
    pub(crate) fn shown(&mut self) -> String {
        self.seen.extend(self.lines.try_iter());
        self.seen.iter().fold(String::new(), |mut shown, line| {
            let _ = writeln!(shown, "  {}", line.text);
            shown
        })
    }

    fn next(&mut self, end: Instant) -> Result<&str, RecvTimeoutError> {
        let line = self.lines.recv_timeout(end.saturating_duration_since(Instant::now()))?;
        self.seen.push(line);
        Ok(self.seen.last().map_or("", |line| &line.text))
    }
}

/// Sends the lines of a stream until its end.
fn read(stream: Option<impl Read + Send + 'static>, is_stdout: bool, lines: Sender<Line>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        for text in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&text).trim_end_matches('\r').to_owned();
            // Nobody listens once the page is done.
            let _ = lines.send(Line { is_stdout, text });
        }
    });
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its group: a shell and cargo do not pass signals on to their children.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}
